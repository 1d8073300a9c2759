package event_test

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aurorabot/aurora/internal/event"
)

func TestEveryListenerHearsEveryEventInOrder(t *testing.T) {
	var bus event.Bus
	one, two := bus.Subscribe(3), bus.Subscribe(3)
	for seq := range uint64(3) {
		bus.Publish(event.Event{Seq: seq + 1})
	}
	for _, sub := range []*event.Subscription{one, two} {
		for want := uint64(1); want <= 3; want++ {
			if got := (<-sub.C).Seq; got != want {
				t.Errorf("got %v, want %v", got, want)
			}
		}
	}
}

func TestAFullListenerHoldsUpNobodyAndIsTold(t *testing.T) {
	var bus event.Bus
	slow, quick := bus.Subscribe(1), bus.Subscribe(3)
	for seq := range uint64(3) {
		bus.Publish(event.Event{Seq: seq + 1})
	}
	if slow.Dropped() != 2 || quick.Dropped() != 0 || bus.Dropped() != 2 || len(quick.C) != 3 {
		t.Errorf("dropped %d and %d, the quick one holds %d", slow.Dropped(), quick.Dropped(), len(quick.C))
	}
}

func TestAClosedSubscriptionEndsItsReader(t *testing.T) {
	var bus event.Bus
	sub := bus.Subscribe(1)
	sub.Close()
	sub.Close()
	bus.Publish(event.Event{Seq: 1})
	if e, open := <-sub.C; open {
		t.Errorf("got %v from a closed subscription", e)
	}
}

// shelf is a log in memory that can be made to fail.
type shelf struct {
	events   []event.Event
	failures int
}

func (s *shelf) After(_ context.Context, seq uint64, limit int) ([]event.Event, error) {
	if s.failures > 0 {
		s.failures--
		return nil, errors.New("the disk is away")
	}
	after := s.events[min(seq, uint64(len(s.events))):]
	return after[:min(limit, len(after))], nil
}

func TestAFollowerReadsFromTheLogWhatItsQueueDropped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const total = 2000
		var bus event.Bus
		log := &shelf{failures: 3}
		follower := event.Follower{Events: bus.Subscribe(7), Log: log, Logger: slog.New(slog.DiscardHandler)}
		for seq := range uint64(total) {
			e := event.Event{Seq: seq + 1}
			log.events = append(log.events, e)
			bus.Publish(e)
		}

		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		var got []uint64
		follower.Run(ctx, 3, func(page []event.Event) {
			for _, e := range page {
				got = append(got, e.Seq)
			}
			if len(got) == total-3 {
				cancel()
			}
		})
		if len(got) != total-3 {
			t.Fatalf("got %d events, want %d", len(got), total-3)
		}
		for i, seq := range got {
			if want := uint64(i) + 4; seq != want {
				t.Fatalf("event %d: got seq %d, want %d", i, seq, want)
			}
		}
	})
}

func TestAFollowerBeginsWithWhatTheLogHoldsThoughNothingHappens(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var bus event.Bus
		follower := event.Follower{Events: bus.Subscribe(1), Log: &shelf{events: []event.Event{{Seq: 1}, {Seq: 2}, {Seq: 3}}}, Logger: slog.New(slog.DiscardHandler)}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		var got []uint64
		follower.Run(ctx, 1, func(page []event.Event) {
			for _, e := range page {
				got = append(got, e.Seq)
			}
		})
		if !slices.Equal(got, []uint64{2, 3}) {
			t.Errorf("got %v, want events 2 and 3", got)
		}
	})
}

func TestTextIsClippedAtACharacter(t *testing.T) {
	if got := event.Clip("añb", 3); got != "añb" {
		t.Errorf("got %q", got)
	}
	if got, want := event.Clip(strings.Repeat("ñ", 9), 4), "ñññ…"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func BenchmarkPublish(b *testing.B) {
	var bus event.Bus
	for range 2 { // the hub and the recorder
		sub := bus.Subscribe(4096)
		go func() {
			for range sub.C {
			}
		}()
		defer sub.Close()
	}
	e := event.Event{Type: "economy.daily.claimed", Title: "Daily claimed"}
	b.ReportAllocs()
	for b.Loop() {
		e.Seq++
		bus.Publish(e)
	}
}
