package dashboard_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/aurorabot/aurora/internal/dashboard"
	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/snowflake"
)

// fails tells that a command has failed for a user.
func (w *watch) fails(command, code string, user snowflake.ID) {
	w.seq++
	w.RecordEvent(event.Event{
		Seq: w.seq, Time: w.now, Type: "command.failed", Command: command, User: event.Ref{ID: user}, TraceID: fmt.Sprint("t", w.seq),
		Message: "/" + command + ": no luck", Data: json.RawMessage(fmt.Sprintf(`{"errorCode":%q}`, code)),
	})
}

func TestACommandsSparkIsItsLastFiveMinutes(t *testing.T) {
	w := newWatch()
	w.tells("command.completed", "daily", `{}`)
	w.now = w.now.Add(2 * time.Minute)
	w.tells("command.completed", "daily", `{}`)
	w.tells("command.completed", "daily", `{}`)
	w.now = w.now.Add(14 * time.Second)
	want := []int{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2}
	if got := w.Stats().Commands.Top[0].Spark; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	w.now = w.now.Add(time.Second)
	if got := w.Stats().Commands.Top[0].Spark; got[18] != 2 || got[19] != 0 {
		t.Errorf("a second later: got %v", got)
	}
}

func TestFailuresAreGroupedByCause(t *testing.T) {
	w := newWatch()
	for n := range 5 {
		w.fails("pay", "10062", snowflake.ID(1+n%2))
		w.now = w.now.Add(time.Second)
	}
	w.fails("pay", "internal", 1)
	w.tells("panic.recovered", "daily", `{}`)
	w.tells("panic.recovered", "", `{}`) // no command's
	first := w.now.Add(-5 * time.Second)
	want := []dashboard.CommandError{
		{Fingerprint: "pay:10062", Title: "10062: no luck", Command: "pay", Count1h: 5, Users1h: 2, FirstSeen: first, LastSeen: first.Add(4 * time.Second), TraceID: "t5"},
		{Fingerprint: "daily:panic", Title: "panic: ", Command: "daily", Count1h: 1, Users1h: 0, FirstSeen: w.now, LastSeen: w.now},
		{Fingerprint: "pay:internal", Title: "internal: no luck", Command: "pay", Count1h: 1, Users1h: 1, FirstSeen: w.now, LastSeen: w.now, TraceID: "t6"},
	}
	if diff := cmp.Diff(want, w.CommandPage().Errors); diff != "" {
		t.Error(diff)
	}
	w.now = w.now.Add(time.Hour)
	if got := w.CommandPage().Errors; len(got) != 0 {
		t.Errorf("an hour later: got %+v", got)
	}
	w.fails("pay", "10062", 1)
	if got := w.CommandPage().Errors[0]; got.Count1h != 1 || got.Users1h != 1 || !got.FirstSeen.Equal(first) {
		t.Errorf("again: got %+v", got)
	}
}

func TestACommandRemembersItsHour(t *testing.T) {
	w := newWatch() // at 23:58, when the process begins
	w.now = w.now.Add(-10 * time.Minute)
	w.tells("command.completed", "daily", `{"totalMs":7}`) // of before, from the log
	w.now = w.now.Add(20 * time.Minute)
	for n := range 40 {
		w.tells("command.completed", "daily", fmt.Sprintf(`{"totalMs":%d}`, 100+(n*7)%40))
	}
	w.fails("daily", "internal", 1)
	detail, known := w.Command("daily")
	if !known || len(detail.Slowest) != 20 || len(detail.History) != 60 || !slices.Equal(detail.Failures, []uint64{42}) {
		t.Fatalf("got %+v, %v", detail, known)
	}
	if got := detail.Slowest[0]; got != 19 { // n is 17 there, and 17*7 is 39 above 80
		t.Errorf("the slowest is event %d", got)
	}
	now := detail.History[59]
	if *now.Calls != 41 || *now.Errors != 1 || *now.P50 != 119 || *now.P99 != 139 || !now.At.Equal(w.now) {
		t.Errorf("this minute: got %d calls, %d errors, %v, %v", *now.Calls, *now.Errors, *now.P50, *now.P99)
	}
	if quiet := detail.History[58]; *quiet.Calls != 0 || quiet.P50 != nil {
		t.Errorf("a minute without uses: got %+v", quiet)
	}
	if before := detail.History[59-20]; *before.Calls != 1 || *before.P50 != 7 {
		t.Errorf("a minute of before the process: got %+v", before)
	}
	if unknown := detail.History[0]; unknown.Calls != nil || unknown.Errors != nil {
		t.Errorf("a minute of which nothing is known: got %+v", unknown)
	}
	w.now = w.now.Add(time.Hour)
	if later, _ := w.Command("daily"); len(later.Slowest) != 0 {
		t.Errorf("an hour later: got the slowest %v", later.Slowest)
	}
}

