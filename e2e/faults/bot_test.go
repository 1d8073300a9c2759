package faults_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"testing"
	"time"
)

// bot is the program under test.
type bot struct {
	*process
	url   string
	ready time.Duration // from its start until it was ready
}

// settings are those of a bot on a database.
func (d *discord) settings(database string) []string {
	return []string{"AURORA_DISCORD_TOKEN=" + d.token, "AURORA_DISCORD_API_URL=" + d.url, "AURORA_DATABASE_URL=" + database}
}

// startBot returns when the program says that it is ready.
func startBot(t *testing.T, d *discord, database string, more ...string) *bot {
	t.Helper()
	began := time.Now()
	b := &bot{process: run(t, append(d.settings(database), more...), "serve", "--addr", "127.0.0.1:0")}
	b.url = b.line(t, "dashboard ")
	eventually(t, "the bot is ready", func() bool { return getJSON(t.Context(), b.url+"/readyz", nil) == nil })
	b.ready = time.Since(began)
	return b
}

// events reads all events of a type, oldest first.
func (b *bot) events(t *testing.T, kind string) (events []event) {
	t.Helper()
	for after := new(uint64); after != nil; {
		var page struct {
			Events []event
			Next   *uint64
		}
		query := url.Values{"type": {kind}, "after": {fmt.Sprint(*after)}, "limit": {"500"}}
		if err := getJSON(t.Context(), b.url+"/api/events?"+query.Encode(), &page); err != nil {
			t.Fatal(err)
		}
		events, after = append(events, page.Events...), page.Next
	}
	return events
}

// event is what is looked at of an event.
type event struct {
	Seq           uint64
	Time          time.Time
	Type          string
	InteractionID string
	Data          map[string]any
}

// stats is what the dashboard shows, as much of it as is looked at.
type stats struct {
	HealthReasons []string
	Gateway       struct{ ShardsReady int }
	Interactions  struct {
		Ack *struct{ P50, P95, P99 float64 }
	}
	Runtime struct {
		RSSBytes   uint64
		Goroutines int
	}
}

func (b *bot) stats(t *testing.T) (s stats) {
	t.Helper()
	if err := getJSON(t.Context(), b.url+"/api/stats", &s); err != nil {
		t.Fatal(err)
	}
	return s
}

// getJSON reads what a GET answers; any status but 200 is an error.
func getJSON(ctx context.Context, address string, into any) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	return askJSON(request, into)
}

// askJSON reads what a request answers; any status but 200 is an error.
func askJSON(request *http.Request, into any) error {
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("%s %s: %s", request.Method, request.URL, response.Status)
	}
	if into == nil {
		return nil
	}
	return json.NewDecoder(response.Body).Decode(into)
}
