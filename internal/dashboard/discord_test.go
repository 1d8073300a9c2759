package dashboard_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/aurorabot/aurora/internal/dashboard"
	"github.com/aurorabot/aurora/internal/event"
)

func TestAShardsTroublesAreCounted(t *testing.T) {
	w := newWatch()
	w.shard(0, event.ShardReady)
	w.shard(1, event.ShardReady)
	w.Observe(event.Dispatched{Shard: 1, Count: 25})
	w.Observe(event.HeartbeatAcked{Shard: 1, Latency: 40 * time.Millisecond})
	w.Observe(event.HeartbeatMissed{Shard: 1})
	w.Observe(event.HeartbeatMissed{Shard: 1})
	w.Observe(event.SessionLost{Shard: 1})
	shard := 1
	for _, kind := range []string{"shard.resumed", "shard.resumed", "shard.reidentified"} {
		w.seq++
		w.RecordEvent(event.Event{Seq: w.seq, Time: w.now, Type: kind, Shard: &shard})
	}
	gateway := w.Stats().Gateway
	if *gateway.Resumes24h != 2 || *gateway.Reidentifies24h != 1 || *gateway.InvalidSessions24h != 1 || *gateway.DispatchPerSec != 2.5 {
		t.Errorf("got %+v", gateway)
	}
	if s := gateway.Shards[1]; *s.MissedAcks != 2 || *s.Resumes24h != 2 || *s.EventsPerSec != 2.5 {
		t.Errorf("got %+v", s)
	}
	w.Observe(event.HeartbeatAcked{Shard: 1, Latency: 40 * time.Millisecond})
	w.now = w.now.Add(24 * time.Hour)
	if s := w.Stats().Gateway.Shards[1]; *s.MissedAcks != 0 || *s.Resumes24h != 0 || *s.EventsPerSec != 0 {
		t.Errorf("a day later: got %d missed, %d resumes, %v events a second", *s.MissedAcks, *s.Resumes24h, *s.EventsPerSec)
	}
}

func TestARefusalIsTheReasonUntilAShardIsReady(t *testing.T) {
	w := newWatch()
	w.shard(0, event.ShardConnecting)
	w.Observe(event.GatewayDown{Reason: "Discord refuses the bot", Mend: "reset the token"})
	if stats := w.Stats(); stats.Health != dashboard.Down || fmt.Sprint(stats.HealthReasons) != "[Discord refuses the bot reset the token]" {
		t.Errorf("got %s %v", stats.Health, stats.HealthReasons)
	}
	w.shard(0, event.ShardReady)
	w.shard(1, event.ShardReady)
	if stats := w.Stats(); stats.Health != dashboard.OK {
		t.Errorf("got %s %v", stats.Health, stats.HealthReasons)
	}
}

