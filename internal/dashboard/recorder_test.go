package dashboard_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aurorabot/aurora/internal/dashboard"
	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/snowflake"
)

// watch is a recorder with a clock that the test moves.
type watch struct {
	*dashboard.Recorder
	now time.Time
	seq uint64
}

func newWatch() *watch {
	w := &watch{now: time.Date(2026, 11, 21, 23, 58, 0, 0, time.UTC)}
	w.Recorder = dashboard.NewRecorder(dashboard.Config{
		Epoch: "E", Interval: 5 * time.Second, Now: func() time.Time { return w.now },
		Build:   dashboard.Build{Version: "1", StartedAt: w.now},
		Economy: func(context.Context) (json.RawMessage, error) { return json.RawMessage(`{"supply":"7"}`), nil },
		Logger:  slog.New(slog.DiscardHandler),
	})
	return w
}

// tells records a fact of now.
func (w *watch) tells(kind, command, data string) {
	w.seq++
	w.RecordEvent(event.Event{Seq: w.seq, Time: w.now, Type: kind, Command: command, Data: json.RawMessage(data)})
}

func (w *watch) shard(id int, state event.ShardState) {
	w.Observe(event.ShardChanged{Shard: id, Total: 2, State: state})
}

func TestBeforeAnythingWasMeasuredNothingIsZero(t *testing.T) {
	stats := newWatch().Stats()
	if stats.AvgLatencyMs != nil || stats.GuildCount != nil || stats.UserCount != nil || stats.ErrorRate5m != nil ||
		stats.Gateway.ShardsTotal != nil || stats.Gateway.Latency != nil || stats.Interactions.Ack != nil {
		t.Errorf("got figures that nobody has measured: %+v", stats)
	}
	if stats.Health != dashboard.Unknown || len(stats.HealthReasons) == 0 {
		t.Errorf("got health %s, reasons %v", stats.Health, stats.HealthReasons)
	}
}

func TestLatencyIsTheMeanOfTheReadyShardsLastProbes(t *testing.T) {
	w := newWatch()
	for id, ms := range []int{40, 60} {
		w.shard(id, event.ShardReady)
		w.Observe(event.HeartbeatAcked{Shard: id, Latency: time.Hour})
		w.Observe(event.HeartbeatAcked{Shard: id, Latency: time.Duration(ms) * time.Millisecond})
	}
	stats := w.Stats()
	if *stats.AvgLatencyMs != 50 || *stats.Gateway.Shards[1].LatencyMs != 60 || stats.Gateway.Latency.Max != 60 {
		t.Errorf("got an average of %v, %+v", *stats.AvgLatencyMs, stats.Gateway)
	}
	w.shard(1, event.ShardDisconnected)
	if stats = w.Stats(); *stats.AvgLatencyMs != 40 || stats.Gateway.Shards[1].LatencyMs != nil {
		t.Errorf("a shard that is gone still counts: %v", *stats.AvgLatencyMs)
	}
}

func TestHealthFollowsTheShardsAndGuilds(t *testing.T) {
	w := newWatch()
	want := func(health dashboard.Health) {
		t.Helper()
		stats := w.Stats()
		if stats.Health != health || (health == dashboard.OK) != (len(stats.HealthReasons) == 0) {
			t.Errorf("got %s %v, want %s", stats.Health, stats.HealthReasons, health)
		}
	}
	w.shard(0, event.ShardConnecting)
	w.shard(1, event.ShardConnecting)
	want(dashboard.Unknown) // it has just started
	if stats := w.Stats(); stats.GuildCount != nil || stats.UserCount != nil {
		t.Error("guilds are counted that nobody has seen")
	}
	w.now = w.now.Add(time.Minute)
	want(dashboard.Down)
	w.shard(0, event.ShardReady)
	want(dashboard.Degraded)
	w.shard(0, event.ShardDisconnected)
	want(dashboard.Down)
	w.shard(0, event.ShardReady)
	w.shard(1, event.ShardReady)
	want(dashboard.OK)
	w.Observe(event.GuildSeen{Guild: 5, Members: 9, Available: false})
	want(dashboard.Degraded)
	w.Observe(event.GuildSeen{Guild: 5, Members: 10, Available: true})
	want(dashboard.OK)
}

