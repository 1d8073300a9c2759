package history

import (
	"errors"
	"log/slog"
	"testing"
	"time"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/journal"
	"github.com/aurorabot/aurora/internal/storage"
	"github.com/aurorabot/aurora/internal/storage/storagetest"
)

// open opens a history and its log as a process of its own.
func open(t testing.TB, url string) (*History, *journal.Journal) {
	t.Helper()
	logger := slog.New(slog.DiscardHandler)
	db, err := storage.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	log, err := journal.Open(t.Context(), db, &event.Bus{}, logger)
	if err != nil {
		t.Fatal(err)
	}
	h, err := Open(t.Context(), Config{DB: db, Epoch: log.Epoch(), Now: time.Now, Logger: logger})
	if err != nil {
		t.Fatal(err)
	}
	return h, log
}

func happens(t *testing.T, log *journal.Journal) {
	t.Helper()
	e := event.Event{Type: "command.completed", Severity: event.Debug, Source: "test", Title: "It happened"}
	if _, err := log.Record(t.Context(), e); err != nil {
		t.Fatal(err)
	}
}

func wantEvents(t *testing.T, h *History, want int64) {
	t.Helper()
	line, err := h.Read(t.Context(), Day)
	if err != nil {
		t.Fatal(err)
	}
	got := int64(0)
	for _, p := range line.Points {
		if p.Events != nil {
			got += *p.Events
		}
	}
	if got != want {
		t.Errorf("got %d events, want %d", got, want)
	}
}

// TestABatchOfUnknownOutcomeIsAddedOnce stores a batch that was stored before, as it
// happens after a commit whose answer was lost.
func TestABatchOfUnknownOutcomeIsAddedOnce(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		h, log := open(t, url)
		happens(t, log)
		h.catchUp(t.Context(), log)
		h.failed = h.take()
		if err := h.store(t.Context(), h.failed); err != nil { // its answer is lost
			t.Fatal(err)
		}
		happens(t, log)
		h.catchUp(t.Context(), log)
		for range 2 { // the failed one, then what came after it
			if err := h.Save(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		wantEvents(t, h, 2)
		again, _ := open(t, url)
		wantEvents(t, again, 2)
	})
}

func TestTwoProcessesCountEveryEventOnce(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		one, log := open(t, url)
		other, _ := open(t, url)
		for range 3 {
			happens(t, log)
			one.catchUp(t.Context(), log)
			other.catchUp(t.Context(), log)
			if err := one.Save(t.Context()); err != nil {
				t.Fatal(err)
			}
			if err := other.Save(t.Context()); !errors.Is(err, errOvertaken) {
				t.Fatalf("got %v, want %v", err, errOvertaken)
			}
			if err := other.load(t.Context()); err != nil {
				t.Fatal(err)
			}
			one, other = other, one
		}
		wantEvents(t, one, 3)
		wantEvents(t, other, 3)
	})
}

// TestWhoWasOvertakenGoesOnWhereTheOtherEnded lets a process find at a tick that another
// has stored what it was about to store.
func TestWhoWasOvertakenGoesOnWhereTheOtherEnded(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		h, log := open(t, url)
		other, _ := open(t, url)
		happens(t, log)
		other.catchUp(t.Context(), log)
		if err := other.Save(t.Context()); err != nil {
			t.Fatal(err)
		}
		bus, ticks := &event.Bus{}, make(chan time.Time, 1)
		ticks <- time.Now()
		h.catchUp(t.Context(), log)
		if !h.follow(t.Context(), event.Follower{Events: bus.Subscribe(1), Log: log, Logger: h.cfg.Logger}, ticks) {
			t.Error("it was overtaken and does not say so")
		}
		h.takeOver(t.Context())
		wantEvents(t, h, 1)
		happens(t, log)
		h.catchUp(t.Context(), log)
		if err := h.Save(t.Context()); err != nil {
			t.Error(err)
		}
		wantEvents(t, h, 2)
	})
}

func TestOfTwoReadingsTheSlowOneIsThe95thPercentile(t *testing.T) {
	var s sketch
	for _, ms := range []float64{90, 42} {
		if err := s.add(ms); err != nil {
			t.Fatal(err)
		}
	}
	if p50, p95 := *s.percentile(50), *s.percentile(95); p50 > 43 || p95 < 89 {
		t.Errorf("got %v and %v, want 42 and 90", p50, p95)
	}
}

func TestADurationThatCannotBeIsPassedOver(t *testing.T) {
	var s sketch
	for _, ms := range []float64{-1, longest * 2} {
		if err := s.add(ms); err != nil {
			t.Error(err)
		}
	}
	if p := s.percentile(50); p != nil || s.encoded() != nil {
		t.Errorf("got %v", *p)
	}
	for _, ms := range []float64{0, 0, longest} {
		if err := s.add(ms); err != nil {
			t.Error(err)
		}
	}
	if p := s.percentile(50); p == nil || *p != 0 {
		t.Errorf("got %v, want 0", p)
	}
	if err := s.decode([]byte{0xff, 1, 2}); err == nil {
		t.Error("a damaged sketch is read")
	}
}

func TestASketchStaysSmall(t *testing.T) {
	var s sketch
	for ms := shortest; ms < longest; ms *= 1.01 {
		if err := s.add(ms); err != nil {
			t.Fatal(err)
		}
	}
	if size := len(s.encoded()); size > 4<<10 {
		t.Errorf("%d bytes for every duration there is, want at most 4 KiB", size)
	}
}