func TestABudgetThatIsBeingSavedDegrades(t *testing.T) {
	w := newWatch()
	w.shard(0, event.ShardReady)
	w.shard(1, event.ShardReady)
	w.Observe(event.IdentifyBudget{Total: 1000, Remaining: 100, MaxConcurrency: 1, Reset: w.now.Add(time.Hour), Saved: true})
	stats := w.Stats()
	if stats.Health != dashboard.Degraded || !strings.Contains(stats.HealthReasons[0], "00:58 UTC") {
		t.Errorf("got %s %v", stats.Health, stats.HealthReasons)
	}
	if got, want := *stats.Gateway.IdentifyBudget, (dashboard.IdentifyBudget{Total: 1000, Remaining: 100, ResetAt: w.now.Add(time.Hour), MaxConcurrency: 1}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	w.now = w.now.Add(2 * time.Hour)
	if stats := w.Stats(); stats.Health != dashboard.OK {
		t.Errorf("after the reset: got %s %v", stats.Health, stats.HealthReasons)
	}
}

func TestRequestsAreCountedByWhatBecameOfThem(t *testing.T) {
	w := newWatch()
	if rest := w.Stats().REST; rest != (dashboard.REST{}) {
		t.Errorf("got figures that nobody has measured: %+v", rest)
	}
	for _, status := range []int{200, 204, 401, 404, 500, 0} {
		w.Observe(event.RESTCalled{Route: "GET /a", Status: status, Latency: 20 * time.Millisecond})
	}
	for _, scope := range []string{"user", "shared", "shared", "global"} {
		w.Observe(event.RESTCalled{Route: "GET /b", Status: 429, Scope: scope})
	}
	w.Observe(event.RESTCalled{Route: "POST /c", Status: 204, Exempt: true, Limit: 5, Remaining: 4, ResetAfter: 2 * time.Second})
	w.Observe(event.RESTCalled{Route: "GET /d", Status: 200, Limit: 50, Remaining: 5, ResetAfter: time.Second})
	w.Observe(event.RESTWaiting{Count: 3})
	perSec, used, queued := 1.2, 11.0/500, 3
	want := dashboard.REST{
		ReqPerSec: &perSec, GlobalUsedPct: &used, Queued: &queued,
		Status:     &dashboard.RESTStatus{S2xx: 4, S4xx: 2, S429: 4, S5xx: 1, Timeout: 1},
		Ratelimits: &dashboard.RESTLimits{User: 1, Global: 1, Shared: 2},
		Invalid:    &dashboard.InvalidCount{Count10m: 3, Limit: 10_000, Projected10m: 30},
		Buckets:    &[]dashboard.BucketStatus{{"GET /d", 5, 50, 1000}, {"POST /c", 4, 5, 2000}},
	}
	got := w.Stats().REST
	if got.Latency == nil || got.Latency.N != 11 || got.Latency.P50 != 0 || got.Latency.Max != 20 {
		t.Errorf("got latency %+v", got.Latency)
	}
	got.Latency = nil
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	w.now = w.now.Add(7 * time.Minute)
	later := w.Stats().REST
	if later.Status.S2xx != 0 || later.Invalid.Count10m != 3 || len(*later.Buckets) != 0 {
		t.Errorf("seven minutes later: got %+v", later)
	}
}

func TestTooManyInvalidRequestsDegrade(t *testing.T) {
	w := newWatch()
	w.shard(0, event.ShardReady)
	w.shard(1, event.ShardReady)
	for range 8000 {
		w.Observe(event.RESTCalled{Route: "GET /a", Status: 403})
	}
	if stats := w.Stats(); stats.Health != dashboard.Degraded || len(stats.HealthReasons) != 1 {
		t.Errorf("got %s %v", stats.Health, stats.HealthReasons)
	}
}

func TestHowDiscordGetsItsAnswersIsCounted(t *testing.T) {
	w := newWatch()
	w.tells("command.completed", "daily", `{"ackMs":12,"totalMs":12,"transitMs":48,"deferred":false}`)
	w.tells("command.completed", "daily", `{"ackMs":2040,"totalMs":5000,"transitMs":52,"deferred":true}`)
	w.tells("command.failed", "pay", `{"totalMs":100,"transitMs":2990,"errorCode":"10062"}`)
	w.tells("command.failed", "pay", `{"errorCode":"expired"}`)
	w.tells("panic.recovered", "pay", `{"ackMs":20,"totalMs":20,"transitMs":50,"stack":"…"}`)
	w.tells("panic.recovered", "", `{"stack":"…"}`) // over a frame of the gateway
	stats := w.Stats()
	got := stats.Interactions
	if *got.DeferredPct != 0.2 || *got.Unknown5m != 1 || got.Missed5m != 2 || got.NearMiss5m != 1 || got.Transit.P50 != 50 || got.Transit.Max != 2990 {
		t.Errorf("got %+v, transit %+v", got, got.Transit)
	}
	if stats.CommandsToday != 5 || *stats.ErrorRate5m != 0.6 {
		t.Errorf("got %d commands, an error rate of %v", stats.CommandsToday, *stats.ErrorRate5m)
	}
}

func TestTheClocksAreComparedOnceSomethingIsKnown(t *testing.T) {
	w := newWatch()
	if got := w.Stats().Gateway.ClockSkewMs; got != nil {
		t.Errorf("before any answer: got %v", *got)
	}
	w.Observe(event.ClockCompared{Ahead: -1250 * time.Millisecond})
	if got := w.Stats().Gateway.ClockSkewMs; got == nil || *got != -1250 {
		t.Errorf("got %v, want -1250", got)
	}
}
