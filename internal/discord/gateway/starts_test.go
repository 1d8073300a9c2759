package gateway

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aurorabot/aurora/internal/event"
)

func TestShardsOfOneBucketIdentifyOneAfterAnother(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		limit := plenty
		limit.MaxConcurrency = 2
		s := NewStarts(limit, func(context.Context) (Limit, error) { return limit, nil }, nil, func(event.Measure) {})
		begun := time.Now()
		for shard, want := range []time.Duration{0, 0, spacing, spacing, 2 * spacing} {
			release, err := s.take(t.Context(), shard)
			if err != nil {
				t.Fatal(err)
			}
			if since := time.Since(begun); since != want {
				t.Errorf("shard %d may identify after %v, want %v", shard, since, want)
			}
			release()
			release() // once more does nothing
		}
		time.Sleep(spacing)
	})
}

func TestTheLastTenthOfTheStartsIsNotSpent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begun, told := time.Now(), 0
		ask := func(context.Context) (Limit, error) {
			if left := time.Until(begun.Add(time.Hour)); left > 0 {
				return Limit{Total: 1000, Remaining: 100, MaxConcurrency: 16, ResetAfter: left}, nil
			}
			return plenty, nil
		}
		first := Limit{Total: 1000, Remaining: 101, MaxConcurrency: 16, ResetAfter: time.Hour}
		s := NewStarts(first, ask, func(event.Event) { told++ }, func(event.Measure) {})
		if _, err := s.take(t.Context(), 0); err != nil || told != 0 {
			t.Fatalf("the 900th start: %v, %d events", err, told)
		}
		release, err := s.take(t.Context(), 1)
		if err != nil || time.Since(begun) < time.Hour || told != 1 {
			t.Errorf("got %v after %v and %d events, want the start after the reset and one event", err, time.Since(begun), told)
		}
		release()
		time.Sleep(spacing)
	})
}

func TestABudgetThatIsNotToldSpendsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		refused := &Refusal{Code: 401}
		s := NewStarts(plenty, func(context.Context) (Limit, error) { return Limit{}, refused }, nil, nil)
		time.Sleep(limitAge)
		if _, err := s.take(t.Context(), 3); !errors.Is(err, refused) {
			t.Errorf("got %v, want the error of who was asked", err)
		}
		if len(s.slots[0]) != 0 {
			t.Error("the bucket stays taken")
		}
	})
}
