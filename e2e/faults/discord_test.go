package faults_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/aurorabot/aurora/internal/discord/discordsim/simtest"
)

// discord is the simulated Discord in a process of its own, which outlives every bot.
type discord struct {
	*process
	url, token string
	guilds     []guild
	still      *standstill
}

// guild is one of Discord's guilds and the people in it.
type guild struct {
	id      string
	shard   int
	members []string
}

const private = 1 << 6 // the flag of a message that one member alone sees

// startDiscord has one guild.
func startDiscord(t *testing.T) *discord {
	return startDiscordOf(t, "--guilds", "1", "--members", "40", "--shards", "1")
}

// startDiscordOf has what the settings say. Nobody does anything by himself, unless
// they say that, too. At the test's end all that has passed over its wire is held against
// Discord's documents.
func startDiscordOf(t *testing.T, settings ...string) *discord {
	t.Helper()
	record := filepath.Join(t.TempDir(), "record.ndjson")
	t.Cleanup(func() { // when the simulator has ended
		if checked := simtest.CheckFile(t, record); checked.Calls == 0 || checked.Frames == 0 {
			t.Errorf("the record has %d REST calls and %d frames, want some of each", checked.Calls, checked.Frames)
		}
	})
	sim := append([]string{"sim", "--sim-addr", "127.0.0.1:0", "--rate", "0", "--sim-record", record}, settings...)
	d := &discord{process: run(t, nil, sim...), still: new(standstill)}
	var watching sync.WaitGroup
	watching.Go(func() { d.still.watch(t.Context()) })
	t.Cleanup(watching.Wait)
	d.url = d.line(t, "simulator ")
	d.token = d.line(t, "AURORA_DISCORD_TOKEN=")
	for _, g := range d.state(t).Guilds {
		found := guild{id: g.ID, shard: g.Shard}
		for _, m := range g.Members {
			if !m.Bot {
				found.members = append(found.members, m.ID)
			}
		}
		d.guilds = append(d.guilds, found)
	}
	return d
}

// simulated is what the simulated Discord tells of itself.
type simulated struct {
	Guilds []struct {
		ID      string
		Shard   int
		Members []struct {
			ID  string
			Bot bool
		}
	}
	Faults []struct {
		Kind string
		Hits int
	}
	Counters   map[string]int
	Violations []struct{ Rule, Detail string }
}

func (d *discord) state(t *testing.T) (s simulated) {
	t.Helper()
	if err := getJSON(t.Context(), d.url+"/sim/state", &s); err != nil {
		t.Fatal(err)
	}
	return s
}

// checkRules wants that the bot broke none of Discord's, but where the machine is to
// blame.
func (d *discord) checkRules(t *testing.T) {
	t.Helper()
	for _, v := range d.state(t).Violations {
		if d.still.excuses(v.Rule) {
			t.Logf("the machine stood still for %v: %s: %s", time.Duration(d.still.longest.Load()), v.Rule, v.Detail)
			continue
		}
		t.Errorf("the bot broke a rule: %s: %s", v.Rule, v.Detail)
	}
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

// uses lets a member of g use a command, delivered several times at once, and returns
// what came of each delivery. Where nobody answered there is no outcome.
func (d *discord) uses(ctx context.Context, g guild, user, command string, options map[string]any, times int) []outcome {
	if options == nil {
		options = map[string]any{}
	}
	var answer struct {
		outcome
		Deliveries []outcome
	}
	use := map[string]any{"guild": g.id, "user": user, "command": command, "options": options, "times": times}
	if err := d.control(ctx, http.MethodPost, "/interactions", use, &answer); err != nil {
		return nil
	}
	if len(answer.Deliveries) > 0 {
		return answer.Deliveries
	}
	return []outcome{answer.outcome}
}

// control steers the simulator.
func (d *discord) control(ctx context.Context, method, path string, body, into any) error {
	text, err := json.Marshal(body)
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, method, d.url+"/sim"+path, bytes.NewReader(text))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	return askJSON(request, into)
}
