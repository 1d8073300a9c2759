package economy_test

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/module"
	"github.com/aurorabot/aurora/internal/modules/economy"
	"github.com/aurorabot/aurora/internal/modules/economy/economytest"
	"github.com/aurorabot/aurora/internal/snowflake"
)

// town is a guild with a clock that the test sets.
type town struct {
	t      *testing.T
	now    time.Time
	passed time.Duration
	nextID snowflake.ID
	events []event.Event
	badges module.Badges // or nil
	store  *economytest.Memory
	rules  *economy.Service
	module.Module
}

func newTown(t *testing.T) *town {
	w := &town{t: t, now: time.Date(2026, 11, 21, 18, 56, 0, 0, time.UTC)}
	w.store = economytest.NewMemory(func(e event.Event) { w.events = append(w.events, e) })
	w.rules = economy.NewService(w.store, w, economy.Clock{
		Now: func() time.Time { return w.now }, Elapsed: func() time.Duration { return w.passed },
	}, slog.New(slog.DiscardHandler))
	w.Module = economy.Module(w.rules, w.badge, guildNames)
	return w
}

func (w *town) badge(ctx context.Context, guild snowflake.ID, members []snowflake.ID) (map[snowflake.ID]string, error) {
	if w.badges == nil {
		return nil, nil
	}
	return w.badges(ctx, guild, members)
}

// atOnce looks at everything without a pause.
func atOnce(ctx context.Context) error { return ctx.Err() }

// passes lets days pass.
func (w *town) passes(days int) {
	w.now, w.passed = w.now.AddDate(0, 0, days), w.passed+time.Duration(days)*24*time.Hour
}

// Record makes the town the journal of what moves no money.
func (w *town) Record(_ context.Context, e event.Event) (uint64, error) {
	w.events = append(w.events, e)
	return uint64(len(w.events)), nil
}

var (
	mira = event.Ref{ID: 2001, Name: "mira"}
	nova = event.Ref{ID: 2002, Name: "nova"}
)

// uses lets a member use a command.
func (w *town) uses(who event.Ref, command string, options map[string]module.Value) (module.Reply, error) {
	w.nextID++
	return w.delivers(w.nextID, who, command, options)
}

func (w *town) delivers(id snowflake.ID, who event.Ref, command string, options map[string]module.Value) (module.Reply, error) {
	for _, c := range w.Commands {
		if c.Name == command {
			return c.Run(w.t.Context(), module.Interaction{
				ID: id, Guild: event.Ref{ID: 1000, Name: "Town"}, User: who, Command: command, Options: options,
			})
		}
	}
	w.t.Fatalf("there is no /%s", command)
	return module.Reply{}, nil
}

func (w *town) lastEvent() event.Event {
	if len(w.events) == 0 {
		w.t.Fatal("nothing was told")
	}
	return w.events[len(w.events)-1]
}

func (w *town) wantBalance(who event.Ref, want string) {
	w.t.Helper()
	reply, err := w.uses(who, "balance", nil)
	if err != nil || !strings.Contains(reply.Text, "**"+want+"**") {
		w.t.Errorf("got %q, %v, want %s", reply.Text, err, want)
	}
}

func wantRefusal(t *testing.T, err error, code string) {
	t.Helper()
	refusal, ok := errors.AsType[*module.Refusal](err)
	if !ok || refusal.Code != code || refusal.Text == "" {
		t.Errorf("got %v, want the refusal %s", err, code)
	}
}

func payment(to event.Ref, amount int64) map[string]module.Value {
	return map[string]module.Value{"user": {Member: module.Member{Ref: to}}, "amount": {Integer: amount}}
}

func TestTheDailyClaimGrowsWithTheStreak(t *testing.T) {
	w := newTown(t)
	for day := 1; day <= 23; day++ {
		if _, err := w.uses(mira, "daily", nil); err != nil {
			t.Fatal(err)
		}
		var told struct {
			Amount string
			Streak int
		}
		if err := json.Unmarshal(w.lastEvent().Data, &told); err != nil {
			t.Fatal(err)
		}
		want, ok := map[int]string{1: "100", 4: "130", 20: "290", 21: "300", 23: "300"}[day]
		if told.Streak != day || ok && told.Amount != want {
			t.Errorf("day %d: got %s coins, streak %d, want %s", day, told.Amount, told.Streak, want)
		}
		w.passes(1)
	}
	w.passes(1) // a day is missed
	reply, err := w.uses(mira, "daily", nil)
	if err != nil || !strings.Contains(reply.Text, "**100 coins**, on day 1 in a row") {
		t.Errorf("got %q, %v", reply.Text, err)
	}
}

