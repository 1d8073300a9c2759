package accesssql

import (
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"github.com/aurorabot/aurora/internal/access"
	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/storage"
)

// AddKey implements [access.Store].
func (s *Store) AddKey(ctx context.Context, by access.Actor, k access.Key, hash []byte, told event.Event) error {
	return s.changeBy(ctx, by, func(tx *storage.Tx) error {
		_, err := tx.Exec("INSERT INTO access_keys (id, name, scope, hash, created_ms, expires_ms) VALUES (?, ?, ?, ?, ?, ?)",
			k.ID, k.Name, string(k.Scope), hex.EncodeToString(hash), k.Created.UnixMilli(), instant(k.Expires))
		if err != nil {
			return err
		}
		return s.tell(tx, told)
	})
}

const keyColumns = "id, name, scope, created_ms, expires_ms, revoked_ms, last_used_ms"

// RevokeKey implements [access.Store].
func (s *Store) RevokeKey(ctx context.Context, by access.Actor, id string, at time.Time, told func(access.Key) event.Event) (k access.Key, err error) {
	err = s.changeBy(ctx, by, func(tx *storage.Tx) error {
		revoked, err := changed(tx.Exec("UPDATE access_keys SET revoked_ms = ? WHERE id = ? AND revoked_ms IS NULL", at.UnixMilli(), id))
		if err != nil {
			return err
		}
		k, err = scanKey(func(dest ...any) error {
			return tx.QueryRow("SELECT "+keyColumns+" FROM access_keys WHERE id = ?", []any{id}, dest...)
		})
		if err != nil || !revoked {
			return err
		}
		return s.tell(tx, told(k))
	})
	if err != nil && !errors.Is(err, access.ErrNoKey) {
		err = fmt.Errorf("revoke key: %w", err)
	}
	return k, err
}

// Keys implements [access.Store].
func (s *Store) Keys(ctx context.Context) ([]access.Key, error) {
	rows, err := s.db.Query(ctx, "SELECT "+keyColumns+" FROM access_keys ORDER BY created_ms DESC, id")
	if err != nil {
		return nil, fmt.Errorf("list keys: %w", err)
	}
	keys, err := collect(rows, scanKey)
	if err != nil {
		return nil, fmt.Errorf("list keys: %w", err)
	}
	return keys, nil
}

// keysByHash are the keys that are not revoked.
func (s *Store) keysByHash(ctx context.Context) (map[access.Hash]access.Key, error) {
	rows, err := s.db.Query(ctx, "SELECT hash, "+keyColumns+" FROM access_keys WHERE revoked_ms IS NULL")
	if err != nil {
		return nil, fmt.Errorf("read keys: %w", err)
	}
	keys := make(map[access.Hash]access.Key)
	_, err = collect(rows, func(from func(dest ...any) error) (k access.Key, err error) {
		var digits string
		k, err = scanKey(func(dest ...any) error { return from(append([]any{&digits}, dest...)...) })
		if err != nil {
			return k, err
		}
		hash, err := hashOf(digits)
		keys[hash] = k
		return k, err
	})
	if err != nil {
		return nil, fmt.Errorf("read keys: %w", err)
	}
	return keys, nil
}

// scanKey reads a key from a row with the columns above.
func scanKey(from func(dest ...any) error) (k access.Key, err error) {
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
