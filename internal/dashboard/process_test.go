package dashboard_test

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aurorabot/aurora/internal/dashboard"
	"github.com/aurorabot/aurora/internal/event"
)

// disk is a database that is asked how it does.
type disk struct{ size atomic.Int64 } // 0: it does not answer

func (d *disk) InUse() int { return 3 }

func (d *disk) Size(context.Context) (int64, error) {
	if size := d.size.Load(); size > 0 {
		return size, nil
	}
	return 0, errors.New("the database is away")
}

func TestTheProcessTellsHowItsPartsDo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var bus event.Bus
		var commits dashboard.Commits
		var dropped atomic.Uint64
		database := &disk{}
		r := dashboard.NewRecorder(dashboard.Config{
			Now: time.Now, Logger: slog.New(slog.DiscardHandler), Storage: database, Commits: &commits, Dropped: dropped.Load,
			Economy: func(context.Context) (json.RawMessage, error) { return nil, nil },
		})
		if stats := r.Stats(); stats.Runtime.CPUPct != nil || stats.Runtime.DB.Latency != nil || stats.Bus.Dropped5m != nil || stats.Bus.LagP99Ms != nil {
			t.Errorf("got figures that nobody has measured: %+v, %+v", stats.Runtime, stats.Bus)
		}
		ctx, stop := context.WithCancel(t.Context())
		var run sync.WaitGroup
		run.Go(func() { _ = r.Run(ctx, event.Follower{Events: bus.Subscribe(8), Log: nothing{}}, 0) })
		synctest.Wait()
		if db := r.Stats().Runtime.DB; db.SizeBytes != nil || db.PoolInUse != 3 || db.LastBackupAt != nil {
			t.Errorf("got %+v", db)
		}

		database.size.Store(4096)
		commits.Took(time.Now(), 7*time.Millisecond)
		dropped.Store(5)
		bus.Publish(event.Event{Seq: 1, Time: time.Now().Add(-40 * time.Millisecond), Type: "system.backup.completed"})
		backup := time.Now().Add(-40 * time.Millisecond)
		time.Sleep(30 * time.Second) // of the bubble's clock
		synctest.Wait()
		stats := r.Stats()
		if db := stats.Runtime.DB; *db.SizeBytes != 4096 || db.Latency.P99 != 7 || !db.LastBackupAt.Equal(backup) {
			t.Errorf("got %+v", db)
		}
		if stats.Runtime.CPUPct == nil || *stats.Bus.Dropped5m != 5 || *stats.Bus.LagP99Ms != 40 {
			t.Errorf("got %+v, %+v", stats.Runtime, stats.Bus)
		}
		database.size.Store(0)
		time.Sleep(6 * time.Minute)
		stats = r.Stats()
		if *stats.Bus.Dropped5m != 0 || stats.Bus.LagP99Ms != nil || stats.Runtime.DB.Latency != nil || *stats.Runtime.DB.SizeBytes != 4096 {
			t.Errorf("six minutes later: got %+v, %+v", stats.Bus, stats.Runtime.DB)
		}
		stop()
		run.Wait()
	})
}