func TestGuildsAndMembersAreCountedOnceEach(t *testing.T) {
	w := newWatch()
	w.shard(0, event.ShardReady)
	for range 2 { // a resume tells a guild again
		w.Observe(event.GuildSeen{Guild: 1, Members: 30, Available: true})
	}
	w.Observe(event.GuildSeen{Guild: 2, Members: 12, Shard: 1, Available: true})
	if stats := w.Stats(); *stats.GuildCount != 2 || *stats.UserCount != 42 {
		t.Errorf("got %d guilds, %d members, want 2 and 42", *stats.GuildCount, *stats.UserCount)
	}
	w.Observe(event.GuildGone{Guild: snowflake.ID(1)})
	if stats := w.Stats(); *stats.GuildCount != 1 || *stats.UserCount != 12 {
		t.Errorf("got %d guilds, %d members, want 1 and 12", *stats.GuildCount, *stats.UserCount)
	}
}

func TestCommandsAreCountedAndTimed(t *testing.T) {
	w := newWatch()
	for n := range 100 {
		w.tells("command.completed", "daily", fmt.Sprintf(`{"ackMs":%d,"totalMs":%d}`, n+1, n+2))
	}
	w.tells("command.failed", "pay", `{"ackMs":2500,"totalMs":2600,"errorCode":"internal"}`)
	w.tells("command.failed", "pay", `{"ackMs":3000,"totalMs":3000,"errorCode":"10062"}`)
	w.tells("economy.daily.claimed", "daily", `{}`)

	stats := w.Stats()
	if stats.CommandsToday != 102 || stats.Interactions.PerMin != 102 || stats.Commands.PerMin != 102 {
		t.Errorf("got %d today, %v a minute, want 102", stats.CommandsToday, stats.Interactions.PerMin)
	}
	if stats.Interactions.NearMiss5m != 1 || stats.Interactions.Missed5m != 1 {
		t.Errorf("got %d near misses and %d missed, want 1 and 1", stats.Interactions.NearMiss5m, stats.Interactions.Missed5m)
	}
	if got, want := *stats.Commands.ErrorRate, 2.0/102; got != want {
		t.Errorf("got an error rate of %v, want %v", got, want)
	}
	top := stats.Commands.Top
	if len(top) != 2 || top[0].Name != "daily" || *top[0].P50 != 51 || *top[0].P95 != 96 || *top[0].AckP99 != 99 {
		t.Errorf("got %+v", top)
	}
	if *top[1].ErrorRate != 1 || top[1].NearMiss5m != 1 {
		t.Errorf("got %+v", top[1])
	}
	if ack := stats.Interactions.Ack; ack.N != 102 || ack.Max != 3000 {
		t.Errorf("got %+v", ack)
	}
}

func TestOldUsesLeaveTheWindowsAndADayEndsAtMidnight(t *testing.T) {
	w := newWatch()
	w.tells("command.completed", "daily", `{"ackMs":5,"totalMs":5}`)
	w.now = w.now.Add(61 * time.Second)
	if stats := w.Stats(); stats.Commands.PerMin != 0 || stats.CommandsToday != 1 || stats.Interactions.Ack == nil {
		t.Errorf("after a minute: %+v", stats.Commands)
	}
	w.now = w.now.Add(5 * time.Minute) // the next day
	stats := w.Stats()
	if stats.CommandsToday != 0 || stats.Interactions.Ack != nil || stats.ErrorRate5m != nil || len(stats.Commands.Top) != 0 {
		t.Errorf("after five minutes: %+v", stats.Commands)
	}
	w.tells("command.completed", "daily", `{"ackMs":5,"totalMs":5}`)
	midnight := w.now.Truncate(24 * time.Hour)
	w.seq++
	w.RecordEvent(event.Event{Seq: w.seq, Time: midnight.Add(-time.Second), Type: "command.completed"}) // late, of yesterday
	if got := w.Stats().CommandsToday; got != 1 {
		t.Errorf("got %d commands on the new day, want 1", got)
	}
}

