// Package accesssql keeps API keys, the access list and sessions in a database. Who may
// do what is package access's business.
package accesssql

import (
	"context"
	"database/sql"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"github.com/aurorabot/aurora/internal/access"
	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/journal"
	"github.com/aurorabot/aurora/internal/storage"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Store is an [access.Store] in a database.
type Store struct {
	db      *storage.DB
	journal *journal.Journal
}

// Open prepares the tables in db. Events are written to journal, which must be in the
// same database.
func Open(ctx context.Context, db *storage.DB, journal *journal.Journal) (*Store, error) {
	tables, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	if err := db.Migrate(ctx, "access", tables); err != nil {
		return nil, err
	}
	return &Store{db: db, journal: journal}, nil
}

// change runs fn in a transaction that counts the version up. The version's row comes
// first, so changes of who may do what go one after another.
func (s *Store) change(ctx context.Context, fn func(tx *storage.Tx) error) error {
	return s.db.Write(ctx, func(tx *storage.Tx) error {
		_, err := tx.Exec("INSERT INTO access_version (id, version) VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET version = access_version.version + 1")
		if err != nil {
			return err
		}
		return fn(tx)
	})
}

// tell writes an event as the last thing of a transaction.
func (s *Store) tell(tx *storage.Tx, e event.Event) error { return s.journal.AppendTx(tx, &e) }

// Version implements [access.Store].
func (s *Store) Version(ctx context.Context) (version int64, err error) {
	err = s.db.QueryRow(ctx, "SELECT coalesce(max(version), 0) FROM access_version").Scan(&version)
	if err != nil {
		return 0, fmt.Errorf("read the version of who may do what: %w", err)
	}
	return version, nil
}

// Load implements [access.Store]. The version is read first: what changes meanwhile is
// read again.
func (s *Store) Load(ctx context.Context) (r access.Records, err error) {
	if r.Version, err = s.Version(ctx); err != nil {
		return r, err
	}
	if r.Keys, err = s.keysByHash(ctx); err != nil {
		return r, err
	}
	if r.Sessions, err = s.sessionsByHash(ctx); err != nil {
		return r, err
	}
	r.Accounts, err = s.Accounts(ctx)
	return r, err
}

// Touch implements [access.Store].
func (s *Store) Touch(ctx context.Context, uses []access.Use) error {
	return s.db.Write(ctx, func(tx *storage.Tx) error {
		for _, u := range uses {
			at := u.At.UnixMilli()
			if _, err := tx.Exec("UPDATE access_keys SET last_used_ms = ? WHERE id = ? AND (last_used_ms IS NULL OR last_used_ms < ?)", at, u.ID, at); err != nil {
				return err
			}
			if _, err := tx.Exec("UPDATE access_sessions SET seen_ms = ? WHERE id = ? AND seen_ms < ?", at, u.ID, at); err != nil {
				return err
			}
		}
		return nil
	})
}

// Spend implements [access.Store].
func (s *Store) Spend(ctx context.Context, hash []byte, now, until time.Time) error {
	err := s.db.Write(ctx, func(tx *storage.Tx) error {
		if _, err := tx.Exec("DELETE FROM access_spent WHERE until_ms <= ?", now.UnixMilli()); err != nil {
			return err
		}
		noted, err := changed(tx.Exec("INSERT INTO access_spent (hash, until_ms) VALUES (?, ?) ON CONFLICT (hash) DO NOTHING", hex.EncodeToString(hash), until.UnixMilli()))
		if err == nil && !noted {
			err = access.ErrSpent
		}
		return err
	})
	if err != nil && !errors.Is(err, access.ErrSpent) {
		return fmt.Errorf("note what was used: %w", err)
	}
	return err
}

// changed reports whether a statement has changed rows.
func changed(result sql.Result, err error) (bool, error) {
	if err != nil {
		return false, err
	}
	rows, err := result.RowsAffected()
	return rows > 0, err
}

// instant is t as a column has it: NULL for one that has not come.
func instant(t time.Time) sql.NullInt64 {
	return sql.NullInt64{Int64: t.UnixMilli(), Valid: !t.IsZero()}
}

func timeOf(ms sql.NullInt64) time.Time {
	if !ms.Valid {
		return time.Time{}
	}
	return time.UnixMilli(ms.Int64).UTC()
}

// collect reads all rows.
func collect[T any](rows *sql.Rows, scan func(from func(dest ...any) error) (T, error)) (all []T, err error) {
	defer rows.Close()
	for rows.Next() {
		one, err := scan(rows.Scan)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}

// hashOf reads a hash from its hexadecimal digits.
func hashOf(digits string) (hash access.Hash, err error) {
	if len(digits) != hex.EncodedLen(len(hash)) {
		return hash, fmt.Errorf("a hash of %d digits", len(digits))
	}
	_, err = hex.Decode(hash[:], []byte(digits))
	return hash, err
}
