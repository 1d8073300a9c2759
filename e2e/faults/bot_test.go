package faults_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"testing"
	"time"
)

// discord is the simulated Discord in a process of its own, which outlives every bot.
type discord struct {
	*process
	url, token string
	guild      string
	members    []string
}

const private = 1 << 6 // the flag of a message that one member alone sees

func startDiscord(t *testing.T) *discord {
	d := &discord{process: run(t, nil, "sim", "--sim-addr", "127.0.0.1:0", "--rate", "0", "--guilds", "1", "--members", "40", "--shards", "1")}
	d.url = d.line(t, "simulator ")
	d.token = d.line(t, "AURORA_DISCORD_TOKEN=")
	var state struct {
		Guilds []struct {
			ID      string
			Members []struct {
				ID  string
				Bot bool
			}
		}
	}
	if err := getJSON(t.Context(), d.url+"/sim/state", &state); err != nil {
		t.Fatal(err)
	}
	d.guild = state.Guilds[0].ID
	for _, m := range state.Guilds[0].Members {
		if !m.Bot {
			d.members = append(d.members, m.ID)
		}
	}
	return d
}

// outcome is what a member saw of a command.
type outcome struct {
	InteractionID string
	Response      *struct {
		Content string
		Flags   int
		Embeds  []struct{ Title, Description string }
	}
}

// acknowledged says whether the member was told that it is done: publicly, as no
// refusal is.
func (o outcome) acknowledged() bool { return o.Response != nil && o.Response.Flags&private == 0 }

// uses lets a member use a command, delivered several times at once, and returns what
// came of each delivery. Where nobody answered there is no outcome.
func (d *discord) uses(ctx context.Context, user, command string, options map[string]any, times int) []outcome {
	if options == nil {
		options = map[string]any{}
	}
	body, err := json.Marshal(map[string]any{"guild": d.guild, "user": user, "command": command, "options": options, "times": times})
	if err != nil {
		panic(err)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, d.url+"/sim/interactions", bytes.NewReader(body))
	if err != nil {
		panic(err)
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := client.Do(request)
	if err != nil {
		return nil
	}
	defer response.Body.Close()
	var answer struct {
		outcome
		Deliveries []outcome
	}
	if json.NewDecoder(response.Body).Decode(&answer) != nil || response.StatusCode != http.StatusOK {
		return nil
	}
	if times > 1 {
		return answer.Deliveries
	}
	return []outcome{answer.outcome}
}

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
	for after := uint64(0); ; {
		var page struct{ Events []event }
		query := url.Values{"type": {kind}, "after": {fmt.Sprint(after)}, "limit": {"500"}}
		if err := getJSON(t.Context(), b.url+"/api/events?"+query.Encode(), &page); err != nil {
			t.Fatal(err)
		}
		if len(page.Events) == 0 {
			return events
		}
		events = append(events, page.Events...)
		after = events[len(events)-1].Seq
	}
}

// event is what is looked at of an event.
type event struct {
	Seq           uint64
	Type          string
	InteractionID string
}

// getJSON reads what a GET answers; any status but 200 is an error.
func getJSON(ctx context.Context, address string, into any) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("GET %s: %s", address, response.Status)
	}
	if into == nil {
		return nil
	}
	return json.NewDecoder(response.Body).Decode(into)
}
