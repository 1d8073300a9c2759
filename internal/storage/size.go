package storage

import (
	"context"
	"fmt"
)

// InUse is how many connections are at work. SQLite's only one that writes is not
// counted: who waits for it is seen in the commits.
func (db *DB) InUse() int {
	count := 0
	for _, pool := range db.engine.pools() {
		count += pool.Stats().InUse
	}
	return count
}

// Size is how many bytes the database takes, its indexes and what it keeps free for
// later included. On PostgreSQL these are all tables of the database, ours or not.
func (db *DB) Size(ctx context.Context) (bytes int64, err error) {
	if err := db.QueryRow(ctx, db.engine.sizeQuery()).Scan(&bytes); err != nil {
		return 0, fmt.Errorf("size of the database: %w", err)
	}
	return bytes, nil
}
