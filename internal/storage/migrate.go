package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"strings"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
	sqlitedriver "modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// postgresTwin ends the name of a migration that PostgreSQL has in place of the one
// that is named alike without it.
const postgresTwin = ".postgres.sql"

// Migrate brings the tables of one room up to date with the numbered .sql files in
// files, of which PostgreSQL may have twins, NAME.postgres.sql. Migrations only go
// forward; each room counts its own. Of several processes that do this at the same
// time one does it, and the others wait for it.
func (db *DB) Migrate(ctx context.Context, room string, files fs.FS) error {
	return db.MigrateTo(ctx, room, files, math.MaxInt64)
}

// MigrateTo is [DB.Migrate] without the files of which the number is above upTo.
func (db *DB) MigrateTo(ctx context.Context, room string, files fs.FS, upTo int64) error {
	if err := db.engine.migrate(ctx, room, files, upTo); err != nil {
		return fmt.Errorf("migrate %s: %w", room, err)
	}
	return nil
}

// migrate holds an advisory lock while it migrates, and asks for it once a second
// for five minutes.
func (p *postgres) migrate(ctx context.Context, room string, files fs.FS, upTo int64) error {
	twins, err := fs.Glob(files, "*"+postgresTwin)
	if err != nil {
		return err
	}
	replaced := make([]string, 0, len(twins))
	for _, twin := range twins {
		replaced = append(replaced, strings.TrimSuffix(twin, postgresTwin)+".sql")
	}
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 300))
	if err != nil {
		return err
	}
	return up(ctx, goose.DialectPostgres, p.pool, room, files, upTo, goose.WithExcludeNames(replaced), goose.WithSessionLocker(locker))
}

// migrate does it all in one transaction, begun as one that writes, which keeps
// other processes waiting.
func (s *sqlite) migrate(ctx context.Context, room string, files fs.FS, upTo int64) error {
	twins, err := fs.Glob(files, "*"+postgresTwin)
	if err != nil {
		return err
	}
	conn, err := s.migrating.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close() //nolint:errcheck // it goes back to the pool
	if err := beginAlone(ctx, conn); err != nil {
		return err
	}
	err = withinTransaction(conn, func(nested *sql.DB) error {
		return up(ctx, goose.DialectSQLite3, nested, room, files, upTo, goose.WithExcludeNames(twins))
	})
	if err == nil {
		_, err = conn.ExecContext(ctx, "COMMIT")
	}
	if err != nil { // then ROLLBACK fails only where SQLite has undone all by itself
		_, _ = conn.ExecContext(context.WithoutCancel(ctx), "ROLLBACK")
	}
	return err
}

// beginAlone waits for as long as another process migrates, or until ctx ends.
func beginAlone(ctx context.Context, conn *sql.Conn) error {
	for {
		_, err := conn.ExecContext(ctx, "BEGIN IMMEDIATE") // waits for some seconds by itself
		if refused, ok := errors.AsType[*sqlitedriver.Error](err); !ok || refused.Code() != sqlite3.SQLITE_BUSY || ctx.Err() != nil {
			return err
		}
	}
}

func up(ctx context.Context, dialect goose.Dialect, pool *sql.DB, room string, files fs.FS, upTo int64, options ...goose.ProviderOption) error {
	options = append(options, goose.WithTableName(room+"_migrations"), goose.WithDisableGlobalRegistry(true))
	provider, err := goose.NewProvider(dialect, pool, files, options...)
	if err != nil {
		return err
	}
	_, err = provider.UpTo(ctx, upTo)
	return err
}
