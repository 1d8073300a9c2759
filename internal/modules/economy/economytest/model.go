package economytest

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/module"
	"github.com/aurorabot/aurora/internal/modules/economy"
	"github.com/aurorabot/aurora/internal/snowflake"
)

// TestModel lets random members use random commands, on a store and on the one in
// memory, which have to answer alike and to be left alike.
func TestModel(t *testing.T, s economy.Store) {
	var runs atomic.Uint64 // each in a guild and with keys of its own
	rapid.Check(t, func(r *rapid.T) {
		run := runs.Add(1)
		c := noon()
		m := &model{t: t, guild: guild + snowflake.ID(run), nextKey: snowflake.ID(run << 20), clock: c, store: s}
		m.memory = NewMemory(func(event.Event) {})
		quiet := slog.New(slog.DiscardHandler)
		m.services = [2]*economy.Service{
			economy.NewService(s, quietly{}, c.seam(), quiet),
			economy.NewService(m.memory, quietly{}, c.seam(), quiet),
		}
		r.Repeat(map[string]func(*rapid.T){
			"claim":     m.claim,
			"pay":       m.pay,
			"adjust":    m.adjust,
			"reverse":   m.reverse,
			"configure": m.configure,
			"time":      func(r *rapid.T) { c.passes(time.Duration(rapid.IntRange(1, 40).Draw(r, "hours")) * time.Hour) },
			"sum":       func(r *rapid.T) { noError(r, s.Sum(t.Context())) },
			"compare":   m.compare,
		})
		m.compare(r)
	})
}

// model is one random sequence of commands.
type model struct {
	t        *testing.T
	guild    snowflake.ID
	nextKey  snowflake.ID
	keys     []snowflake.ID // that were used
	clock    *clock
	store    economy.Store
	memory   *Memory
	services [2]*economy.Service
}

// use is a command of a random member, sometimes with a key that was used before.
func (m *model) use(r *rapid.T) module.Interaction {
	by := rapid.IntRange(0, 3).Draw(r, "by")
	in := module.Interaction{Guild: event.Ref{ID: m.guild, Name: "guild"}, User: named(by), Command: "test"}
	if len(m.keys) > 0 && rapid.IntRange(0, 4).Draw(r, "again") == 0 {
		in.ID = rapid.SampledFrom(m.keys).Draw(r, "key")
		return in
	}
	m.nextKey++
	m.keys = append(m.keys, m.nextKey)
	in.ID = m.nextKey
	return in
}

// alike has both services do something and compares what they answer.
func alike[T any](r *rapid.T, m *model, do func(*economy.Service) (T, error)) {
	got, err := do(m.services[0])
	want, wantErr := do(m.services[1])
	if diff := cmp.Diff(want, got); diff != "" || reason(err) != reason(wantErr) {
		r.Fatalf("got %v, want %v; %s", err, wantErr, diff)
	}
}

// reason is what a caller sees of an error.
func reason(err error) string {
	if refusal, ok := errors.AsType[*module.Refusal](err); ok {
		return refusal.Error()
	}
	return fmt.Sprint(err)
}

func (m *model) claim(r *rapid.T) {
	in := m.use(r)
	alike(r, m, func(s *economy.Service) (economy.Claimed, error) { return s.ClaimDaily(m.t.Context(), in) })
}

func (m *model) pay(r *rapid.T) {
	in := m.use(r)
	p := economy.Payment{To: someone(r), Amount: amount(r), Note: rapid.SampledFrom([]string{"", "thanks", "é\x00"}).Draw(r, "note")}
	alike(r, m, func(s *economy.Service) (economy.Paid, error) { return s.Pay(m.t.Context(), in, p) })
}

func (m *model) adjust(r *rapid.T) {
	in, of, coins := m.use(r), someone(r), amount(r)
	if rapid.Bool().Draw(r, "grant") {
		alike(r, m, func(s *economy.Service) (economy.Adjusted, error) {
			return s.Grant(m.t.Context(), in, of, coins, "why")
		})
		return
	}
	alike(r, m, func(s *economy.Service) (economy.Adjusted, error) {
		return s.Deduct(m.t.Context(), in, of, coins, "why")
	})
}

