package backup

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/aurorabot/aurora/internal/journal"
	"github.com/aurorabot/aurora/internal/storage"
)

const (
	// atOnce is how many rows one statement inserts, so few that their values are not
	// more than a statement of SQLite's or PostgreSQL's may have.
	atOnce = 50
	// perCommit is how many rows share a transaction.
	perCommit = 2_000
)

// load inserts the rows of a backup into the empty tables of db. The file is checked
// again on the way: it may have changed since.
func load(ctx context.Context, db *storage.DB, file io.Reader, contents Contents) error {
	l := loader{db: db, first: contents.First}
	again, err := read(file, func(table storage.Table, values []any) error { return l.row(ctx, table, values) })
	if err == nil {
		err = l.flush(ctx)
	}
	if err == nil && !again.equal(contents.tally) {
		err = fmt.Errorf("%w: it has changed while it was read", ErrDamaged)
	}
	return err
}

// loader collects rows of one table.
type loader struct {
	db    *storage.DB
	first int64 // the first event to restore
	table storage.Table
	rows  [][]any
}

func (l *loader) row(ctx context.Context, table storage.Table, values []any) error {
	if table.Name == journal.EventsTable && integer(table, values, "seq") < l.first {
		return nil
	}
	if table.Name != l.table.Name || len(l.rows) == perCommit {
		if err := l.flush(ctx); err != nil {
			return err
		}
		l.table = table
	}
	l.rows = append(l.rows, values)
	return nil
}

// flush inserts what was collected.
func (l *loader) flush(ctx context.Context) error {
	rows := l.rows
	l.rows = nil
	if len(rows) == 0 {
		return nil
	}
	err := l.db.Write(ctx, func(tx *storage.Tx) error {
		for left := rows; len(left) > 0; {
			n := min(atOnce, len(left))
			if err := insert(tx, l.table, left[:n]); err != nil {
				return err
			}
			left = left[n:]
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("fill %s: %w", l.table.Name, err)
	}
	return nil
}

func insert(tx *storage.Tx, table storage.Table, rows [][]any) error {
	row := "(?" + strings.Repeat(", ?", len(table.Columns)-1) + ")"
	query := "INSERT INTO " + table.Name + " (" + namesOf(table.Columns) + ") VALUES " + row + strings.Repeat(", "+row, len(rows)-1)
	var args []any
	for _, values := range rows {
		args = append(args, values...)
	}
	_, err := tx.Exec(query, args...)
	return err
}
