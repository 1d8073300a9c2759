package web_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/aurorabot/aurora/internal/event"
)

// reads asks for a route's answer.
func (s *site) reads(path string, into any) {
	s.t.Helper()
	status, body, _ := s.request("GET", path)
	if err := json.Unmarshal([]byte(body), into); err != nil || status != http.StatusOK {
		s.t.Fatalf("%s: got %d %s, %v", path, status, body, err)
	}
}

// tells records an event and waits until the figures have it.
func (s *site) tells(e event.Event) (seq uint64) {
	s.t.Helper()
	e.Severity, e.Source, e.Title = event.Info, "test", "It happened"
	seq, err := s.journal.Record(s.t.Context(), e)
	if err != nil {
		s.t.Fatal(err)
	}
	eventually(s.t, "the figures have the event", func() bool { return s.stats.Stats().Seq >= seq })
	return seq
}

// uses tells of a command's use, of which the data are JSON.
func (s *site) uses(kind, command, trace, data string) (seq uint64) {
	s.t.Helper()
	return s.tells(event.Event{
		Type: kind, Command: command, TraceID: trace, Message: "/" + command + ": no luck", Data: json.RawMessage(data),
		User: event.Ref{ID: 7, Name: "mira"}, Guild: event.Ref{ID: 9, Name: "Study Hall"},
	})
}

func TestACommandsPageTellsItsSlowestUsesAndItsFailures(t *testing.T) {
	s := open(t, setup{})
	for n := range 25 {
		s.uses("command.completed", "eco grant", fmt.Sprint("t", n), fmt.Sprintf(`{"ackMs":5,"totalMs":%d}`, 100+n))
	}
	failed := s.uses("command.failed", "eco grant", "bad", `{"totalMs":1,"errorCode":"10062"}`)
	s.uses("command.completed", "daily", "other", `{"totalMs":9000}`)

	var page struct {
		Commands []struct {
			Name  string
			Spark []int
			Calls int `json:"calls5m"`
		}
		Errors []struct{ Fingerprint, TraceID string }
	}
	s.reads("/api/commands", &page)
	if len(page.Commands) != 2 || page.Commands[0].Name != "eco grant" || page.Commands[0].Calls != 26 || len(page.Commands[0].Spark) != 20 {
		t.Errorf("got %+v", page.Commands)
	}
	if len(page.Errors) != 1 || page.Errors[0].TraceID != "bad" {
		t.Errorf("got %+v", page.Errors)
	}
	type summary struct {
		TraceID, Command, Outcome string
		ErrorCode                 *string
		TotalMs                   float64
		Seq                       uint64
		User                      struct{ ID, Name string }
	}
	var detail struct {
		Slowest, Failures []summary
		History           []struct{ Calls *int }
	}
	s.reads("/api/commands/eco%20grant", &detail)
	if len(detail.Slowest) != 20 || detail.Slowest[0].TotalMs != 124 || detail.Slowest[19].TraceID != "t5" || detail.Slowest[0].User.ID != "7" {
		t.Errorf("got the slowest %+v", detail.Slowest)
	}
	if f := detail.Failures; len(f) != 1 || f[0].Seq != failed || f[0].Outcome != "failed" || *f[0].ErrorCode != "10062" {
		t.Errorf("got the failures %+v", f)
	}
	if len(detail.History) != 60 {
		t.Errorf("got %d minutes, want 60", len(detail.History))
	}
	if status, body, _ := s.request("GET", "/api/commands/nothing"); status != http.StatusNotFound {
		t.Errorf("a command that was not used: got %d %s", status, body)
	}
}