func TestARestartKnowsWhatTheLogHolds(t *testing.T) {
	w := newWatch()
	w.CountedToday(map[string]int{"daily": 30, "pay": 10})
	for range 3 {
		w.tells("command.completed", "daily", `{"ackMs":5,"totalMs":5}`)
	}
	w.RecordEvent(event.Event{Seq: 2, Time: w.now, Type: "command.completed"}) // again, live
	if stats := w.Stats(); stats.CommandsToday != 43 || stats.Seq != 3 {
		t.Errorf("got %d commands, seq %d, want 43 and 3", stats.CommandsToday, stats.Seq)
	}
}

func TestRecentEventsAreTheNewestTwentyWithoutData(t *testing.T) {
	w := newWatch()
	for range 30 {
		w.tells("economy.daily.claimed", "daily", `{"amount":"100"}`)
	}
	recent := w.Stats().RecentEvents
	if len(recent) != 20 || recent[0].Seq != 30 || recent[19].Seq != 11 {
		t.Fatalf("got %d events from %d", len(recent), recent[0].Seq)
	}
	for _, e := range recent {
		if e.Data != nil {
			t.Errorf("event %d carries data", e.Seq)
		}
	}
}

func TestOfManyShardsTheWorstAreListed(t *testing.T) {
	w := newWatch()
	for id := range 100 {
		w.Observe(event.ShardChanged{Shard: id, Total: 100, State: event.ShardReady})
		w.Observe(event.HeartbeatAcked{Shard: id, Latency: time.Duration(100-id) * time.Millisecond})
	}
	w.Observe(event.ShardChanged{Shard: 99, Total: 100, State: event.ShardDisconnected, CloseCode: 4000})
	gateway := w.Stats().Gateway
	if *gateway.ShardsTotal != 100 || gateway.ShardsReady != 99 || len(gateway.Shards) != 64 {
		t.Fatalf("got %d of %d ready, %d listed", gateway.ShardsReady, *gateway.ShardsTotal, len(gateway.Shards))
	}
	last := gateway.Shards[63]
	if last.ID != 99 || *last.LastCloseCode != 4000 || gateway.Shards[62].ID != 62 {
		t.Errorf("got shard %d last, after %d", last.ID, gateway.Shards[62].ID)
	}
}

func TestTheEconomysSummaryIsKeptFreshAndSurvivesAFailure(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var bus event.Bus
		calls, failing := 0, false
		r := dashboard.NewRecorder(dashboard.Config{
			Now: time.Now, Logger: slog.New(slog.DiscardHandler),
			Economy: func(context.Context) (json.RawMessage, error) {
				if calls++; failing {
					return nil, errors.New("the database is away")
				}
				return json.RawMessage(fmt.Sprint(calls)), nil
			},
		})
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		follower := event.Follower{Events: bus.Subscribe(1), Log: nothing{}, Logger: slog.New(slog.DiscardHandler)}
		go func() { ended <- r.Run(ctx, follower, 0) }()

		synctest.Wait()
		if got := string(r.Stats().Economy); got != "1" {
			t.Errorf("at the start: got %s, want 1", got)
		}
		time.Sleep(10 * time.Second) // of the bubble's clock
		if calls != 1 {
			t.Errorf("asked %d times although nothing happened", calls)
		}
		bus.Publish(event.Event{Seq: 1})
		time.Sleep(2 * time.Second)
		if got := string(r.Stats().Economy); got != "2" {
			t.Errorf("after an event: got %s, want 2", got)
		}
		time.Sleep(time.Minute)
		if got := string(r.Stats().Economy); got != "3" {
			t.Errorf("a quiet minute later: got %s, want 3", got)
		}
		failing = true
		bus.Publish(event.Event{Seq: 2})
		time.Sleep(2 * time.Second)
		if got := string(r.Stats().Economy); got != "3" {
			t.Errorf("after a failure: got %s, want the last good one", got)
		}
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}

func BenchmarkRecordEvent(b *testing.B) {
	w := newWatch()
	e := event.Event{Type: "command.completed", Command: "daily", Time: w.now, Data: json.RawMessage(`{"ackMs":5,"totalMs":5}`)}
	b.ReportAllocs()
	for b.Loop() {
		e.Seq++
		w.RecordEvent(e)
	}
}

func BenchmarkStats(b *testing.B) {
	w := newWatch()
	w.busy(16)
	b.ReportAllocs()
	for b.Loop() {
		w.Stats()
	}
}
