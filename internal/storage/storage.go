// Package storage opens the database, SQLite or PostgreSQL, and runs transactions
// on it.
//
// Writing and reading have connections of their own, and reading waits for nobody.
// On SQLite one connection writes and puts callers who come at the same time into
// one commit; on PostgreSQL several write side by side (see [DB.Write]). SQL is
// written once, with ? for its arguments.
//
// A write is acknowledged when it is on disk. What the disk leaves uncertain is called
// so, and then a file of SQLite's is not written any more (see [DB.AwaitFailure]).
//
// What the tables are is the business of the rooms that own them: they bring their
// migrations ([DB.Migrate]) and their SQL.
package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"sync"
	"time"
)

// ErrClosed is returned by a write that was not begun because the database was closed.
var ErrClosed = errors.New("storage: the database is closed")

// ErrNoSpace is returned by a write that the disk has no room for. Nothing of it
// remains, and later ones may succeed.
var ErrNoSpace = errors.New("storage: the disk is full")

// ErrUnavailable is returned by a write that could not begin, because the server does
// not answer or another process has locked the file. Nothing of it remains, and later
// ones may succeed.
var ErrUnavailable = errors.New("storage: the database does not answer")

// ErrOutcomeUnknown is returned by a write whose commit was asked for and not
// confirmed: the disk failed, or the connection was lost. All of it is there, or
// nothing; only reading tells.
var ErrOutcomeUnknown = errors.New("storage: whether the transaction was committed is unknown")

// ErrFailed is returned by a write that was not begun because an earlier commit was
// not confirmed by the disk. What is read next from such a disk may be what was never
// written, so nothing is written until the database is opened again.
var ErrFailed = errors.New("storage: the disk has failed, and nothing is written until Aurora is started again")

// DB is an open database. All methods may be called from several goroutines.
type DB struct {
	engine engine
	held   hold // of a program that works on the database, or nil

	closing  sync.Once
	closeErr error
}

// engine is one kind of database.
type engine interface {
	// reading is the pool of the connections that only read.
	reading() *sql.DB
	// pools are those whose connections are counted.
	pools() []*sql.DB
	// sizeQuery asks for the database's size in bytes.
	sizeQuery() string
	// native is a query in the database's own form.
	native(query string) string
	write(ctx context.Context, fn func(*Tx) error) error
	migrate(ctx context.Context, room string, files fs.FS, upTo int64) error
	// awaitFailure returns ErrFailed with its cause, or nil when ctx ends.
	awaitFailure(ctx context.Context) error
	// watchCommits says who is told how long each commit took.
	watchCommits(told func(took time.Duration))
	close() error
}

// Open opens the database that url names:
//
//	sqlite:PATH                  a file, made where there is none, journaled ahead (WAL), flushed to disk at every commit
//	sqlite::memory:              a private temporary file that is never flushed and removed by Close
//	postgres://USER@HOST/NAME    a database of PostgreSQL 15 or newer, with libpq's settings (?sslmode=…, PGPASSFILE, …)
func Open(ctx context.Context, url string) (*DB, error) {
	if err := CheckURL(url); err != nil {
		return nil, err
	}
	open := openPostgres
	if strings.HasPrefix(url, sqliteScheme) {
		open = openSQLite
	}
	engine, err := open(ctx, url)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", redacted(url), err)
	}
	return &DB{engine: engine}, nil
}

// CheckURL says whether url names a database that Open knows, without opening it.
// Its error never shows a password.
func CheckURL(url string) error {
	if path, ok := strings.CutPrefix(url, sqliteScheme); ok && path != "" {
		return nil
	}
	if isPostgres(url) {
		_, err := parsePostgres(url)
		return err
	}
	return fmt.Errorf("database %q is of no known kind: write sqlite:PATH, sqlite::memory: for a temporary one, or postgres://USER@HOST/NAME", redacted(url))
}

// redacted keeps a password that a URL may carry out of messages.
func redacted(url string) string {
	scheme, _, found := strings.Cut(url, ":")
	switch {
	case !found:
		return "…"
	case scheme+":" == sqliteScheme:
		return url
	}
	return scheme + ":…"
}

// Query reads rows on a reading connection. The caller closes them soon: a read
// that stays open keeps SQLite's write-ahead log from shrinking.
func (db *DB) Query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return db.engine.reading().QueryContext(ctx, db.engine.native(query), args...)
}

// QueryRow reads one row on a reading connection.
func (db *DB) QueryRow(ctx context.Context, query string, args ...any) *sql.Row {
	return db.engine.reading().QueryRowContext(ctx, db.engine.native(query), args...)
}

// AwaitFailure waits until the database can write no more and returns an error that is
// [ErrFailed], with its cause; reading goes on. It returns nil when ctx ends. A server
// of PostgreSQL that is away does not count: it is asked again by the next write.
func (db *DB) AwaitFailure(ctx context.Context) error { return db.engine.awaitFailure(ctx) }

// Close finishes the commits that are running, refuses further ones, and closes all
// connections. It may be called again, and then returns the same.
func (db *DB) Close() error {
	db.closing.Do(func() {
		db.closeErr = db.engine.close()
		if db.held != nil {
			db.closeErr = errors.Join(db.closeErr, db.held.release())
		}
	})
	return db.closeErr
}
