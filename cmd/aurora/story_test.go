package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aurorabot/aurora/internal/discord/discordsim"
	"github.com/aurorabot/aurora/internal/discord/discordsim/simtest"
)

// place is a guild of the simulated Discord, with its owner and another member.
type place struct {
	t            *testing.T
	url          string
	guild        string
	owner, other string
}

// message is what a member sees of an answer.
type message struct {
	ID      string
	Content string
	Flags   int
	Embeds  []struct {
		Title, Description string
		Fields             []struct{ Name, Value string }
	}
	Components []struct {
		Components []struct {
			Label    string
			ID       string `json:"custom_id"`
			Disabled bool
		}
	}
}

// answered is what became of one use.
type answered struct{ Response message }

func (m message) private() bool { return m.Flags&64 != 0 }

// text is all that can be read in a message.
func (m message) text() string {
	text := m.Content
	for _, e := range m.Embeds {
		text += e.Title + "\n" + e.Description + "\n"
		for _, f := range e.Fields {
			text += f.Name + ": " + f.Value + "\n"
		}
	}
	return text
}

// inAGuild runs aurora serve with a silent simulated Discord, and holds what passes
// between them against Discord's documents.
func inAGuild(t *testing.T, story func(p *place)) {
	t.Chdir(t.TempDir())
	simulator := simtest.New(t, discordsim.Config{})
	discord := httptest.NewServer(simulator.Handler())
	defer discord.Close()
	defer running(t, "simulator", simulator.Run)()
	defer running(t, "program", func(ctx context.Context) error {
		var errs bytes.Buffer
		code := run(ctx, environment{
			args: []string{"serve", "--addr", "127.0.0.1:0", "--database-url", "sqlite::memory:"},
			env:  []string{"AURORA_DISCORD_TOKEN=" + simulator.Token(), "AURORA_DISCORD_API_URL=" + discord.URL}, stdout: io.Discard, stderr: &errs,
		})
		if code != exitOK {
			return fmt.Errorf("exit code %d: %s", code, &errs)
		}
		return nil
	})()
	p := &place{t: t, url: discord.URL}
	p.learn()
	story(p)
	if v := p.state().Violations; len(v) > 0 {
		t.Errorf("the bot broke Discord's rules: %s", v)
	}
}

// recorded is the setting by which a demo's simulator keeps a record, which is held
// against Discord's documents when the test has ended the demo.
func recorded(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "record.ndjson")
	t.Cleanup(func() { simtest.CheckFile(t, path) })
	return "--sim-record=" + path
}

// running starts a part and returns what ends it and waits for it.
func running(t *testing.T, what string, run func(context.Context) error) (end func()) {
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- run(ctx) }()
	return func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("the %s ended: %v", what, err)
		}
	}
}

func await(t *testing.T, what string, done func() bool) {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); !done(); {
		if time.Now().After(deadline) {
			t.Fatalf("waited in vain for %s", what)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// simState is what the stories read of GET /sim/state.
type simState struct {
	Guilds []struct {
		ID      string
		Members []struct{ ID string }
	}
	Commands   []any
	Violations []json.RawMessage
}

func (p *place) state() (s simState) {
	p.t.Helper()
	if status, err := p.send(http.MethodGet, "/sim/state", nil, &s); err != nil || status != http.StatusOK {
		p.t.Fatalf("the simulator's state: %d, %v", status, err)
	}
	return s
}

// learn waits until the bot is connected and has registered its commands.
func (p *place) learn() {
	await(p.t, "the bot", func() bool { s := p.state(); return len(s.Commands) > 0 })
	guild := p.state().Guilds[0]
	p.guild, p.owner, p.other = guild.ID, guild.Members[0].ID, guild.Members[1].ID
}

// uses has a member use a command, a subcommand behind a space.
func (p *place) uses(user, path string, options map[string]any) answered {
	p.t.Helper()
	command, sub, _ := strings.Cut(path, " ")
	body := map[string]any{"command": command}
	if options != nil {
		body["options"] = options
	}
	if sub != "" {
		body["subcommand"] = sub
	}
	return p.interact(user, body)
}

// presses has a member press a button of a message.
func (p *place) presses(user string, on message, label string) answered {
	p.t.Helper()
	for _, row := range on.Components {
		for _, b := range row.Components {
			if b.Label == label && !b.Disabled {
				return p.interact(user, map[string]any{"component": b.ID, "message": on.ID})
			}
		}
	}
	p.t.Fatalf("%s cannot be pressed on %+v", label, on)
	return answered{}
}

func (p *place) interact(user string, fields map[string]any) (a answered) {
	p.t.Helper()
	body := map[string]any{"guild": p.guild, "user": user}
	maps.Copy(body, fields)
	if status, err := p.send(http.MethodPost, "/sim/interactions", body, &a); err != nil || status != http.StatusOK {
		p.t.Fatalf("%v: %d, %v", body, status, err)
	}
	return a
}

func (p *place) send(method, path string, body, into any) (status int, err error) {
	text, err := json.Marshal(body)
	if err != nil {
		return 0, err
	}
	r, err := http.NewRequestWithContext(p.t.Context(), method, p.url+path, bytes.NewReader(text))
	if err != nil {
		return 0, err
	}
	r.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, err
	}
	defer response.Body.Close()
	if text, err = io.ReadAll(response.Body); err != nil {
		return 0, err
	}
	if err := json.Unmarshal(text, into); err != nil {
		return response.StatusCode, fmt.Errorf("%s: %w", text, err)
	}
	return response.StatusCode, nil
}

// wants checks what a message says and who can see it.
func (p *place) wants(m message, private bool, texts ...string) {
	p.t.Helper()
	for _, text := range texts {
		if !strings.Contains(m.text(), text) {
			p.t.Errorf("%q does not say %q", m.text(), text)
		}
	}
	if m.private() != private {
		p.t.Errorf("%q: private is %v, want %v", m.text(), m.private(), private)
	}
}
