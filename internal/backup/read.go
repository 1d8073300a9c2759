package backup

import (
	"bufio"
	"compress/flate"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"strings"

	"github.com/aurorabot/aurora/internal/storage"
)

// Why a file is not restored.
var (
	ErrForeign    = errors.New("this is no backup of Aurora's")
	ErrIncomplete = errors.New("the backup is not complete: it was cut off")
	ErrDamaged    = errors.New("the backup is damaged")
	ErrNewer      = errors.New("the backup was made by a newer Aurora: restore it with that one")
)

// longestLine is more than any row has: an event has at most 4 KiB of data.
const longestLine = 4 << 20

// read goes through a whole backup, calls row with each of its rows, and returns what is
// in it. Only where the error is nil all of what row was told is true.
func read(from io.Reader, row func(storage.Table, []any) error) (Contents, error) {
	uncompressed, err := gzip.NewReader(from)
	if err != nil {
		return Contents{}, fmt.Errorf("%w: %w", ErrForeign, err)
	}
	r := &reader{lines: bufio.NewScanner(uncompressed), hash: sha256.New(), row: row}
	r.lines.Buffer(nil, longestLine)
	if err := r.header(); err != nil {
		return Contents{}, err
	}
	if err := r.rest(); err != nil {
		return Contents{}, err
	}
	return r.Contents, nil
}

// reader reads lines, and counts what is in them.
type reader struct {
	Contents
	lines  *bufio.Scanner
	hash   hash.Hash
	tables map[string]storage.Table
	row    func(storage.Table, []any) error
	end    *trailer
}

func (r *reader) header() error {
	if !r.lines.Scan() {
		return r.broken(ErrForeign)
	}
	line := r.lines.Bytes()
	if err := json.Unmarshal(line, &r.Contents.header); err != nil || r.Aurora != magic {
		return ErrForeign
	}
	switch {
	case r.Format < 1:
		return ErrForeign
	case r.Format > format:
		return ErrNewer
	}
	r.count(line)
	r.tally = newTally(r.Cut)
	r.tables = make(map[string]storage.Table, len(r.Tables))
	for _, table := range r.Tables {
		r.tables[table.Name] = table
	}
	return r.check()
}

// check refuses what this program's tables cannot take, and names that are not to be put
// into SQL.
func (h *header) check() error {
	known := make(map[string]bool)
	for _, room := range rooms() {
		own, err := room.Version()
		if err != nil {
			return err
		}
		if h.Rooms[room.Name] > own {
			return fmt.Errorf("%w (%s: %d, here %d)", ErrNewer, room.Name, h.Rooms[room.Name], own)
		}
		for _, table := range room.Tables {
			known[table.Name] = true
		}
	}
	for _, table := range h.Tables {
		if !known[table.Name] {
			return fmt.Errorf("%w: it has a table %.40q", ErrDamaged, table.Name)
		}
		for _, column := range table.Columns {
			if strings.Trim(column.Name, "abcdefghijklmnopqrstuvwxyz_0123456789") != "" || column.Name == "" || !column.Kind.Known() {
				return fmt.Errorf("%w: it has a column %.40q", ErrDamaged, column.Name)
			}
		}
	}
	return nil
}

// rest reads the lines behind the header to the end of the file, where the checksum of
// the compression is.
func (r *reader) rest() error {
	for r.lines.Scan() && r.lines.Err() == nil { // with an error comes the half of a line
		if r.end != nil {
			return fmt.Errorf("%w: something follows its end", ErrDamaged)
		}
		if err := r.next(r.lines.Bytes()); err != nil {
			return err
		}
	}
	if err := r.broken(nil); err != nil {
		return err
	}
	switch {
	case r.end == nil:
		return ErrIncomplete
	case !r.end.End.equal(r.tally) || r.Last != r.Cut:
		return fmt.Errorf("%w: it does not hold what its end says", ErrDamaged)
	}
	return nil
}

func (r *reader) next(line []byte) error {
	if len(line) > 0 && line[0] == '{' {
		return r.trailer(line)
	}
	r.count(line)
	table, values, err := decodeRow(line, r.tables)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	r.add(table, values)
	return r.row(table, values)
}

func (r *reader) trailer(line []byte) error {
	r.end = &trailer{}
	if err := json.Unmarshal(line, r.end); err != nil || r.end.End.SHA256 != hex.EncodeToString(r.hash.Sum(nil)) {
		return fmt.Errorf("%w: its checksum is another", ErrDamaged)
	}
	return nil
}

// count adds a line to the checksum.
func (r *reader) count(line []byte) {
	r.hash.Write(line)
	r.hash.Write([]byte{'\n'})
}

// broken says why there are no more lines, otherwise where the file just ends.
func (r *reader) broken(otherwise error) error {
	err := r.lines.Err()
	_, corrupt := errors.AsType[flate.CorruptInputError](err)
	switch {
	case err == nil:
		return otherwise
	case errors.Is(err, io.ErrUnexpectedEOF):
		return ErrIncomplete
	case corrupt, errors.Is(err, gzip.ErrChecksum), errors.Is(err, gzip.ErrHeader), errors.Is(err, bufio.ErrTooLong):
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return fmt.Errorf("read the backup: %w", err)
}
