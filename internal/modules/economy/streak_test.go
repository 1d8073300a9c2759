package economy_test

import (
	"log/slog"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/module"
	"github.com/aurorabot/aurora/internal/modules/economy"
	"github.com/aurorabot/aurora/internal/modules/economy/economytest"
)

func TestAStandingSaysWhatIsAtStake(t *testing.T) {
	start := time.Date(2026, 11, 21, 18, 0, 0, 0, time.UTC)
	passed := time.Duration(0)
	clock := economy.Clock{Now: func() time.Time { return start.Add(passed) }, Elapsed: func() time.Duration { return passed }}
	s := economy.NewService(economytest.NewMemory(func(event.Event) {}), nil, clock, slog.New(slog.DiscardHandler))
	in := module.Interaction{ID: 1, Guild: event.Ref{ID: 1000}, User: mira}
	midnight := func(day int) time.Time { return time.Date(2026, 11, day, 0, 0, 0, 0, time.UTC) }
	want := func(when string, want economy.Standing) {
		t.Helper()
		want.Currency = economy.DefaultConfig.Currency
		got, err := s.Streak(t.Context(), in, mira)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: %v %s", when, err, diff)
		}
	}
	want("never claimed", economy.Standing{Next: midnight(21), Amount: 100})
	claimed, err := s.ClaimDaily(t.Context(), in)
	if err != nil || !claimed.SafeUntil.Equal(midnight(23)) {
		t.Errorf("got %+v, %v", claimed, err)
	}
	want("claimed today", economy.Standing{Streak: 1, Claimed: true, Next: midnight(22), SafeUntil: midnight(23), Amount: 110})
	passed += 24 * time.Hour
	want("claimed yesterday", economy.Standing{Streak: 1, Next: midnight(22), SafeUntil: midnight(23), Amount: 110})
	passed += 24 * time.Hour
	want("claimed the day before", economy.Standing{Next: midnight(23), Amount: 100})
}
