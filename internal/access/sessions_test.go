package access_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aurorabot/aurora/internal/access"
	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/snowflake"
)

// mira's id is one that a signed column holds below zero.
var mira = event.Ref{ID: 1<<64 - 2, Name: "mira"}

// lists puts mira on the list.
func (d *desk) lists(t *testing.T, role access.Role) {
	t.Helper()
	if _, err := d.PutAccount(t.Context(), tester, mira.ID, role); err != nil {
		t.Fatal(err)
	}
}

func (d *desk) signsIn(t *testing.T, before string) (token string, s access.Session) {
	t.Helper()
	token, s, err := d.SignIn(t.Context(), access.Visitor{User: mira, Address: "192.0.2.1", Agent: "Firefox \xff\x00", Token: before})
	if err != nil {
		t.Fatal(err)
	}
	return token, s
}

func wantNoSession(t *testing.T, at *access.Service, token string) {
	t.Helper()
	if s, err := at.Session(t.Context(), token); !errors.Is(err, access.ErrNoSession) {
		t.Errorf("got %+v, %v, want no session", s, err)
	}
}

// told are the types of all events.
func (d *desk) told(t *testing.T) (types []string) {
	t.Helper()
	events, err := d.log.After(t.Context(), 0, 500)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range events {
		types = append(types, e.Type)
	}
	return types
}

func TestASessionIsKnownByItsTokenInEveryProcessAtOnce(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		d.lists(t, access.RoleViewer)
		d.looks(t)
		token, made := d.signsIn(t, "")
		got, err := d.elsewhere.Session(t.Context(), token)
		if err != nil || got != made || got.User != mira.ID || got.Role != access.RoleViewer || got.Name != "mira" {
			t.Errorf("got %+v, %v, want %+v", got, err, made)
		}
		for _, wrong := range []string{"", "x", token[1:], token + "a", strings.ToUpper(token), made.ID, "a" + token[1:]} {
			if wrong != token {
				wantNoSession(t, d.elsewhere, wrong)
			}
		}
		accounts, err := d.Accounts(t.Context())
		if err != nil || len(accounts) != 1 || accounts[0].Name != "mira" {
			t.Errorf("got %+v, %v, want the name that mira has now", accounts, err)
		}
	})
}

func TestNobodySignsInWhoIsNotOnTheList(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		d.lists(t, access.RoleAdmin)
		impostor := event.Ref{ID: 7, Name: mira.Name}
		if _, _, err := d.SignIn(t.Context(), access.Visitor{User: impostor}); !errors.Is(err, access.ErrNoAccount) {
			t.Errorf("a namesake of an admin: got %v, want no account", err)
		}
		if sessions, err := d.Sessions(t.Context()); err != nil || len(sessions) != 0 {
			t.Errorf("got %v, %v, want no session", sessions, err)
		}
	})
}

func TestALoginHasATokenThatNobodyKnewBefore(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		d.lists(t, access.RoleAdmin)
		fixed := strings.Repeat("a", 52)
		wantNoSession(t, d.Service, fixed)
		first, _ := d.signsIn(t, fixed)
		second, _ := d.signsIn(t, first)
		if first == fixed || second == first {
			t.Error("a token is used again")
		}
		d.looks(t)
		wantNoSession(t, d.Service, fixed)
		wantNoSession(t, d.Service, first)
		if _, err := d.Session(t.Context(), second); err != nil {
			t.Error(err)
		}
	})
}

