package storage

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	sqlitedriver "modernc.org/sqlite" // SQLite itself, translated to Go
)

const sqliteScheme = "sqlite:"

// sqliteReaders is how many reads run side by side; the rest wait.
const sqliteReaders = 8

// lockLimit is how long a connection waits for a lock.
const lockLimit = 5 * time.Second

// writerCache is how many bytes of pages the connection that writes keeps. With the
// 2 MB of SQLite's own choosing, transfers among 300 000 accounts take half as much
// time again in the system.
const writerCache = 16 << 20

// sqlite is a database in a file.
type sqlite struct {
	writer    *writer
	migrating *sql.DB
	read      *sql.DB
	remove    string // a directory that ends with the database
}

func openSQLite(ctx context.Context, url string) (engine, error) {
	s := &sqlite{}
	path, synchronous := strings.TrimPrefix(url, sqliteScheme), "FULL"
	if path == ":memory:" {
		dir, err := os.MkdirTemp("", "aurora-memory-")
		if err != nil {
			return nil, err
		}
		s.remove, path, synchronous = dir, filepath.Join(dir, "aurora.db"), "OFF"
	}
	if err := errors.Join(keepPrivate(path), settle(ctx, path)); err != nil {
		return nil, errors.Join(err, s.close())
	}
	if err := s.connect(ctx, path, synchronous); err != nil {
		return nil, errors.Join(err, s.close())
	}
	return s, nil
}

func (s *sqlite) connect(ctx context.Context, path, synchronous string) (err error) {
	writing, err := connector(path, "synchronous("+synchronous+")",
		fmt.Sprintf("wal_autocheckpoint(%d)", checkpointPages), fmt.Sprintf("cache_size(-%d)", writerCache>>10))
	if err != nil {
		return err
	}
	conn, err := rawConn(ctx, writing) // creates the file, in WAL mode
	if err != nil {
		return err
	}
	s.writer = newWriter(conn, path)
	s.migrating = sql.OpenDB(writing)
	s.migrating.SetMaxOpenConns(1)

	reading, err := connector(path, "query_only(1)")
	if err != nil {
		return err
	}
	s.read = sql.OpenDB(reading)
	s.read.SetMaxOpenConns(sqliteReaders)
	s.read.SetMaxIdleConns(sqliteReaders)
	return s.read.PingContext(ctx)
}

// connector prepares connections to the file at path:
//
//   - busy_timeout: another process may have the lock, for as long as a migration.
//   - journal_mode(WAL): who reads and who writes do not wait for each other, and a
//     commit is one flush of one file.
//   - foreign_keys: SQLite ignores them by default.
//   - mmap_size stays 0: a disk that fails under a mapping is a signal, which ends the
//     process in the middle of anything, not an error.
func connector(path string, pragmas ...string) (driver.Connector, error) {
	settings := url.Values{"_pragma": append([]string{fmt.Sprintf("busy_timeout(%d)", lockLimit.Milliseconds()), "journal_mode(WAL)", "foreign_keys(1)"}, pragmas...)}
	return sqlitedriver.NewConnector((&url.URL{Scheme: "file", Opaque: url.PathEscape(path), RawQuery: settings.Encode()}).String())
}

// rawConn opens a connection that belongs to the caller alone.
func rawConn(ctx context.Context, from driver.Connector) (sqliteConn, error) {
	raw, err := from.Connect(ctx)
	if err != nil {
		return nil, err
	}
	conn, ok := raw.(sqliteConn)
	if !ok {
		return nil, errors.Join(errDriverChanged, raw.Close())
	}
	return conn, nil
}

func (s *sqlite) reading() *sql.DB { return s.read }

func (s *sqlite) pools() []*sql.DB { return []*sql.DB{s.read} }

func (s *sqlite) sizeQuery() string {
	return "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
}

func (s *sqlite) native(query string) string { return query }

func (s *sqlite) write(ctx context.Context, fn func(*Tx) error) error { return s.writer.write(ctx, fn) }

func (s *sqlite) awaitFailure(ctx context.Context) error {
	select {
	case <-s.writer.failed:
		return s.writer.cause
	case <-ctx.Done():
		return nil
	}
}

func (s *sqlite) watchCommits(told func(took time.Duration)) { s.writer.commits.watchCommits(told) }

func (s *sqlite) close() error {
	var errs []error
	if s.writer != nil {
		errs = append(errs, s.writer.close())
	}
	for _, pool := range []*sql.DB{s.read, s.migrating} {
		if pool != nil {
			errs = append(errs, pool.Close())
		}
	}
	if s.remove != "" {
		errs = append(errs, os.RemoveAll(s.remove))
	}
	return errors.Join(errs...)
}
