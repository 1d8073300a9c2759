package backup

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/aurorabot/aurora/internal/storage"
)

// format is the number of the form that is described in docs/adr/0013-one-logical-backup.md.
const format = 1

// magic is how the first line of a backup begins to say what it is.
const magic = "backup"

// header is the first line of a backup.
type header struct {
	Aurora  string           `json:"aurora"` // magic
	Format  int              `json:"format"`
	Program string           `json:"program"` // the version that wrote it
	Made    time.Time        `json:"made"`
	Epoch   string           `json:"epoch"`
	Cut     int64            `json:"cut"`   // the last event that is in it
	Rooms   map[string]int64 `json:"rooms"` // their tables' versions
	Tables  []storage.Table  `json:"tables"`
}

// trailer is the last line.
type trailer struct {
	End struct {
		tally
		SHA256 string `json:"sha256"` // of all bytes before this line, not compressed, in hexadecimal digits
	} `json:"end"`
}

// Every line between them is a row: an array of its table's name and its values in the
// order of the columns. Bytes are in base64.

// encodeRow writes a row as a line.
func encodeRow(to *bytes.Buffer, table storage.Table, values []any) error {
	encoder := json.NewEncoder(to)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(append([]any{table.Name}, values...))
}

// decodeRow reads the line of a row of one of the tables.
func decodeRow(line []byte, tables map[string]storage.Table) (table storage.Table, values []any, err error) {
	decoder := json.NewDecoder(bytes.NewReader(line))
	decoder.UseNumber() // 64 bits do not fit into a float
	if err := decoder.Decode(&values); err != nil {
		return table, nil, err
	}
	if len(values) == 0 {
		return table, nil, errors.New("a row of nothing")
	}
	name, _ := values[0].(string)
	table, known := tables[name]
	values = values[1:]
	if !known || len(values) != len(table.Columns) {
		return table, nil, fmt.Errorf("a row of %d values in %q", len(values), name)
	}
	for n, column := range table.Columns {
		if values[n], err = decodeValue(values[n], column.Kind); err != nil {
			return table, nil, fmt.Errorf("%s.%s: %w", name, column.Name, err)
		}
	}
	return table, values, nil
}

func decodeValue(value any, kind storage.Kind) (any, error) {
	if value == nil {
		return nil, nil
	}
	number, isNumber := value.(json.Number)
	text, isText := value.(string)
	switch {
	case kind == storage.Integer && isNumber:
		return number.Int64()
	case kind == storage.Real && isNumber:
		return number.Float64()
	case kind == storage.Text && isText:
		return text, nil
	case kind == storage.Bytes && isText:
		return base64.StdEncoding.DecodeString(text)
	}
	return nil, fmt.Errorf("%T is no %s", value, kind)
}