func (m *model) reverse(r *rapid.T) {
	in := m.use(r)
	entry := rapid.SampledFrom(m.keys).Draw(r, "entry").String()
	alike(r, m, func(s *economy.Service) (economy.Reversed, error) { return s.Reverse(m.t.Context(), in, entry, "why") })
}

func (m *model) configure(r *rapid.T) {
	in := m.use(r)
	change := economy.Change{Step: new(rapid.Int64Range(-1, 3).Draw(r, "step"))}
	if rapid.Bool().Draw(r, "move") {
		change.Zone = new(rapid.SampledFrom([]string{"UTC", "Europe/Berlin", "Pacific/Kiritimati", "Pacific/Honolulu"}).Draw(r, "zone"))
	}
	alike(r, m, func(s *economy.Service) (economy.Config, error) { return s.Configure(m.t.Context(), in, change) })
}

func someone(r *rapid.T) module.Member {
	return module.Member{Ref: named(rapid.IntRange(0, 3).Draw(r, "to"))}
}

// amount is mostly one that can be paid.
func amount(r *rapid.T) int64 {
	return rapid.OneOf(rapid.Int64Range(1, 150), rapid.Int64Range(-1, 2), rapid.Int64()).Draw(r, "amount")
}

// compare reads all that is known of the guild. Numbers of entries differ, since the
// journal of the store holds the events of all sequences.
func (m *model) compare(r *rapid.T) {
	numbers := cmpopts.IgnoreFields(economy.Position{}, "Seq")
	ctx := m.t.Context()
	both := func(what string, read func(economy.Store) (any, error)) {
		got, err := read(m.store)
		noError(r, err)
		want, err := read(m.memory)
		noError(r, err)
		if diff := cmp.Diff(want, got, numbers, cmpopts.EquateEmpty()); diff != "" {
			r.Fatalf("%s: %s", what, diff)
		}
	}
	for n := range 4 {
		a := economy.Account{Guild: m.guild, Holder: member(n).Holder}
		both("account", func(s economy.Store) (any, error) { return s.Holding(ctx, a) })
		both("history", func(s economy.Store) (any, error) { return s.History(ctx, a, economy.Newest, 20) })
		both("place", func(s economy.Store) (any, error) { return s.Place(ctx, a) })
	}
	both("leaderboard", func(s economy.Store) (any, error) { return s.Leaderboard(ctx, m.guild, 1, 2) })
	both("totals", func(s economy.Store) (any, error) { return s.Totals(ctx, m.guild) })
	both("flows", func(s economy.Store) (any, error) { return s.Flows(ctx, m.guild, m.clock.now.Add(-23*time.Hour)) })
	both("rules", func(s economy.Store) (any, error) { return s.Config(ctx, m.guild) })
	both("streaks", func(s economy.Store) (any, error) { return m.streaks(s) })
	both("longest streaks", func(s economy.Store) (any, error) {
		return s.Longest(ctx, m.guild, m.clock.now.Format(time.DateOnly), 3)
	})
	both("sheet", func(s economy.Store) (any, error) { return m.sheet(s) })
	sheet, err := m.sheet(m.store)
	noError(r, err)
	if sheet.Drift() != 0 {
		r.Fatalf("the guild does not sum up to zero: %+v", sheet)
	}
}

// sheet is that of the guild.
func (m *model) sheet(s economy.Store) (economy.Sheet, error) {
	sheets, err := s.Sheets(m.t.Context())
	for _, sheet := range sheets {
		if sheet.Guild == m.guild {
			return sheet, err
		}
	}
	return economy.Sheet{}, err
}

// streaks are those of the guild.
func (m *model) streaks(s economy.Store) ([]economy.Streaks, error) {
	all, err := s.Streaks(m.t.Context(), "2026-01-01")
	return slices.DeleteFunc(all, func(s economy.Streaks) bool { return s.Guild != m.guild }), err
}

// quietly is a journal that forgets what it is told.
type quietly struct{}

func (quietly) Record(context.Context, event.Event) (uint64, error) { return 0, nil }

func noError(r *rapid.T, err error) {
	if err != nil {
		r.Fatal(err)
	}
}
