package access_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"github.com/aurorabot/aurora/internal/access"
	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/snowflake"
)

// enters puts an admin on the list, signs them in, and returns them as an actor.
func (d *desk) enters(t *testing.T, id snowflake.ID) access.Actor {
	t.Helper()
	if _, err := d.PutAccount(t.Context(), tester, id, access.RoleAdmin); err != nil {
		t.Fatal(err)
	}
	_, session, err := d.SignIn(t.Context(), access.Visitor{User: event.Ref{ID: id, Name: "admin"}})
	if err != nil {
		t.Fatal(err)
	}
	return access.Actor{User: id, Name: "admin", Session: session.ID}
}

// TestWhoHasLostTheirRightsMeanwhileChangesNothing has requests come to their transaction
// that were let in before the rights of who made them ended.
func TestWhoHasLostTheirRightsMeanwhileChangesNothing(t *testing.T) {
	ways := map[string]func(ctx context.Context, d *desk, by access.Actor) error{
		"signed out": func(ctx context.Context, d *desk, by access.Actor) error { return d.SignOut(ctx, by.Session) },
		"removed": func(ctx context.Context, d *desk, by access.Actor) error {
			return d.RemoveAccount(ctx, tester, by.User)
		},
		"another role": func(ctx context.Context, d *desk, by access.Actor) error {
			_, err := d.PutAccount(ctx, tester, by.User, access.RoleViewer)
			return err
		},
		"a key that was revoked": func(ctx context.Context, d *desk, by access.Actor) error {
			_, err := d.RevokeKey(ctx, tester, by.Key)
			return err
		},
		"a key of a lesser scope": func(context.Context, *desk, access.Actor) error { return nil },
	}
	deeds := map[string]func(ctx context.Context, d *desk, by access.Actor, key string) error{
		"makes a key": func(ctx context.Context, d *desk, by access.Actor, _ string) error {
			_, _, err := d.CreateKey(ctx, by, access.NewKey{Name: "back door", Scope: access.Admin})
			return err
		},
		"revokes a key": func(ctx context.Context, d *desk, by access.Actor, key string) error {
			_, err := d.RevokeKey(ctx, by, key)
			return err
		},
		"lets somebody in": func(ctx context.Context, d *desk, by access.Actor, _ string) error {
			_, err := d.PutAccount(ctx, by, 666, access.RoleAdmin)
			return err
		},
		"takes somebody off the list": func(ctx context.Context, d *desk, by access.Actor, _ string) error {
			return d.RemoveAccount(ctx, by, mira.ID)
		},
	}
	eachDesk(t, func(t *testing.T, d *desk) {
		d.lists(t, access.RoleViewer)
		_, other := d.create(t, 0)
		for way, ends := range ways {
			by := d.enters(t, 7)
			switch way {
			case "a key of a lesser scope":
				by = access.Actor{Name: "grafana", Key: other.ID}
			case "a key that was revoked":
				_, key, err := d.CreateKey(t.Context(), by, access.NewKey{Name: "k", Scope: access.Admin})
				if err != nil {
					t.Fatal(err)
				}
				by = access.Actor{Name: "k", Key: key.ID}
			}
			if err := ends(t.Context(), d, by); err != nil {
				t.Fatal(err)
			}
			told := len(d.told(t))
			for deed, does := range deeds {
				if err := does(t.Context(), d, by, other.ID); !errors.Is(err, access.ErrNoRights) {
					t.Errorf("%s, and %s: got %v, want no rights", way, deed, err)
				}
			}
			if now := len(d.told(t)); now != told {
				t.Errorf("%s: %d changes were told", way, now-told)
			}
		}
	})
}

// TestTheLastAdminStays: two admins take each other off the list at once, and then the one
// that is left themselves.
func TestTheLastAdminStays(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		one, other := d.enters(t, 1), d.enters(t, 2)
		var both sync.WaitGroup
		failed := make(chan error, 2)
		both.Go(func() { failed <- d.RemoveAccount(t.Context(), one, other.User) })
		both.Go(func() { failed <- d.elsewhere.RemoveAccount(t.Context(), other, one.User) })
		both.Wait()
		if first, second := <-failed, <-failed; (first == nil) == (second == nil) {
			t.Errorf("got %v and %v, want one to succeed", first, second)
		}
		accounts, err := d.Accounts(t.Context())
		if err != nil || len(accounts) != 1 {
			t.Fatalf("got %v, %v", accounts, err)
		}
		left := one
		if accounts[0].User == other.User {
			left = other
		}
		if err := d.RemoveAccount(t.Context(), left, left.User); !errors.Is(err, access.ErrLastAdmin) {
			t.Errorf("removed: got %v", err)
		}
		if _, err := d.PutAccount(t.Context(), left, left.User, access.RoleViewer); !errors.Is(err, access.ErrLastAdmin) {
			t.Errorf("made a viewer: got %v", err)
		}
		if err := d.RemoveAccount(t.Context(), tester, left.User); err != nil {
			t.Errorf("at the machine itself: got %v", err)
		}
	})
}
