// Package accesssql keeps API keys in a database. Who may do what is package
// access's business.
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
	"github.com/aurorabot/aurora/internal/storage"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Store is an [access.Store] in a database.
type Store struct{ db *storage.DB }

// Open prepares the tables in db.
func Open(ctx context.Context, db *storage.DB) (*Store, error) {
	tables, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	if err := db.Migrate(ctx, "access", tables); err != nil {
		return nil, err
	}
	return &Store{db: db}, nil
}

// AddKey implements [access.Store].
func (s *Store) AddKey(ctx context.Context, k access.Key, hash []byte) error {
	return s.db.Write(ctx, func(tx *storage.Tx) error {
		_, err := tx.Exec("INSERT INTO access_keys (id, name, scope, hash, created_ms, expires_ms) VALUES (?, ?, ?, ?, ?, ?)",
			k.ID, k.Name, string(k.Scope), hex.EncodeToString(hash), k.Created.UnixMilli(), instant(k.Expires))
		return err
	})
}

const columns = "id, name, scope, created_ms, expires_ms, revoked_ms, last_used_ms"

// KeyByHash implements [access.Store].
func (s *Store) KeyByHash(ctx context.Context, hash []byte) (access.Key, error) {
	return scan(s.db.QueryRow(ctx, "SELECT "+columns+" FROM access_keys WHERE hash = ?", hex.EncodeToString(hash)).Scan)
}

// RevokeKey implements [access.Store].
func (s *Store) RevokeKey(ctx context.Context, id string, at time.Time) (k access.Key, err error) {
	err = s.db.Write(ctx, func(tx *storage.Tx) error {
		k, err = scan(func(dest ...any) error {
			return tx.QueryRow("UPDATE access_keys SET revoked_ms = coalesce(revoked_ms, ?) WHERE id = ? RETURNING "+columns,
				[]any{at.UnixMilli(), id}, dest...)
		})
		return err
	})
	return k, err
}

// Keys implements [access.Store].
func (s *Store) Keys(ctx context.Context) ([]access.Key, error) {
	rows, err := s.db.Query(ctx, "SELECT "+columns+" FROM access_keys ORDER BY created_ms DESC, id")
	if err != nil {
		return nil, fmt.Errorf("list keys: %w", err)
	}
	defer rows.Close()
	var keys []access.Key
	for rows.Next() {
		k, err := scan(rows.Scan)
		if err != nil {
			return nil, err
		}
		keys = append(keys, k)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("list keys: %w", err)
	}
	return keys, nil
}

// KeyUsed implements [access.Store].
func (s *Store) KeyUsed(ctx context.Context, id string, at time.Time) error {
	err := s.db.Write(ctx, func(tx *storage.Tx) error {
		_, err := tx.Exec("UPDATE access_keys SET last_used_ms = ? WHERE id = ?", at.UnixMilli(), id)
		return err
	})
	if err != nil {
		return fmt.Errorf("note the use of key %s: %w", id, err)
	}
	return nil
}

// scan reads a key from a row with the columns above.
func scan(from func(dest ...any) error) (k access.Key, err error) {
	var created int64
	var expires, revoked, used sql.NullInt64
	var scope string
	err = from(&k.ID, &k.Name, &scope, &created, &expires, &revoked, &used)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return k, access.ErrNoKey
	case err != nil:
		return k, fmt.Errorf("read key: %w", err)
	}
	k.Scope, k.Created = access.Scope(scope), time.UnixMilli(created).UTC()
	k.Expires, k.Revoked, k.LastUsed = timeOf(expires), timeOf(revoked), timeOf(used)
	return k, nil
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
