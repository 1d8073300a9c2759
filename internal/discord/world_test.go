package discord

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gorilla/websocket"

	"github.com/aurorabot/aurora/internal/discord/discordsim"
	"github.com/aurorabot/aurora/internal/discord/discordsim/simtest"
	"github.com/aurorabot/aurora/internal/discord/pipenet"
	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/module"
)

// world is a bot and the simulated Discord on a network in memory.
type world struct {
	*notebook
	*overheard
	bot    *Bot
	client *http.Client
	guild  string // a guild and two of its members
	user   string
	other  string
}

// live runs tell with a bot that is connected. The clock moves only when everybody
// waits, so seconds cost nothing.
func live(t *testing.T, commands []module.Command, tell func(t *testing.T, w *world)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(time.Date(2026, 11, 21, 18, 0, 0, 0, time.UTC)))
		listener := pipenet.Listen()
		sim := simtest.New(t, discordsim.Config{Guilds: 3, Members: 30, Shards: 2, PublicURL: "http://discord.test"})
		base := &http.Transport{DialContext: listener.Dial}
		defer base.CloseIdleConnections()
		server := &http.Server{Handler: sim.Handler()}
		defer runs(t, func(context.Context) error { _ = server.Serve(listener); return nil }, server.Close)()
		defer runs(t, sim.Run, nil)()

		w := &world{notebook: &notebook{}, client: &http.Client{Transport: base}, overheard: &overheard{base: base}}
		var err error
		w.bot, err = New(Config{
			Token: sim.Token(), APIURL: "http://discord.test", Version: "test", Heartbeat: 15 * time.Second, Commands: commands,
			Journal: w.notebook, Observe: func(event.Measure) {}, Logger: slog.New(slog.DiscardHandler),
			HTTP: w.overheard, Dialer: &websocket.Dialer{NetDialContext: listener.Dial},
		})
		if err != nil {
			t.Fatal(err)
		}
		defer runs(t, w.bot.Run, nil)()
		w.learn(t)
		tell(t, w)
		w.wantNoViolations(t)
	})
}

// runs starts a part and returns what ends it and waits for it.
func runs(t *testing.T, run func(context.Context) error, stop func() error) (end func()) {
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- run(ctx) }()
	return func() {
		cancel()
		if stop != nil {
			_ = stop()
		}
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}
}

var mentions = regexp.MustCompile(`"allowed_mentions":{[^}]*},?`)

// overheard remembers the requests that the bot makes about interactions.
type overheard struct {
	base http.RoundTripper

	mu   sync.Mutex
	told []string
}

// RoundTrip implements [http.RoundTripper].
func (o *overheard) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	r = r.Clone(r.Context())
	r.Body = io.NopCloser(bytes.NewReader(body))
	parts := strings.Split(r.URL.Path, "/")
	if parts[3] == "interactions" || parts[3] == "webhooks" {
		o.mu.Lock()
		o.told = append(o.told, r.Method+" "+strings.Join(parts[6:], "/")+" "+mentions.ReplaceAllString(string(body), ""))
		o.mu.Unlock()
	}
	return o.base.RoundTrip(r)
}

// learn waits until the bot is connected, and finds a guild and its members.
func (w *world) learn(t *testing.T) {
	t.Helper()
	time.Sleep(10 * time.Second)
	guilds, _ := w.state(t)["guilds"].([]any)
	g, _ := guilds[0].(map[string]any)
	members, _ := g["members"].([]any)
	w.guild = g["id"].(string)
	w.user = members[0].(map[string]any)["id"].(string)
	w.other = members[1].(map[string]any)["id"].(string)
}

func (w *world) state(t *testing.T) map[string]any { return w.control(t, "GET", "/sim/state", nil) }

// uses has a member use a command and returns what they see.
func (w *world) uses(t *testing.T, command string, fields map[string]any) map[string]any {
	t.Helper()
	body := map[string]any{"guild": w.guild, "user": w.user, "command": command}
	maps.Copy(body, fields)
	return w.control(t, "POST", "/sim/interactions", body)
}

// presses has a member press a button of a message.
func (w *world) presses(t *testing.T, user string, message map[string]any, customID string) map[string]any {
	t.Helper()
	synctest.Wait() // the simulator knows a message only after the request that made it
	return w.control(t, "POST", "/sim/interactions", map[string]any{
		"guild": w.guild, "user": user, "component": customID, "message": message["id"],
	})
}

func (w *world) control(t *testing.T, method, path string, body any) map[string]any {
	t.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(t.Context(), method, "http://discord.test"+path, bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	response, err := w.client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, _ = io.ReadAll(response.Body)
	var answer map[string]any
	if err := json.Unmarshal(text, &answer); err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("%s %s: %d %s", method, path, response.StatusCode, text)
	}
	return answer
}

func (w *world) wantNoViolations(t *testing.T) {
	t.Helper()
	if violations, _ := w.state(t)["violations"].([]any); len(violations) != 0 {
		t.Errorf("the bot broke Discord's rules: %v", violations)
	}
}

// dig reads a value along a path of names and indexes.
func dig(value any, path ...any) any {
	for _, step := range path {
		switch step := step.(type) {
		case string:
			object, _ := value.(map[string]any)
			value = object[step]
		case int:
			list, _ := value.([]any)
			if step >= len(list) {
				return nil
			}
			value = list[step]
		}
	}
	return value
}

// after waits for what is still being recorded.
func (w *world) after() string { synctest.Wait(); return w.types() }

// echo is a command that answers at once.
func echo(name string) module.Command {
	return module.Command{Name: name, Description: "Says its name", Run: func(context.Context, module.Interaction) (module.Reply, error) {
		return module.Reply{Title: name, Text: "fine"}, nil
	}}
}
