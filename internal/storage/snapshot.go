package storage

import (
	"context"
	"database/sql"
	"fmt"
)

// Snapshot is the database as it was at one moment.
type Snapshot struct {
	tx     *sql.Tx
	native func(string) string
}

// Query reads rows as they were. The caller closes them.
func (s *Snapshot) Query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return s.tx.QueryContext(ctx, s.native(query), args...)
}

// Snapshot lets fn read several things as they were at one moment. fn is quick: as long
// as it runs SQLite's write-ahead log cannot shrink.
func (db *DB) Snapshot(ctx context.Context, fn func(*Snapshot) error) error {
	tx, err := db.engine.reading().BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
	if err != nil {
		return fmt.Errorf("read at one moment: %w", err)
	}
	defer tx.Rollback() //nolint:errcheck // there is nothing to undo
	return fn(&Snapshot{tx: tx, native: db.engine.native})
}