func TestASecondClaimOfADayIsRefused(t *testing.T) {
	w := newTown(t)
	if _, err := w.uses(mira, "daily", nil); err != nil {
		t.Fatal(err)
	}
	told := len(w.events)
	_, err := w.uses(mira, "daily", nil)
	wantRefusal(t, err, "already_claimed")
	if midnight := "<t:1795305600:R>"; !strings.Contains(err.Error(), midnight) {
		t.Errorf("%q does not say when the next claim opens, %s", err, midnight)
	}
	w.now = w.now.AddDate(0, 0, -2) // the clock goes back
	_, err = w.uses(mira, "daily", nil)
	wantRefusal(t, err, "already_claimed")
	if len(w.events) != told {
		t.Errorf("a refused claim was told: %+v", w.lastEvent())
	}
	w.wantBalance(mira, "100 coins")
}

func TestAClaimDeliveredTwiceIsPaidOnceAndAnsweredAlike(t *testing.T) {
	w := newTown(t)
	first, err := w.delivers(77, mira, "daily", nil)
	if err != nil {
		t.Fatal(err)
	}
	w.passes(1) // even when the second delivery comes after midnight
	again, err := w.delivers(77, mira, "daily", nil)
	if err != nil || !reflect.DeepEqual(again, first) {
		t.Errorf("got %+v, %v, want %+v", again, err, first)
	}
	w.wantBalance(mira, "100 coins")
}

func TestAPaymentMovesCoinsAndIsTold(t *testing.T) {
	w := newTown(t)
	if _, err := w.uses(mira, "daily", nil); err != nil {
		t.Fatal(err)
	}
	if _, err := w.uses(mira, "pay", payment(nova, 30)); err != nil {
		t.Fatal(err)
	}
	e := w.lastEvent()
	if e.Type != "economy.transfer.completed" || e.Message != "mira paid 30 coins to nova" || e.User != mira {
		t.Errorf("got %+v", e)
	}
	want := `{"amount":"30","from":{"id":"2001","name":"mira"},"fromBalance":"70","to":{"id":"2002","name":"nova"},"toBalance":"30"}`
	if string(e.Data) != want {
		t.Errorf("got %s, want %s", e.Data, want)
	}
	w.wantBalance(mira, "70 coins")
	w.wantBalance(nova, "30 coins")
}

func TestAPaymentThatIsNotAllowedMovesNothingAndSaysWhy(t *testing.T) {
	w := newTown(t)
	if _, err := w.uses(mira, "daily", nil); err != nil {
		t.Fatal(err)
	}
	robot := map[string]module.Value{"user": {Member: module.Member{Ref: nova, Bot: true}}, "amount": {Integer: 1}}
	for name, c := range map[string]struct {
		options map[string]module.Value
		code    string
	}{
		"nothing":        {payment(nova, 0), "amount_too_small"},
		"less":           {payment(nova, -5), "amount_too_small"},
		"2^53":           {payment(nova, 1<<53), "amount_too_large"},
		"the very most":  {payment(nova, 1<<63-1), "amount_too_large"},
		"the very least": {payment(nova, -1<<63), "amount_too_small"},
		"oneself":        {payment(mira, 1), "self_transfer"},
		"a bot":          {robot, "bot_recipient"},
		"nobody":         {payment(event.Ref{}, 1), "unknown_recipient"},
		"the mint":       {payment(event.Ref{ID: 1, Name: "mint"}, 1), "unknown_recipient"},
		"more than held": {payment(nova, 101), "insufficient_funds"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := w.uses(mira, "pay", c.options)
			wantRefusal(t, err, c.code)
			e := w.lastEvent()
			if e.Type != "economy.transfer.rejected" || e.Severity != event.Info || string(e.Data) != `{"reason":"`+c.code+`"}` {
				t.Errorf("told: %+v", e)
			}
		})
	}
	w.wantBalance(mira, "100 coins")
	w.wantBalance(nova, "0 coins")
}

func TestTheSummaryShowsWhatIsHeldAndWasMoved(t *testing.T) {
	w := newTown(t)
	for _, who := range []event.Ref{mira, nova} {
		if _, err := w.uses(who, "daily", nil); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.uses(mira, "pay", payment(nova, 30)); err != nil {
		t.Fatal(err)
	}
	w.passes(1)
	if _, err := w.uses(mira, "daily", nil); err != nil {
		t.Fatal(err)
	}
	got, err := w.Summary(t.Context())
	want := `{"currency":"coins","accounts":2,"active24h":null,"supply":"310","supplyDelta24h":"110","growthPct7d":null,` +
		`"faucet24h":{"daily":"110"},"sink24h":{},"transfers":{"n24h":0,"volume24h":"0","max":null},` +
		`"daily":{"claimedToday":1,"avgStreak":null,"maxStreak":null,"lost24h":null},"gini":null,"top1Pct":null,` +
		`"integrity":{"balanced":null,"driftAmount":null,"checkedAt":null},"anomaliesOpen":null,"frozenAccounts":null}`
	if err != nil || string(got) != want {
		t.Errorf("got %s, %v, want %s", got, err, want)
	}
}
