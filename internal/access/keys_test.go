package access_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/aurorabot/aurora/internal/access"
	"github.com/aurorabot/aurora/internal/access/accesssql"
	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/journal"
	"github.com/aurorabot/aurora/internal/storage"
	"github.com/aurorabot/aurora/internal/storage/storagetest"
)

// desk is where somebody asks for access, with a clock that the test sets, and a second
// desk on the same database, as another process has it.
type desk struct {
	*access.Service
	elsewhere *access.Service
	log       *journal.Journal
	now       time.Time
	token     string // of mira's session
}

func eachDesk(t *testing.T, test func(t *testing.T, d *desk)) {
	storagetest.Each(t, func(t *testing.T, url string) {
		db, err := storage.Open(t.Context(), url)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { db.Close() })
		quiet := slog.New(slog.DiscardHandler)
		d := &desk{now: time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)}
		if d.log, err = journal.Open(t.Context(), db, &event.Bus{}, quiet); err != nil {
			t.Fatal(err)
		}
		store, err := accesssql.Open(t.Context(), db, d.log)
		if err != nil {
			t.Fatal(err)
		}
		config := access.Config{Store: store, Now: func() time.Time { return d.now }, Logger: quiet}
		d.Service, d.elsewhere = access.NewService(config), access.NewService(config)
		test(t, d)
	})
}

// looks lets both processes do what they do each second.
func (d *desk) looks(t *testing.T) {
	t.Helper()
	for _, process := range []*access.Service{d.Service, d.elsewhere} {
		ctx, cancel := context.WithCancel(t.Context())
		if err := process.Run(ctx, cancel); err != nil {
			t.Fatal(err)
		}
	}
}

var tester = access.Actor{Name: "test"}

func (d *desk) create(t *testing.T, life time.Duration) (string, access.Key) {
	t.Helper()
	secret, key, err := d.CreateKey(t.Context(), tester, access.NewKey{Name: "grafana", Scope: access.Read, Life: life})
	if err != nil {
		t.Fatal(err)
	}
	return secret, key
}

func wantNoKey(t *testing.T, keys *access.Service, secret string) {
	t.Helper()
	if k, err := keys.Key(t.Context(), secret); !errors.Is(err, access.ErrNoKey) {
		t.Errorf("got %+v, %v, want no key", k, err)
	}
}

func TestAKeyIsKnownByItsSecretAlone(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		secret, made := d.create(t, 0)
		other, _ := d.create(t, 0)
		got, err := d.elsewhere.Key(t.Context(), secret)
		if err != nil || got != made || got.Name != "grafana" || got.Scope != access.Read {
			t.Errorf("got %+v, %v, want %+v", got, err, made)
		}
		if secret == other || !strings.HasPrefix(secret, "aur_") || len(secret) < len("aur_")+52 {
			t.Errorf("secrets %q and %q", secret, other)
		}
		for _, wrong := range []string{"", "aur_", secret[:len(secret)-1], secret + "a", strings.ToUpper(secret), flipped(secret)} {
			wantNoKey(t, d.Service, wrong)
		}
	})
}

// flipped is the secret with a wrong letter in the middle.
func flipped(secret string) string {
	letter := "a"
	if secret[20] == 'a' {
		letter = "b"
	}
	return secret[:20] + letter + secret[21:]
}

func TestARevokedKeyIsRefusedEverywhereWithinASecond(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		secret, made := d.create(t, 0)
		if _, err := d.elsewhere.Key(t.Context(), secret); err != nil {
			t.Fatal(err)
		}
		revoked, err := d.RevokeKey(t.Context(), tester, made.ID)
		if err != nil || !revoked.Revoked.Equal(d.now) {
			t.Fatalf("got %+v, %v", revoked, err)
		}
		d.looks(t)
		wantNoKey(t, d.elsewhere, secret)
		wantNoKey(t, d.Service, secret)
		again, err := d.RevokeKey(t.Context(), tester, made.ID)
		again.LastUsed = time.Time{} // noted since
		if err != nil || again != revoked {
			t.Errorf("revoked again: got %+v, %v, want %+v", again, err, revoked)
		}
		if _, err := d.RevokeKey(t.Context(), tester, "key_00000000"); !errors.Is(err, access.ErrNoKey) {
			t.Errorf("got %v, want no key", err)
		}
	})
}

func TestAKeyExpires(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		secret, _ := d.create(t, time.Hour)
		d.now = d.now.Add(time.Hour - time.Millisecond)
		if _, err := d.Key(t.Context(), secret); err != nil {
			t.Errorf("a moment before its end: %v", err)
		}
		d.now = d.now.Add(time.Millisecond) // while the database's answer is still believed
		wantNoKey(t, d.Service, secret)
	})
}

func TestTheLastUseOfAKeyCanBeSeen(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		secret, _ := d.create(t, 0)
		d.create(t, 0)
		d.now = d.now.Add(90 * time.Second)
		if _, err := d.Key(t.Context(), secret); err != nil {
			t.Fatal(err)
		}
		d.looks(t)
		keys, err := d.Keys(t.Context())
		if err != nil || len(keys) != 2 {
			t.Fatalf("got %v, %v", keys, err)
		}
		var used []time.Time
		for _, k := range keys {
			if !k.LastUsed.IsZero() {
				used = append(used, k.LastUsed)
			}
		}
		if want := d.now.Truncate(time.Minute); len(used) != 1 || !used[0].Equal(want) {
			t.Errorf("got %v, want one key used at %v", used, want)
		}
	})
}

func TestAKeyThatNobodyCouldMakeOutIsNotMade(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		for name, c := range map[string]struct {
			name  string
			scope access.Scope
			life  time.Duration
		}{
			"no name":           {"", access.Read, 0},
			"a long name":       {strings.Repeat("n", access.MaxName+1), access.Read, 0},
			"an unseen letter":  {"a\u202eb", access.Read, 0},
			"a line break":      {"a\nb", access.Read, 0},
			"no scope":          {"n", "", 0},
			"another scope":     {"n", "root", 0},
			"a life that ended": {"n", access.Read, -1},
		} {
			if _, _, err := d.CreateKey(t.Context(), tester, access.NewKey{Name: c.name, Scope: c.scope, Life: c.life}); err == nil {
				t.Errorf("%s: a key was made", name)
			}
		}
		if keys, err := d.Keys(t.Context()); err != nil || len(keys) != 0 {
			t.Errorf("got %v, %v, want none", keys, err)
		}
	})
}
