package economytest

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/module"
	"github.com/aurorabot/aurora/internal/modules/economy"
	"github.com/aurorabot/aurora/internal/snowflake"
)

// clock is one that the test sets: the wall clock, and the time that has passed.
type clock struct {
	mu      sync.Mutex
	now     time.Time
	elapsed time.Duration
}

// passes lets time pass.
func (c *clock) passes(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now, c.elapsed = c.now.Add(d), c.elapsed+d
}

// jumps sets the wall clock otherwise, in no time.
func (c *clock) jumps(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func (c *clock) seam() economy.Clock {
	return economy.Clock{
		Now:     func() time.Time { c.mu.Lock(); defer c.mu.Unlock(); return c.now },
		Elapsed: func() time.Duration { c.mu.Lock(); defer c.mu.Unlock(); return c.elapsed },
	}
}

// noon is when the tests of rules begin.
func noon() *clock { return &clock{now: time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)} }

func rules(s Opened, c *clock) *economy.Service {
	return economy.NewService(s, silent{}, c.seam(), slog.New(slog.DiscardHandler))
}

// use is one use of a command by a member, with an id of its own.
func use(id snowflake.ID, by int) module.Interaction {
	return module.Interaction{
		ID: id, Guild: event.Ref{ID: guild, Name: "guild"}, User: named(by), Command: "test",
	}
}

// named is a member with a name.
func named(n int) event.Ref {
	return event.Ref{ID: member(n).Holder, Name: []string{"zoe", "mira", "nova", "kai"}[n]}
}

func wantRefusal(t *testing.T, err error, code string) {
	t.Helper()
	refusal, ok := errors.AsType[*module.Refusal](err)
	if !ok || refusal.Code != code || refusal.Text == "" {
		t.Errorf("got %v, want the refusal %s", err, code)
	}
}

// wantTypes compares the types of all events that were written.
func wantTypes(t *testing.T, s Opened, want ...string) {
	t.Helper()
	var types []string
	for _, e := range s.Events(t) {
		types = append(types, e.Type)
	}
	if diff := cmp.Diff(want, types); diff != "" {
		t.Error(diff)
	}
}

// must is for calls that do not fail.
func must[T any](t *testing.T) func(T, error) T {
	return func(got T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
}

// silent is a journal that takes nothing: no rule that is tested here tells it anything.
type silent struct{}

func (silent) Record(context.Context, event.Event) (uint64, error) {
	return 0, errors.New("nothing was expected to be recorded")
}