func TestEveryChangeOfRightsEndsTheSessionInEveryProcess(t *testing.T) {
	for name, c := range map[string]struct {
		change func(t *testing.T, d *desk, s access.Session) error
		want   access.Standing
	}{
		"signed out":            {func(t *testing.T, d *desk, s access.Session) error { return d.SignOut(t.Context(), s.ID) }, access.Over},
		"signed out everywhere": {func(t *testing.T, d *desk, _ access.Session) error { return d.SignOutEverywhere(t.Context(), mira.ID) }, access.Over},
		"removed": {func(t *testing.T, d *desk, _ access.Session) error {
			return d.RemoveAccount(t.Context(), tester, mira.ID)
		}, access.Changed},
		"another role": {func(t *testing.T, d *desk, _ access.Session) error {
			_, err := d.PutAccount(t.Context(), tester, mira.ID, access.RoleViewer)
			return err
		}, access.Changed},
		"unused for long": {func(_ *testing.T, d *desk, _ access.Session) error { d.now = d.now.Add(12 * time.Hour); return nil }, access.Over},
		"a week old": {func(t *testing.T, d *desk, s access.Session) error {
			for d.now.Before(s.Expires.Add(-time.Hour)) {
				d.now = d.now.Add(11 * time.Hour)
				d.uses(t)
			}
			d.now = s.Expires
			return nil
		}, access.Over},
	} {
		t.Run(name, func(t *testing.T) {
			eachDesk(t, func(t *testing.T, d *desk) {
				d.lists(t, access.RoleAdmin)
				var made access.Session
				d.token, made = d.signsIn(t, "")
				d.uses(t)
				if got := d.elsewhere.StandingOfSession(made); got != access.Stands {
					t.Fatalf("before: got %v", got)
				}
				if err := c.change(t, d, made); err != nil {
					t.Fatal(err)
				}
				d.looks(t)
				if got := d.elsewhere.StandingOfSession(made); got != c.want {
					t.Errorf("got standing %v, want %v", got, c.want)
				}
				wantNoSession(t, d.elsewhere, d.token)
				wantNoSession(t, d.Service, d.token)
			})
		})
	}
}

// uses lets mira use her session in the other process.
func (d *desk) uses(t *testing.T) {
	t.Helper()
	if _, err := d.elsewhere.Session(t.Context(), d.token); err != nil && d.now.Before(time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)) {
		t.Fatal(err)
	}
	d.looks(t)
}

func TestWhatIsOnTheListAlreadyStaysAsItIs(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		for range 2 { // as two starts do
			if err := d.Seed(t.Context(), []snowflake.ID{mira.ID}, []snowflake.ID{mira.ID, 7}); err != nil {
				t.Fatal(err)
			}
		}
		token, _ := d.signsIn(t, "")
		d.lists(t, access.RoleAdmin)
		d.looks(t)
		if s, err := d.Session(t.Context(), token); err != nil || s.Role != access.RoleAdmin {
			t.Errorf("got %+v, %v, want the session of an admin", s, err)
		}
		types := d.told(t)
		slices.Sort(types)
		if want := []string{"admin.access.changed", "admin.access.changed", "admin.login"}; !slices.Equal(types, want) {
			t.Errorf("told %v, want %v", types, want)
		}
		if err := d.RemoveAccount(t.Context(), tester, 8); !errors.Is(err, access.ErrNoAccount) {
			t.Errorf("removed nobody: got %v", err)
		}
	})
}

func TestWhatIsGoodOnceIsNotUsedTwice(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		until := d.now.Add(time.Minute)
		if err := d.Spend(t.Context(), "state", until); err != nil {
			t.Fatal(err)
		}
		if err := d.elsewhere.Spend(t.Context(), "state", until); !errors.Is(err, access.ErrSpent) {
			t.Errorf("got %v, want spent", err)
		}
		d.now = until
		if err := d.Spend(t.Context(), "another", until.Add(time.Minute)); err != nil {
			t.Error(err)
		}
	})
}

func TestKeysAndAccountsTellEvents(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		secret, key := d.create(t, 0)
		if _, err := d.RevokeKey(t.Context(), tester, key.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := d.RevokeKey(t.Context(), tester, key.ID); err != nil {
			t.Fatal(err)
		}
		d.lists(t, access.RoleAdmin)
		if err := d.RemoveAccount(t.Context(), tester, mira.ID); err != nil {
			t.Fatal(err)
		}
		if got, want := d.told(t), []string{"admin.key.created", "admin.key.revoked", "admin.access.changed", "admin.access.changed"}; !slices.Equal(got, want) {
			t.Errorf("told %v, want %v", got, want)
		}
		events, _ := d.log.After(t.Context(), 0, 500)
		for _, e := range events {
			if strings.Contains(e.Message+string(e.Data), secret[8:]) {
				t.Errorf("%s tells the secret", e.Type)
			}
		}
	})
}