func TestABusyMinuteKeepsItsSlowestUses(t *testing.T) {
	w := newWatch()
	w.tells("command.completed", "daily", `{"totalMs":5000}`)
	for range 2000 {
		w.tells("command.completed", "daily", `{"totalMs":10}`)
	}
	w.tells("command.completed", "daily", `{"totalMs":4000}`)
	detail, _ := w.Command("daily")
	if detail.Slowest[0] != 1 || detail.Slowest[1] != 2002 || *detail.History[59].Calls != 2002 {
		t.Errorf("got %v of %d calls", detail.Slowest, *detail.History[59].Calls)
	}
}

func TestOnlySoManyCommandsAndCausesAreRemembered(t *testing.T) {
	w := newWatch()
	for n := range 150 {
		w.fails(fmt.Sprint("command", n), "internal", 1)
		w.now = w.now.Add(time.Millisecond)
	}
	page := w.CommandPage()
	if len(page.Commands) != 100 || len(page.Errors) != 100 {
		t.Errorf("got %d commands, %d causes, want 100 each", len(page.Commands), len(page.Errors))
	}
	if _, known := w.Command("command49"); known {
		t.Error("the one used longest ago is not the one that is forgotten")
	}
	if w.Stats().CommandsToday != 150 {
		t.Errorf("got %d commands today, want 150", w.Stats().CommandsToday)
	}
}

func TestACommandsDayIsCountedOverARestart(t *testing.T) {
	w := newWatch()
	w.CountedToday(map[string]int{"daily": 30, "pay": 10})
	w.tells("command.completed", "daily", `{"ackMs":2900,"totalMs":5,"deferred":true}`)
	w.tells("command.failed", "daily", `{"errorCode":"expired"}`)
	daily := w.CommandPage().Commands[0]
	if daily.CallsToday != 32 || *daily.HeadroomP99Ms != 100 || daily.Missed5m != 1 || *daily.DeferredPct != .5 || !daily.LastAt.Equal(w.now) {
		t.Errorf("got %+v", daily)
	}
	pay := w.CommandPage().Commands[1]
	if pay.CallsToday != 10 || pay.Calls5m != 0 || pay.LastAt != nil || pay.HeadroomP99Ms != nil || pay.DeferredPct != nil {
		t.Errorf("got %+v", pay)
	}
}

func TestADaysSessionsAreCountedOverARestart(t *testing.T) {
	w := newWatch()
	shard := 0
	var told []event.Event
	for hours, kind := range []string{"shard.resumed", "shard.reidentified", "shard.ready", "shard.ready"} {
		told = append(told, event.Event{Type: kind, Shard: &shard, Time: w.now.Add(-time.Duration(1+hours*11) * time.Hour)})
	}
	w.CountEarlier(told) // the last one is of the day before
	w.shard(0, event.ShardReady)
	gateway := w.Stats().Gateway
	if *gateway.Resumes24h != 1 || *gateway.Reidentifies24h != 1 || *gateway.InvalidSessions24h != 1 {
		t.Errorf("got %d resumed, %d new, %d invalid sessions", *gateway.Resumes24h, *gateway.Reidentifies24h, *gateway.InvalidSessions24h)
	}
	if got := *w.ShardPage().Shards[0].Identifies24h; got != 2 {
		t.Errorf("got %d sessions, want 2", got)
	}
	w.Observe(event.SessionLost{Shard: 0})
	w.now = w.now.Add(time.Second)
	w.seq++
	w.RecordEvent(event.Event{Seq: w.seq, Type: "shard.reidentified", Shard: &shard, Time: w.now})
	if got := *w.Stats().Gateway.InvalidSessions24h; got != 2 {
		t.Errorf("got %d invalid sessions, want 2: one of before, and one that was seen to end", got)
	}
}

func TestAShardsStateHasItsBeginning(t *testing.T) {
	w := newWatch()
	if page := w.ShardPage(); len(page.Shards) != 0 || page.IdentifyBudget != nil {
		t.Errorf("before a report: got %+v", page)
	}
	w.shard(0, event.ShardReady)
	began := w.now
	for n := range 61 {
		w.now = w.now.Add(time.Second)
		w.Observe(event.HeartbeatAcked{Shard: 0, Latency: time.Duration(n) * time.Millisecond})
		w.shard(0, event.ShardReady) // told again
	}
	shard := w.ShardPage().Shards[0]
	if !shard.Since.Equal(began) || len(shard.Latencies) != 60 || shard.Latencies[0].Ms != 1 || shard.Latencies[59] != (dashboard.Probe{At: w.now, Ms: 60}) {
		t.Errorf("got %+v", shard)
	}
}

func TestAPanicsTraceSaysSo(t *testing.T) {
	summary := dashboard.SummaryOf(event.Event{Seq: 5, Type: "panic.recovered", Command: "pay", Data: json.RawMessage(`{"totalMs":7,"stack":"…"}`)})
	if *summary.Outcome != "failed" || *summary.ErrorCode != "panic" || *summary.TotalMs != 7 || summary.User != nil {
		t.Errorf("got %+v", summary)
	}
	text, err := json.Marshal(dashboard.TraceOf([]event.Event{{Type: "shard.ready"}}))
	if err != nil || !strings.Contains(string(text), `"spans":[]`) {
		t.Errorf("got %s, %v", text, err)
	}
}
