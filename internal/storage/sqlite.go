package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	_ "modernc.org/sqlite" // registers the driver "sqlite": SQLite itself, translated to Go
)

const sqliteScheme = "sqlite:"

// sqliteReaders is how many reads run side by side; the rest wait.
const sqliteReaders = 8

// sqlite is a database in a file.
type sqlite struct {
	read   *sql.DB
	pool   *sql.DB // of the connections that write
	writer *writer
	remove string // a directory that ends with the database
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
	if err := s.connect(ctx, path, synchronous); err != nil {
		return nil, errors.Join(err, s.close())
	}
	return s, nil
}

func (s *sqlite) connect(ctx context.Context, path, synchronous string) (err error) {
	if s.pool, err = openPool(path, "synchronous("+synchronous+")"); err != nil {
		return err
	}
	s.pool.SetMaxOpenConns(2)     // the writer's for good, and one for migrations
	conn, err := s.pool.Conn(ctx) // creates the file, in WAL mode
	if err != nil {
		return err
	}
	s.writer = startWriter(conn)

	if s.read, err = openPool(path, "query_only(1)"); err != nil {
		return err
	}
	s.read.SetMaxOpenConns(sqliteReaders)
	s.read.SetMaxIdleConns(sqliteReaders)
	return s.read.PingContext(ctx)
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

func (s *sqlite) reading() *sql.DB { return s.read }

func (s *sqlite) native(query string) string { return query }

func (s *sqlite) write(ctx context.Context, fn func(*Tx) error) error { return s.writer.write(ctx, fn) }

func (s *sqlite) close() error {
	var errs []error
	if s.writer != nil {
		errs = append(errs, s.writer.close())
	}
	for _, pool := range []*sql.DB{s.read, s.pool} {
		if pool != nil {
			errs = append(errs, pool.Close())
		}
	}
	if s.remove != "" {
		errs = append(errs, os.RemoveAll(s.remove))
	}
	return errors.Join(errs...)
}
