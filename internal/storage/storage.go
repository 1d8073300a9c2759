// Package storage opens the database and runs transactions on it.
//
// Writing goes through one connection that puts callers who come at the same time
// into one commit (see [DB.Write]); reading has connections of its own and waits
// for nobody. What the tables are is the business of the rooms that own them: they
// bring their migrations ([DB.Migrate]) and their SQL.
package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
)

// ErrClosed is returned by a write that was not begun because the database was closed.
var ErrClosed = errors.New("storage: the database is closed")

// DB is an open database. All methods may be called from several goroutines.
type DB struct {
	read   *sql.DB
	write  *sql.DB
	writer *writer
	remove string // a directory that ends with the database

	closing  sync.Once
	closeErr error
}

// Open opens the database that url names, making it where there is none:
//
//	sqlite:PATH       a file, journaled ahead (WAL), flushed to disk at every commit
//	sqlite::memory:   a private temporary file that is never flushed and removed by Close
func Open(ctx context.Context, url string) (*DB, error) {
	if err := CheckURL(url); err != nil {
		return nil, err
	}
	path := strings.TrimPrefix(url, sqliteScheme)
	db := &DB{}
	synchronous := "FULL"
	if path == ":memory:" {
		dir, err := os.MkdirTemp("", "aurora-memory-")
		if err != nil {
			return nil, fmt.Errorf("open %s: %w", url, err)
		}
		db.remove, path, synchronous = dir, dir+"/aurora.db", "OFF"
	}
	if err := db.openSQLite(ctx, path, synchronous); err != nil {
		return nil, errors.Join(fmt.Errorf("open %s: %w", url, err), db.Close())
	}
	return db, nil
}

const sqliteScheme = "sqlite:"

// CheckURL says whether url names a database that Open knows, without opening it.
func CheckURL(url string) error {
	if path, ok := strings.CutPrefix(url, sqliteScheme); !ok || path == "" {
		return fmt.Errorf("database %q is of no known kind: write sqlite:PATH, or sqlite::memory: for a temporary one", redacted(url))
	}
	return nil
}

// redacted keeps a password that a URL may carry out of messages.
func redacted(url string) string {
	scheme, _, found := strings.Cut(url, ":")
	if !found {
		return "…"
	}
	return scheme + ":…"
}

// Query reads rows on a reading connection. The caller closes them soon: a read
// that stays open keeps the write-ahead log from shrinking.
func (db *DB) Query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return db.read.QueryContext(ctx, query, args...)
}

// QueryRow reads one row on a reading connection.
func (db *DB) QueryRow(ctx context.Context, query string, args ...any) *sql.Row {
	return db.read.QueryRowContext(ctx, query, args...)
}

// Close finishes the commit that is running, refuses further ones, and closes all
// connections. It may be called again, and then returns the same.
func (db *DB) Close() error {
	db.closing.Do(func() { db.closeErr = db.close() })
	return db.closeErr
}

func (db *DB) close() error {
	var errs []error
	if db.writer != nil {
		errs = append(errs, db.writer.close())
	}
	for _, pool := range []*sql.DB{db.read, db.write} {
		if pool != nil {
			errs = append(errs, pool.Close())
		}
	}
	if db.remove != "" {
		errs = append(errs, os.RemoveAll(db.remove))
	}
	return errors.Join(errs...)
}
