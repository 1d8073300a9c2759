package journal_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/journal"
	"github.com/aurorabot/aurora/internal/storage"
	"github.com/aurorabot/aurora/internal/storage/storagetest"
)

func database(t testing.TB, url string) *storage.DB {
	t.Helper()
	db, err := storage.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// open returns a journal on db whose tailer publishes on the returned bus until
// the test ends.
func open(t testing.TB, db *storage.DB) (*journal.Journal, *event.Bus) {
	t.Helper()
	bus := &event.Bus{}
	j, err := journal.Open(t.Context(), db, bus, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	runs(t, j.Run)
	return j, bus
}

// runs has a part of the journal run until the test ends.
func runs(t testing.TB, part func(context.Context) error) {
	t.Helper()
	var running sync.WaitGroup
	ctx, stop := context.WithCancel(context.Background())
	running.Go(func() {
		if err := part(ctx); err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(func() { stop(); running.Wait() })
}

func fact(name string) event.Event {
	return event.Event{Type: "test." + name, Severity: event.Info, Source: "test", Title: name}
}

// heard waits for the next n events on sub.
func heard(t *testing.T, sub *event.Subscription, n int) []event.Event {
	t.Helper()
	limit := time.After(20 * time.Second)
	var events []event.Event
	for len(events) < n {
		select {
		case e := <-sub.C:
			events = append(events, e)
		case <-limit:
			t.Fatalf("heard %d events, want %d", len(events), n)
		}
	}
	return events
}

func TestNumbersAreDenseAndInCommitOrderDespiteRollbacks(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		j, bus := open(t, database(t, url))
		const writers, each = 8, 250
		sub := bus.Subscribe(writers * each)
		var wg sync.WaitGroup
		for w := range writers {
			wg.Go(func() {
				for i := range each {
					ctx, cancel := context.WithCancel(t.Context())
					if i%10 == 9 { // one in ten is abandoned before its turn
						cancel()
					}
					_, err := j.Record(ctx, fact(fmt.Sprint(w)))
					cancel()
					if err != nil && !errors.Is(err, context.Canceled) {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()

		_, last, err := j.Bounds(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if last < writers*each*9/10 {
			t.Fatalf("%d events were written, want at least %d", last, writers*each*9/10)
		}
		stored, err := j.After(t.Context(), 0, 500)
		if err != nil {
			t.Fatal(err)
		}
		for i, e := range heard(t, sub, int(last)) {
			if want := uint64(i) + 1; e.Seq != want || e.Epoch != j.Epoch() {
				t.Fatalf("heard seq %d of epoch %q, want %d of %q", e.Seq, e.Epoch, want, j.Epoch())
			}
			if i < len(stored) && stored[i].Seq != e.Seq {
				t.Fatalf("stored seq %d, want %d", stored[i].Seq, e.Seq)
			}
		}
	})
}

func TestAnEventLivesAndDiesWithItsTransaction(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		db := database(t, url)
		j, bus := open(t, db)
		sub := bus.Subscribe(2)
		refused := errors.New("refused")
		err := db.Write(t.Context(), func(tx *storage.Tx) error {
			e := fact("undone")
			return errors.Join(j.AppendTx(tx, &e), refused)
		})
		if !errors.Is(err, refused) {
			t.Fatal(err)
		}
		if seq, err := j.Record(t.Context(), fact("done")); seq != 1 || err != nil {
			t.Fatalf("got %d, %v, want 1: what was rolled back has used no number", seq, err)
		}
		if e := heard(t, sub, 1)[0]; e.Type != "test.done" {
			t.Errorf("heard %s, want only what was committed", e.Type)
		}
	})
}

func TestWhatAnotherProcessWritesIsPublishedInItsPlace(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		ours, bus := open(t, database(t, url))
		theirs, _ := open(t, database(t, url))
		sub := bus.Subscribe(10)
		if ours.Epoch() != theirs.Epoch() {
			t.Fatalf("one log has the epochs %q and %q", ours.Epoch(), theirs.Epoch())
		}
		record := func(j *journal.Journal, name string) {
			if _, err := j.Record(t.Context(), fact(name)); err != nil {
				t.Fatal(err)
			}
		}
		record(theirs, "a")
		record(ours, "b")
		record(theirs, "c") // nothing of ours follows: the tailer finds it by looking again
		var names []string
		for _, e := range heard(t, sub, 3) {
			names = append(names, e.Title)
		}
		if got := strings.Join(names, " "); got != "a b c" {
			t.Errorf("heard %s, want a b c", got)
		}
	})
}

func TestAReopenedLogGoesOnWhereItEnded(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		db := database(t, url)
		first, _ := open(t, db)
		if _, err := first.Record(t.Context(), fact("before")); err != nil {
			t.Fatal(err)
		}
		second, bus := open(t, db)
		sub := bus.Subscribe(2)
		if seq, err := second.Record(t.Context(), fact("after")); seq != 2 || err != nil {
			t.Fatalf("got %d, %v, want 2", seq, err)
		}
		if e := heard(t, sub, 1)[0]; e.Title != "after" {
			t.Errorf("heard %q again", e.Title)
		}
		if first.Epoch() != second.Epoch() {
			t.Errorf("the epoch changed from %q to %q", first.Epoch(), second.Epoch())
		}
	})
}

func TestAnEventIsReadBackAsItWasTold(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		j, bus := open(t, database(t, url))
		sub := bus.Subscribe(1)
		shard := 0
		told := event.Event{
			Type: "economy.daily.claimed", Severity: event.Info, Source: "economy",
			Title: strings.Repeat("t", 100), Message: "mira claimed 130 coins\x00\u202e",
			Guild: event.Ref{ID: 1<<64 - 1, Name: "Åland"}, User: event.Ref{ID: 7, Name: "mira"},
			Shard: &shard, Command: "daily", InteractionID: 9, TraceID: "9", DurationMs: 12.4,
			Data: []byte(`{"amount":"130"}`), Time: time.Date(2026, 11, 21, 18, 56, 3, 123_456_789, time.FixedZone("", 3600)),
		}
		if _, err := j.Record(t.Context(), told); err != nil {
			t.Fatal(err)
		}
		stored, err := j.After(t.Context(), 0, 1)
		if err != nil {
			t.Fatal(err)
		}
		for _, got := range []event.Event{heard(t, sub, 1)[0], stored[0]} {
			if got.Guild != told.Guild || *got.Shard != 0 || got.Message != "mira claimed 130 coins\ufffd\u202e" || string(got.Data) != string(told.Data) {
				t.Errorf("got %+v", got)
			}
			if want := "2026-11-21T17:56:03.123Z"; got.Time.Format(time.RFC3339Nano) != want {
				t.Errorf("got %v, want %v", got.Time, want)
			}
			if len([]rune(got.Title)) != event.MaxTitle {
				t.Errorf("a title of %d characters, want %d", len([]rune(got.Title)), event.MaxTitle)
			}
		}
	})
}

