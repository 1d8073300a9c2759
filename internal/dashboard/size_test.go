package dashboard_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/snowflake"
)

// budget is what the stats may take with 16 shards, in bytes.
const budget = 24_000

// busy lets everything be told that the stats can hold, in the longest of words.
func (w *watch) busy(shards int) {
	for id := range shards {
		w.Observe(event.ShardChanged{Shard: id, Total: shards, State: event.ShardDisconnected, CloseCode: 4009})
		w.Observe(event.ShardChanged{Shard: id, Total: shards, State: event.ShardReady})
		w.Observe(event.HeartbeatAcked{Shard: id, Latency: 41234567 * time.Nanosecond})
		w.Observe(event.Dispatched{Shard: id, Count: 12345})
	}
	w.Observe(event.IdentifyBudget{Total: 1000, Remaining: 900, MaxConcurrency: 16, Reset: w.now.Add(time.Hour)})
	for n := range 10 {
		w.Observe(event.RESTCalled{Route: fmt.Sprintf("PATCH /webhooks/{id}/{token}/messages/@original/%d", n), Status: 204, Limit: 5, Latency: 123456 * time.Microsecond, ResetAfter: time.Second})
	}
	name := strings.Repeat("n", 32)
	for n := range 12 {
		for range 100 {
			w.uses(fmt.Sprintf("%s %d", name, n), name)
		}
		w.fails(fmt.Sprintf("%s %d", name, n), "unknown_interaction", snowflake.ID(n))
	}
	for range 20 {
		w.uses("eco", name)
	}
}

// uses tells of a use with the longest of messages.
func (w *watch) uses(command, name string) {
	w.seq++
	w.RecordEvent(event.Event{
		Seq: w.seq, Epoch: "TSWVL5CPRSY5RBRJHAYNEDL6O6", Time: w.now, Type: "command.completed", Severity: event.Notice, Source: "discord",
		Title: strings.Repeat("t", event.MaxTitle), Message: strings.Repeat("é", event.MaxMessage), Command: command,
		Guild: event.Ref{ID: 1 << 60, Name: name}, User: event.Ref{ID: 1 << 60, Name: name}, InteractionID: 1 << 60, TraceID: "1152921504606846976",
		Data: json.RawMessage(`{"ackMs":1234.5,"totalMs":1234.5,"transitMs":123.4}`),
	})
}

func TestTheFullestStatsKeepTheirBudget(t *testing.T) {
	w := newWatch()
	w.busy(16)
	stats := w.Stats()
	stats.Economy = json.RawMessage(`"` + strings.Repeat("e", 1200) + `"`)
	text, err := json.Marshal(stats)
	if err != nil || len(text) > budget {
		t.Errorf("the stats of 16 shards are %d bytes, %v, want at most %d", len(text), err, budget)
	}
	if n := len(stats.RecentEvents); n < 8 || n >= 20 || stats.RecentEvents[0].Seq != w.seq {
		t.Errorf("got %d recent events from %d", n, stats.RecentEvents[0].Seq)
	}
	if len(stats.Commands.Top) != 10 || len(stats.Commands.Errors) != 5 || len(*stats.REST.Buckets) != 5 {
		t.Errorf("got %d commands, %d causes, %d buckets: that is not the fullest", len(stats.Commands.Top), len(stats.Commands.Errors), len(*stats.REST.Buckets))
	}
}
