package access

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/snowflake"
)

// Role is what an account may do, in all guilds alike.
type Role string

// The roles.
const (
	RoleAdmin  Role = "admin"  // everything
	RoleViewer Role = "viewer" // looking
)

// Known reports whether r is one of the roles above.
func (r Role) Known() bool { return r == RoleAdmin || r == RoleViewer }

// Account is a Discord account that may sign in. It is known by its id alone: names can
// be chosen.
type Account struct {
	User    snowflake.ID
	Name    string // as of the last login; "" before the first
	Role    Role
	AddedAt time.Time
	AddedBy string
}

// CheckAccount says what is wrong with an entry of the list, in words for who has asked
// for it.
func CheckAccount(user snowflake.ID, role Role) error {
	if user == 0 {
		return errors.New("a Discord user id is needed, such as 80351110224678912: in Discord, 'Copy User ID' of somebody's menu, with the developer mode on")
	}
	if !role.Known() {
		return fmt.Errorf("the role %.20q is not known: admin or viewer", role)
	}
	return nil
}

// PutAccount lets an account sign in, or gives it another role. A change of the role ends
// the account's sessions, so that the next has an id that nobody knew before.
func (s *Service) PutAccount(ctx context.Context, by Actor, user snowflake.ID, role Role) (Account, error) {
	if err := CheckAccount(user, role); err != nil {
		return Account{}, err
	}
	wanted := Account{User: user, Role: role, AddedAt: s.now(), AddedBy: by.Name}
	a, err := s.cfg.Store.PutAccount(ctx, by, wanted, func(before Account) event.Event {
		changed := wanted
		changed.Name = before.Name
		return accessChanged(by, changed, before.Role)
	})
	if err != nil {
		return Account{}, fmt.Errorf("change the access list: %w", err)
	}
	return a, nil
}

// RemoveAccount takes an account off the list and ends its sessions; ErrNoAccount where
// it is not on it.
func (s *Service) RemoveAccount(ctx context.Context, by Actor, user snowflake.ID) error {
	return s.cfg.Store.RemoveAccount(ctx, by, user, func(a Account) event.Event {
		before := a.Role
		a.Role = ""
		return accessChanged(by, a, before)
	})
}

// Accounts is the access list, the oldest entries first.
func (s *Service) Accounts(ctx context.Context) ([]Account, error) { return s.cfg.Store.Accounts(ctx) }

// Seed puts accounts on the list, as the settings name them. Who is in both is an admin.
func (s *Service) Seed(ctx context.Context, admins, viewers []snowflake.ID) error {
	roles := make(map[snowflake.ID]Role)
	for _, user := range viewers {
		roles[user] = RoleViewer
	}
	for _, user := range admins {
		roles[user] = RoleAdmin
	}
	for user, role := range roles {
		if _, err := s.PutAccount(ctx, Actor{Name: "settings"}, user, role); err != nil {
			return err
		}
	}
	return nil
}
