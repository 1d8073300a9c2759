package accesssql

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"github.com/aurorabot/aurora/internal/access"
	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/snowflake"
	"github.com/aurorabot/aurora/internal/storage"
)

// AddSession implements [access.Store]. The version's row is held by then, so the account
// cannot leave the list or change its role meanwhile.
func (s *Store) AddSession(ctx context.Context, n access.Session, hash, replaced []byte, idleSince time.Time, told event.Event) (access.Session, error) {
	err := s.change(ctx, func(tx *storage.Tx) error {
		known, err := accountIn(tx, n.User)
		if err != nil {
			return err
		}
		n.Role = known.Role
		if _, err := tx.Exec("UPDATE access_accounts SET name = ? WHERE user_id = ?", n.Name, n.User); err != nil {
			return err
		}
		_, err = tx.Exec("DELETE FROM access_sessions WHERE hash = ? OR expires_ms <= ? OR seen_ms <= ?",
			hex.EncodeToString(replaced), n.Created.UnixMilli(), idleSince.UnixMilli())
		if err != nil {
			return err
		}
		_, err = tx.Exec("INSERT INTO access_sessions (id, hash, user_id, created_ms, seen_ms, expires_ms, address, agent) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
			n.ID, hex.EncodeToString(hash), n.User, n.Created.UnixMilli(), n.Seen.UnixMilli(), n.Expires.UnixMilli(), n.Address, n.Agent)
		if err != nil {
			return err
		}
		return s.tell(tx, told)
	})
	return n, err
}

// EndSession implements [access.Store].
func (s *Store) EndSession(ctx context.Context, id string) error {
	err := s.change(ctx, func(tx *storage.Tx) error {
		ended, err := changed(tx.Exec("DELETE FROM access_sessions WHERE id = ?", id))
		if err == nil && !ended {
			err = access.ErrNoSession
		}
		return err
	})
	if err != nil && !errors.Is(err, access.ErrNoSession) {
		return fmt.Errorf("end session: %w", err)
	}
	return err
}

// EndSessionsOf implements [access.Store].
func (s *Store) EndSessionsOf(ctx context.Context, user snowflake.ID) error {
	err := s.change(ctx, func(tx *storage.Tx) error {
		_, err := tx.Exec("DELETE FROM access_sessions WHERE user_id = ?", user)
		return err
	})
	if err != nil {
		return fmt.Errorf("end sessions: %w", err)
	}
	return nil
}

func (s *Store) sessionsByHash(ctx context.Context) (map[access.Hash]access.Session, error) {
	rows, err := s.db.Query(ctx, "SELECT hash, id, user_id, created_ms, seen_ms, expires_ms, address, agent FROM access_sessions")
	if err != nil {
		return nil, fmt.Errorf("read sessions: %w", err)
	}
	sessions := make(map[access.Hash]access.Session)
	_, err = collect(rows, func(from func(dest ...any) error) (n access.Session, err error) {
		var digits string
		var created, seen, expires int64
		if err := from(&digits, &n.ID, &n.User, &created, &seen, &expires, &n.Address, &n.Agent); err != nil {
			return n, err
		}
		n.Created, n.Seen, n.Expires = time.UnixMilli(created).UTC(), time.UnixMilli(seen).UTC(), time.UnixMilli(expires).UTC()
		hash, err := hashOf(digits)
		sessions[hash] = n
		return n, err
	})
	if err != nil {
		return nil, fmt.Errorf("read sessions: %w", err)
	}
	return sessions, nil
}
