package economy_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/module"
	"github.com/aurorabot/aurora/internal/modules/economy"
	"github.com/aurorabot/aurora/internal/modules/economy/economytest"
	"github.com/aurorabot/aurora/internal/snowflake"
)

// watched runs a service's watch for the rest of the test.
func watched(t *testing.T, store economy.Store, clock economy.Clock, log *strings.Builder) *economy.Service {
	s := economy.NewService(store, nil, clock, slog.New(slog.NewTextHandler(log, nil)))
	ctx, stop := context.WithCancel(context.Background())
	var watch sync.WaitGroup
	watch.Go(func() {
		if err := s.Watch(ctx); err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(func() { stop(); watch.Wait() })
	return s
}

// TestABalanceChangedByHandIsSeenWithinAMinute is requirement O4.
func TestABalanceChangedByHandIsSeenWithinAMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var events []event.Event
		store := economytest.NewMemory(func(e event.Event) { events = append(events, e) })
		s := watched(t, store, economy.SystemClock(), &strings.Builder{})
		time.Sleep(90 * time.Second)
		if i := s.Integrity(); !i.Balanced || time.Since(i.CheckedAt) > time.Minute {
			t.Errorf("before: %+v", i)
		}
		store.Tamper(economy.Account{Guild: 1000, Holder: mira.ID}, 5)
		time.Sleep(time.Minute)
		synctest.Wait()
		if i := s.Integrity(); i.Balanced || i.Drift != 5 {
			t.Errorf("a minute later: %+v", i)
		}
		time.Sleep(3 * time.Hour)
		synctest.Wait()
		if len(events) != 1 || events[0].Type != "economy.integrity.failed" {
			t.Errorf("told: %+v", events)
		}
		_, err := s.Grant(t.Context(), module.Interaction{ID: 1}, module.Member{Ref: mira}, 1, "test")
		wantRefusal(t, err, "economy_stopped")
	})
}

func TestANewBotsMembersAreSurveyedSoon(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := watched(t, economytest.NewMemory(func(event.Event) {}), economy.SystemClock(), &strings.Builder{})
		time.Sleep(5 * time.Second)
		if _, err := s.ClaimDaily(t.Context(), module.Interaction{ID: 1, Guild: event.Ref{ID: 1000}, User: mira}); err != nil {
			t.Fatal(err)
		}
		if survey := s.Survey(); survey == nil || survey.Active != 0 {
			t.Errorf("at the start: %+v", survey)
		}
		time.Sleep(10 * time.Second)
		synctest.Wait()
		if survey := s.Survey(); survey.Active != 1 || survey.Streaks.Count != 1 {
			t.Errorf("soon afterwards: %+v", survey)
		}
		time.Sleep(time.Minute)
		synctest.Wait()
		if age := time.Since(s.Survey().At); age > time.Minute {
			t.Errorf("a minute later: it is %v old", age)
		}
	})
}

// TestAClockThatIsMovedIsSeenWithoutAClaim looks at the clock while nobody claims.
func TestAClockThatIsMovedIsSeenWithoutAClaim(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var events []event.Event
		store := economytest.NewMemory(func(e event.Event) { events = append(events, e) })
		var moved atomic.Int64
		clock := economy.SystemClock()
		now := clock.Now
		clock.Now = func() time.Time { return now().Add(time.Duration(moved.Load())) }
		watched(t, store, clock, &strings.Builder{})
		time.Sleep(100 * time.Hour) // of which all is real
		synctest.Wait()
		moved.Store(int64(24 * time.Hour))
		time.Sleep(2 * time.Second)
		synctest.Wait()
		if len(events) != 0 {
			t.Fatalf("a day is not too far: %+v", events)
		}
		moved.Add(int64(time.Second))
		time.Sleep(2 * time.Second)
		synctest.Wait()
		if len(events) != 1 || events[0].Type != "economy.claims.paused" || events[0].Severity != event.Error {
			t.Errorf("told: %+v", events)
		}
	})
}

// away is a store whose database does not answer while there is an error.
type away struct {
	economy.Store
	mu  sync.Mutex
	err error
}

func (a *away) fails(err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.err = err
}

func (a *away) failure() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.err
}

func (a *away) Post(ctx context.Context, t economy.Transaction) (economy.Posted, error) {
	if err := a.failure(); err != nil {
		return economy.Posted{}, err
	}
	return a.Store.Post(ctx, t)
}

func (a *away) Sheets(ctx context.Context) ([]economy.Sheet, error) {
	if err := a.failure(); err != nil {
		return nil, err
	}
	return a.Store.Sheets(ctx)
}

func TestAWatchThatFailsTriesAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := &away{Store: economytest.NewMemory(func(event.Event) {}), err: errors.New("the database is away")}
		var log strings.Builder
		s := watched(t, store, economy.SystemClock(), &log)
		time.Sleep(90 * time.Second)
		synctest.Wait()
		if i := s.Integrity(); !i.CheckedAt.IsZero() || strings.Count(log.String(), "the database is away") != 2 {
			t.Errorf("checked at %s, logged %s", i.CheckedAt, &log)
		}
		store.fails(nil)
		time.Sleep(time.Minute)
		synctest.Wait()
		if !s.Integrity().Balanced {
			t.Errorf("got %+v", s.Integrity())
		}
	})
}

// TestWhatIsNotKnownIsSaidAndNotGuessed is requirement D4: the member is told, and the
// same interaction, delivered again, tells what became of it.
func TestWhatIsNotKnownIsSaidAndNotGuessed(t *testing.T) {
	store := &away{Store: economytest.NewMemory(func(event.Event) {})}
	s := economy.NewService(store, nil, economy.SystemClock(), slog.New(slog.DiscardHandler))
	in := module.Interaction{ID: snowflake.ID(5), Guild: event.Ref{ID: 1000}, User: mira}
	for _, c := range []struct {
		err  error
		code string
	}{{economy.ErrOutcomeUnknown, "outcome_unknown"}, {economy.ErrNoSpace, "disk_full"}} {
		store.fails(errors.Join(c.err, errors.New("a driver's words")))
		_, err := s.ClaimDaily(t.Context(), in)
		wantRefusal(t, err, c.code)
		if !errors.Is(err, c.err) {
			t.Errorf("%v does not say why", err)
		}
		_, err = s.Grant(t.Context(), in, module.Member{Ref: nova}, 1, "test")
		wantRefusal(t, err, c.code)
		_, err = s.Pay(t.Context(), in, economy.Payment{To: module.Member{Ref: nova}, Amount: 1})
		wantRefusal(t, err, c.code)
	}
	store.fails(nil)
	if claimed, err := s.ClaimDaily(t.Context(), in); err != nil || claimed.Amount != 100 {
		t.Errorf("got %+v, %v", claimed, err)
	}
}