func TestATraceIsTheWholeStoryOfOneUse(t *testing.T) {
	s := open(t, setup{})
	s.records(3)
	s.tells(event.Event{Type: "economy.transfer.completed", TraceID: "15", Command: "pay"})
	s.records(1)
	ended := s.uses("command.completed", "pay", "15", `{"ackMs":12,"totalMs":40,"transitMs":3,"deferred":false,"spans":[{"name":"handler","startMs":1,"ms":9}]}`)
	late := s.tells(event.Event{Type: "command.slow", TraceID: "15", Command: "pay"})

	var trace struct {
		Seq        uint64
		Outcome    string
		DeadlineMs int
		Deferred   *bool
		TransitMs  float64
		Spans      []struct {
			Name        string
			StartMs, Ms float64
		}
		Events []event.Event
	}
	s.reads("/api/traces/15", &trace)
	if trace.Seq != ended || trace.Outcome != "completed" || trace.DeadlineMs != 3000 || trace.Deferred == nil || trace.TransitMs != 3 {
		t.Errorf("got %+v", trace)
	}
	if len(trace.Spans) != 1 || trace.Spans[0].Ms != 9 {
		t.Errorf("got the spans %+v", trace.Spans)
	}
	if len(trace.Events) != 3 || trace.Events[0].Seq != 4 || trace.Events[2].Seq != late {
		t.Errorf("got the events %+v", trace.Events)
	}
	if status, body, _ := s.request("GET", "/api/traces/16"); status != http.StatusNotFound {
		t.Errorf("a trace of nothing: got %d %s", status, body)
	}
}

func TestATraceWithoutAnEndHasNoOutcome(t *testing.T) {
	s := open(t, setup{})
	s.tells(event.Event{Type: "shop.opened", TraceID: "order-1"})
	status, body, _ := s.request("GET", "/api/traces/order-1")
	var trace map[string]any
	if err := json.Unmarshal([]byte(body), &trace); err != nil || status != http.StatusOK {
		t.Fatalf("got %d %s", status, body)
	}
	for _, field := range []string{"outcome", "totalMs", "ackMs", "errorCode", "user", "guild", "shard", "deferred", "transitMs"} {
		if value, there := trace[field]; !there || value != nil {
			t.Errorf("%s is %v, want null", field, value)
		}
	}
}

func TestTheShardsPageTellsOfEachShardAndWhatHappened(t *testing.T) {
	s := open(t, setup{})
	shard := 1
	for id := range 2 {
		s.stats.Observe(event.ShardChanged{Shard: id, Total: 2, State: event.ShardReady})
	}
	for range 70 {
		s.stats.Observe(event.HeartbeatAcked{Shard: 1, Latency: 42 * time.Millisecond})
	}
	s.tells(event.Event{Type: "shard.ready", Shard: &shard})
	s.records(60)
	s.tells(event.Event{Type: "gateway.identify_budget.low"})
	s.tells(event.Event{Type: "shard.reidentified", Shard: &shard})

	var page struct {
		Shards []struct {
			ID            int
			Since         *time.Time
			Identifies24h int
			Latencies     []struct{ Ms float64 }
		}
		IdentifyBudget *struct{}
		Log            []event.Event
	}
	s.reads("/api/shards", &page)
	if len(page.Shards) != 2 || page.Shards[1].Since == nil || page.Shards[1].Identifies24h != 2 || len(page.Shards[1].Latencies) != 60 || page.Shards[1].Latencies[0].Ms != 42 {
		t.Errorf("got %+v", page.Shards)
	}
	var types []string
	for _, e := range page.Log {
		types = append(types, e.Type)
	}
	if got := fmt.Sprint(types); got != "[shard.reidentified gateway.identify_budget.low shard.ready]" {
		t.Errorf("got the log %s", got)
	}
}

func TestTheRESTPageTellsOfEachRoute(t *testing.T) {
	s := open(t, setup{})
	for _, status := range []int{200, 200, 429, 500, 0} {
		s.stats.Observe(event.RESTCalled{Route: "GET /guilds/{id}", Status: status, Latency: 20 * time.Millisecond})
	}
	s.stats.Observe(event.RESTCalled{Route: "POST /x", Status: 204, Latency: time.Millisecond})
	for range 60 {
		s.tells(event.Event{Type: "rest.ratelimited"})
	}
	var page struct {
		Status *struct{ S2xx int }
		Routes []struct {
			Route           string
			N, S429, Errors int
			P99             *float64
		}
		Log []event.Event
	}
	s.reads("/api/rest", &page)
	if page.Status == nil || page.Status.S2xx != 3 || len(page.Routes) != 2 {
		t.Fatalf("got %+v", page)
	}
	if r := page.Routes[0]; r.Route != "GET /guilds/{id}" || r.N != 5 || r.S429 != 1 || r.Errors != 2 || *r.P99 != 20 {
		t.Errorf("got %+v", r)
	}
	if len(page.Log) != 50 || page.Log[0].Seq != 60 {
		t.Errorf("got %d events from %d", len(page.Log), page.Log[0].Seq)
	}
}
