package accesssql

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/aurorabot/aurora/internal/access"
	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/snowflake"
	"github.com/aurorabot/aurora/internal/storage"
)

const accountColumns = "user_id, name, role, added_ms, added_by"

// PutAccount implements [access.Store]. Seeding the list at a start finds most accounts
// as they are: then nothing is written.
func (s *Store) PutAccount(ctx context.Context, by access.Actor, a access.Account, told func(before access.Account) event.Event) (access.Account, error) {
	known, err := scanAccount(s.db.QueryRow(ctx, "SELECT "+accountColumns+" FROM access_accounts WHERE user_id = ?", a.User).Scan)
	if err == nil && known.Role == a.Role {
		return known, nil
	}
	err = s.changeBy(ctx, by, func(tx *storage.Tx) error {
		before, err := accountIn(tx, a.User)
		switch {
		case errors.Is(err, access.ErrNoAccount):
			_, err = tx.Exec("INSERT INTO access_accounts (user_id, name, role, added_ms, added_by) VALUES (?, ?, ?, ?, ?)",
				a.User, a.Name, string(a.Role), a.AddedAt.UnixMilli(), a.AddedBy)
		case err == nil && before.Role == a.Role:
			a = before
			return nil
		case err == nil:
			a.Name = before.Name
			if err = leavesAnAdmin(tx, by, before); err == nil {
				err = giveRole(tx, a)
			}
		}
		if err != nil {
			return err
		}
		return s.tell(tx, told(before))
	})
	return a, err
}

// giveRole changes the role of an account, which ends its sessions.
func giveRole(tx *storage.Tx, a access.Account) error {
	_, err := tx.Exec("UPDATE access_accounts SET role = ?, added_ms = ?, added_by = ? WHERE user_id = ?", string(a.Role), a.AddedAt.UnixMilli(), a.AddedBy, a.User)
	if err != nil {
		return err
	}
	_, err = tx.Exec("DELETE FROM access_sessions WHERE user_id = ?", a.User)
	return err
}

// RemoveAccount implements [access.Store].
func (s *Store) RemoveAccount(ctx context.Context, by access.Actor, user snowflake.ID, told func(access.Account) event.Event) error {
	err := s.changeBy(ctx, by, func(tx *storage.Tx) error {
		known, err := accountIn(tx, user)
		if err == nil {
			err = leavesAnAdmin(tx, by, known)
		}
		if err != nil {
			return err
		}
		if _, err := tx.Exec("DELETE FROM access_accounts WHERE user_id = ?", user); err != nil {
			return err
		}
		if _, err := tx.Exec("DELETE FROM access_sessions WHERE user_id = ?", user); err != nil {
			return err
		}
		return s.tell(tx, told(known))
	})
	if err != nil && !errors.Is(err, access.ErrNoAccount) {
		return fmt.Errorf("change the access list: %w", err)
	}
	return err
}

// Accounts implements [access.Store].
func (s *Store) Accounts(ctx context.Context) ([]access.Account, error) {
	rows, err := s.db.Query(ctx, "SELECT "+accountColumns+" FROM access_accounts ORDER BY added_ms, user_id")
	if err != nil {
		return nil, fmt.Errorf("read the access list: %w", err)
	}
	accounts, err := collect(rows, scanAccount)
	if err != nil {
		return nil, fmt.Errorf("read the access list: %w", err)
	}
	return accounts, nil
}

func accountIn(tx *storage.Tx, user snowflake.ID) (access.Account, error) {
	return scanAccount(func(dest ...any) error {
		return tx.QueryRow("SELECT "+accountColumns+" FROM access_accounts WHERE user_id = ?", []any{user}, dest...)
	})
}

// scanAccount reads an account from a row with the columns above.
func scanAccount(from func(dest ...any) error) (a access.Account, err error) {
	var added int64
	var role string
	err = from(&a.User, &a.Name, &role, &added, &a.AddedBy)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return a, access.ErrNoAccount
	case err != nil:
		return a, fmt.Errorf("read account: %w", err)
	}
	a.Role, a.AddedAt = access.Role(role), time.UnixMilli(added).UTC()
	return a, nil
}
