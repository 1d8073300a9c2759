package dashboard_test

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"github.com/aurorabot/aurora/internal/dashboard"
	"github.com/aurorabot/aurora/internal/event"
)

// nothing is a log that holds nothing more than the bus has brought.
type nothing struct{}

func (nothing) After(context.Context, uint64, int) ([]event.Event, error) { return nil, nil }

// TestTotalsBeginWithTheProcess tells one command as the log's past, and others as they
// happen.
func TestTotalsBeginWithTheProcess(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, bus := newWatch(), &event.Bus{}
		w.tells("command.completed", "daily", `{}`)
		follower := event.Follower{Events: bus.Subscribe(8), Log: nothing{}}
		ctx, stop := context.WithCancel(t.Context())
		var run sync.WaitGroup
		run.Go(func() { _ = w.Run(ctx, follower, w.seq) })
		for i, e := range []event.Event{
			{Type: "command.completed", Severity: event.Debug, Command: "pay"},
			{Type: "command.failed", Severity: event.Error, Command: "pay"},
			{Type: "panic.recovered", Severity: event.Critical, Command: "pay"},
			{Type: "panic.recovered", Severity: event.Critical},
			{Type: "shard.resumed", Severity: event.Info},
			{Type: "shard.reidentified", Severity: event.Notice},
		} {
			e.Seq, e.Time = w.seq+1+uint64(i), w.now
			bus.Publish(e)
		}
		for _, status := range []int{204, 0, 204} {
			w.Observe(event.RESTCalled{Status: status})
		}
		synctest.Wait()
		want := dashboard.Totals{
			Events:    map[event.Severity]uint64{event.Debug: 1, event.Error: 1, event.Critical: 2, event.Info: 1, event.Notice: 1},
			Completed: 1, Failed: 2, REST: map[int]uint64{204: 2, 0: 1}, Resumed: 1, Begun: 1,
		}
		if diff := cmp.Diff(want, w.Totals()); diff != "" {
			t.Error(diff)
		}
		stop()
		run.Wait()
	})
}
