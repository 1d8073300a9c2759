package storage

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"

	_ "modernc.org/sqlite" // registers the driver "sqlite": SQLite itself, translated to Go
)

// readers is how many reads run side by side; the rest wait.
const readers = 8

func (db *DB) openSQLite(ctx context.Context, path, synchronous string) error {
	var err error
	if db.write, err = openPool(path, "synchronous("+synchronous+")"); err != nil {
		return err
	}
	db.write.SetMaxOpenConns(2)     // the writer's for good, and one for migrations
	conn, err := db.write.Conn(ctx) // creates the file, in WAL mode
	if err != nil {
		return err
	}
	db.writer = startWriter(conn)

	if db.read, err = openPool(path, "query_only(1)"); err != nil {
		return err
	}
	db.read.SetMaxOpenConns(readers)
	db.read.SetMaxIdleConns(readers)
	return db.read.PingContext(ctx)
}

// openPool prepares connections to the file at path. Each waits up to five seconds
// for a lock that another process holds.
func openPool(path string, pragmas ...string) (*sql.DB, error) {
	settings := url.Values{"_pragma": append([]string{"busy_timeout(5000)", "journal_mode(WAL)", "foreign_keys(1)"}, pragmas...)}
	pool, err := sql.Open("sqlite", (&url.URL{Scheme: "file", Opaque: url.PathEscape(path), RawQuery: settings.Encode()}).String())
	if err != nil {
		return nil, fmt.Errorf("sqlite: %w", err)
	}
	return pool, nil
}
