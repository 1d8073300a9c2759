package storage

import (
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"
)

// Room is a room's tables, as a backup has to know them.
type Room struct {
	Name       string // as in [DB.Migrate]
	Migrations fs.FS
	Tables     []Table  // whose rows a backup holds
	Derived    []string // the other tables: they are made again from those, or can be missed
}

// Table is a table's rows as they are read in pages and written again. The first Key of
// its columns are its primary key.
type Table struct {
	Name    string   `json:"name"`
	Columns []Column `json:"columns"`
	Key     int      `json:"-"`
	Reading Reading  `json:"-"`
}

// Column is one of a table's.
type Column struct {
	Name string `json:"name"`
	Kind Kind   `json:"kind"`
}

// Kind is what a column holds, which may also be NULL.
type Kind string

// The kinds of columns.
const (
	Integer Kind = "integer" // of 64 bits, with a sign
	Real    Kind = "real"
	Text    Kind = "text"
	Bytes   Kind = "bytes"
)

// Known reports whether k is one of the kinds above.
func (k Kind) Known() bool { return k == Integer || k == Real || k == Text || k == Bytes }

// Reading says how a table is read while others write.
type Reading int

// The ways of reading.
const (
	Small   Reading = iota // few rows, which change: all of them at the moment of the backup
	Log                    // rows that never change, the first column the number of their event: in pages, up to that moment
	Current                // in pages, each as it is when it is read
)

// Columns reads a list such as "seq integer, name text".
func Columns(list string) []Column {
	var columns []Column
	for column := range strings.SplitSeq(list, ",") {
		name, kind, _ := strings.Cut(strings.TrimSpace(column), " ")
		columns = append(columns, Column{Name: name, Kind: Kind(kind)})
	}
	return columns
}

// Version is the number of the last of the room's migrations.
func (r Room) Version() (last int64, err error) {
	files, err := fs.Glob(r.Migrations, "*.sql")
	if err != nil {
		return 0, err
	}
	for _, file := range files {
		digits, _, _ := strings.Cut(path.Base(file), "_")
		number, err := strconv.ParseInt(digits, 10, 64)
		if err != nil {
			return 0, fmt.Errorf("migration %s has no number: %w", file, err)
		}
		last = max(last, number)
	}
	return last, nil
}