func TestAnIncompleteEventIsRefused(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		j, _ := open(t, database(t, url))
		huge := fact("huge")
		huge.Data = []byte(`"` + strings.Repeat("x", event.MaxData) + `"`)
		unknown := fact("unknown")
		unknown.Severity = "loud"
		for _, e := range []event.Event{{}, huge, unknown} {
			if seq, err := j.Record(t.Context(), e); err == nil {
				t.Errorf("%q was recorded as %d", e.Type, seq)
			}
		}
	})
}

func TestAFilterFindsWhatItNames(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		j, _ := open(t, database(t, url))
		shard := 3
		for _, e := range []event.Event{
			{Type: "economy.daily.claimed", Severity: event.Info, Title: "Daily claimed", Guild: event.Ref{ID: 1, Name: "g"}},
			{Type: "economy.transfer.completed", Severity: event.Info, Title: "Transfer", Message: "100%_of it to Émile", User: event.Ref{ID: 2, Name: "u"}},
			{Type: "economyx", Severity: event.Warn, Title: "Other", TraceID: "t"},
			{Type: "shard.ready", Severity: event.Info, Title: "Shard ready", Message: "NUL\x00then", Shard: &shard, Data: []byte(`{"odd":"\u0000 \ud800"}`)},
		} {
			e.Source = "test"
			if _, err := j.Record(t.Context(), e); err != nil {
				t.Fatal(err)
			}
		}
		two := uint64(2)
		for _, c := range []struct {
			name   string
			filter journal.Filter
			want   string
		}{
			{"nothing", journal.Filter{}, "[4 3 2 1]"},
			{"a limit", journal.Filter{Limit: 2}, "[4 3]"},
			{"after", journal.Filter{After: &two}, "[3 4]"},
			{"before", journal.Filter{Before: &two}, "[1]"},
			{"a type", journal.Filter{Types: []string{"shard.ready"}}, "[4]"},
			{"a family of types", journal.Filter{Types: []string{"economy.*"}}, "[2 1]"},
			{"several types", journal.Filter{Types: []string{"shard.ready", "economy.*", "none"}}, "[4 2 1]"},
			{"all types among several", journal.Filter{Types: []string{"shard.ready", "*"}}, "[4 3 2 1]"},
			{"a severity", journal.Filter{Severities: []event.Severity{event.Warn}}, "[3]"},
			{"a guild", journal.Filter{Guild: 1}, "[1]"},
			{"a user", journal.Filter{User: 2}, "[2]"},
			{"a shard", journal.Filter{Shard: &shard}, "[4]"},
			{"a trace", journal.Filter{Trace: "t"}, "[3]"},
			{"text in the title", journal.Filter{Text: "DAILY"}, "[1]"},
			{"text behind a NUL", journal.Filter{Text: "then"}, "[4]"},
			{"text beyond ASCII", journal.Filter{Text: "Émile"}, "[2]"},
			{"text that looks like a pattern", journal.Filter{Text: "0%_o"}, "[2]"},
			{"text that no database holds", journal.Filter{Text: "a\x00\xff"}, "[]"},
			{"a type that no database holds", journal.Filter{Types: []string{"a\x00\xff*"}}, "[]"},
			{"a trace that no database holds", journal.Filter{Trace: "a\x00\xff"}, "[]"},
			{"text that looks like SQL", journal.Filter{Text: "' OR 1=1 --"}, "[]"},
			{"a type that looks like SQL", journal.Filter{Types: []string{"x' OR 1=1 --*"}}, "[]"},
			{"two things at once", journal.Filter{Types: []string{"economy.*"}, User: 2}, "[2]"},
		} {
			page, err := j.Select(t.Context(), c.filter)
			if err != nil {
				t.Fatal(err)
			}
			seqs := make([]uint64, 0, len(page.Events))
			for _, e := range page.Events {
				seqs = append(seqs, e.Seq)
			}
			if got := fmt.Sprint(seqs); got != c.want {
				t.Errorf("%s: got %s, want %s", c.name, got, c.want)
			}
		}
	})
}

func TestEventsAreCountedByTypeTimePositionAndCommand(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		j, _ := open(t, database(t, url))
		noon := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
		for hour := range 6 {
			for _, name := range []string{"a", "b", "ab"} {
				e := fact(name)
				e.Command = []string{"pay", "daily"}[hour%2]
				e.Time = noon.Add(time.Duration(hour) * time.Hour)
				if _, err := j.Record(t.Context(), e); err != nil {
					t.Fatal(err)
				}
			}
		}
		count, err := j.Count(t.Context(), noon.Add(2*time.Hour), 15, "test.a", "test.b")
		if want := map[string]int{"pay": 4, "daily": 2}; err != nil || !maps.Equal(count, want) {
			t.Errorf("got %v, %v, want %v: two types in the hours 2, 3 and 4", count, err, want)
		}
	})
}
