package accesssql

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/aurorabot/aurora/internal/access"
	"github.com/aurorabot/aurora/internal/storage"
)

// changeBy is change for an actor, who is asked for in the same transaction: a request may
// have begun long before, and changes that were made first count.
func (s *Store) changeBy(ctx context.Context, by access.Actor, fn func(tx *storage.Tx) error) error {
	return s.change(ctx, func(tx *storage.Tx) error {
		if err := mayAct(tx, by); err != nil {
			return err
		}
		return fn(tx)
	})
}

// mayAct returns ErrNoRights for an actor whose session or key is no admin's any more.
func mayAct(tx *storage.Tx, by access.Actor) error {
	var found int
	var err error
	switch {
	case by.Session != "":
		err = tx.QueryRow("SELECT 1 FROM access_sessions s JOIN access_accounts a ON a.user_id = s.user_id WHERE s.id = ? AND a.role = ?",
			[]any{by.Session, string(access.RoleAdmin)}, &found)
	case by.Key != "":
		err = tx.QueryRow("SELECT 1 FROM access_keys WHERE id = ? AND scope = ? AND revoked_ms IS NULL", []any{by.Key, string(access.Admin)}, &found)
	}
	if errors.Is(err, sql.ErrNoRows) {
		return access.ErrNoRights
	}
	return err
}

// leavesAnAdmin returns ErrLastAdmin where an actor from elsewhere takes the role from the
// last admin: whoever did so by mistake could not mend it there.
func leavesAnAdmin(tx *storage.Tx, by access.Actor, before access.Account) error {
	if before.Role != access.RoleAdmin || by.Session == "" && by.Key == "" {
		return nil
	}
	var others int
	err := tx.QueryRow("SELECT count(*) FROM access_accounts WHERE role = ? AND user_id <> ?", []any{string(access.RoleAdmin), before.User}, &others)
	if err != nil {
		return fmt.Errorf("count admins: %w", err)
	}
	if others == 0 {
		return access.ErrLastAdmin
	}
	return nil
}
