package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"

	sqlitedriver "modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// settle makes durable what a program that ended without closing the file at path has
// left in its write-ahead log, by moving it into the database.
//
// SQLite takes what it finds there for committed, but it may be in the system's memory
// only: where the program ended between a write and its flush, or because the flush
// had failed, after which no later one of that file helps. What is read and answered
// from now on has to outlive the power.
func settle(ctx context.Context, path string) error {
	if info, err := os.Stat(path + "-wal"); errors.Is(err, fs.ErrNotExist) || err == nil && info.Size() == 0 {
		return nil
	}
	file := url.URL{Scheme: "file", Opaque: url.PathEscape(path), RawQuery: "_pragma=busy_timeout(0)&_pragma=synchronous(FULL)"}
	pool, err := sql.Open("sqlite", file.String())
	if err != nil {
		return fmt.Errorf("sqlite: %w", err)
	}
	pool.SetMaxOpenConns(1)
	err = startLogAnew(ctx, pool)
	if refused, ok := errors.AsType[*sqlitedriver.Error](err); ok {
		switch refused.Code() & 0xff {
		case sqlite3.SQLITE_BUSY: // another process has the file open: then nothing was left behind
			err = nil
		case sqlite3.SQLITE_FULL: // the log stays as it is, so that at least it can be read
			err = nil
		}
	}
	if err = errors.Join(err, pool.Close()); err != nil {
		return fmt.Errorf("settle the write-ahead log: %w", err)
	}
	return nil
}

// startLogAnew empties the log, and writes something that changes nothing to have its
// new beginning flushed: until then a power cut could bring back the old one, which the
// database has left behind.
func startLogAnew(ctx context.Context, pool *sql.DB) error {
	if _, err := pool.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)"); err != nil {
		return err
	}
	var version int
	if err := pool.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return err
	}
	_, err := pool.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", version))
	return err
}
