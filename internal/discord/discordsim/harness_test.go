package discordsim_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aurorabot/aurora/internal/discord/discordsim"
	"github.com/aurorabot/aurora/internal/discord/discordsim/simtest"
)

// discord is a simulator behind a network that exists only in memory, so that a test's clock can be the
// one of testing/synctest.
type discord struct {
	sim      *discordsim.Simulator
	listener *pipeListener
	client   *http.Client
	app      string // the application's id
	stop     func() // ends Run and waits for it
}

// story runs a test in a world of its own whose clock stands in the year 2026 and moves only when
// everybody waits. By default frames take no time.
func story(t *testing.T, cfg discordsim.Config, tell func(t *testing.T, d *discord)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(time.Date(2026, 11, 21, 18, 0, 0, 0, time.UTC)))
		d := open(t, cfg)
		d.settings(t, `{"latencyMs":0,"jitterMs":0}`)
		tell(t, d)
	})
}

func open(t *testing.T, cfg discordsim.Config) *discord {
	t.Helper()
	cfg.PublicURL = "http://discord.test"
	sim := simtest.New(t, cfg)
	d := &discord{sim: sim, listener: newPipeListener()}
	d.client = &http.Client{Transport: &http.Transport{
		DialContext: func(context.Context, string, string) (net.Conn, error) { return d.listener.dial() },
	}}
	server := &http.Server{Handler: sim.Handler()}
	served := make(chan error, 1)
	go func() { served <- server.Serve(d.listener) }()

	ctx, cancel := context.WithCancel(context.Background())
	ran := make(chan error, 1)
	go func() { ran <- d.sim.Run(ctx) }()
	d.stop = sync.OnceFunc(func() {
		cancel()
		if err := <-ran; err != nil {
			t.Errorf("Run: %v", err)
		}
	})
	d.app, _ = d.rest(t, "GET", "/users/@me", "").field("id").(string)
	t.Cleanup(func() {
		d.stop()
		d.client.CloseIdleConnections()
		server.Close()
		if err := <-served; !errors.Is(err, http.ErrServerClosed) {
			t.Errorf("Serve: %v", err)
		}
	})
	return d
}

// answer is an HTTP response whose body was read.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// field reads a value out of the body's JSON along a path of names and indexes.
func (a answer) field(path ...any) any {
	var value any
	if err := json.Unmarshal(a.body, &value); err != nil {
		return nil
	}
	return dig(value, path...)
}

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

// rest makes a request as a well-behaved bot does. headers are pairs that replace the usual ones.
func (d *discord) rest(t *testing.T, method, path, body string, headers ...string) answer {
	t.Helper()
	h := []string{"Authorization", "Bot " + d.sim.Token(), "User-Agent", "DiscordBot (https://aurora.test, 1)"}
	return d.request(t, method, "/api/v10"+path, body, append(h, headers...)...)
}

// control makes a request to /sim/.
func (d *discord) control(t *testing.T, method, path, body string) answer {
	t.Helper()
	return d.request(t, method, "/sim"+path, body)
}

func (d *discord) request(t *testing.T, method, path, body string, headers ...string) answer {
	t.Helper()
	ctx := context.WithoutCancel(t.Context()) // a bot may still be asking when the test has ended
	r, err := http.NewRequestWithContext(ctx, method, "http://discord.test"+path, strings.NewReader(body))
	if err != nil {
		t.Errorf("%s %s: %v", method, path, err)
		return answer{}
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	response, err := d.client.Do(r)
	if err != nil {
		t.Errorf("%s %s: %v", method, path, err) // not Fatal: a bot's goroutine may be asking
		return answer{}
	}
	defer response.Body.Close()
	read, err := io.ReadAll(response.Body)
	if err != nil {
		t.Errorf("%s %s: %v", method, path, err)
	}
	return answer{response.StatusCode, response.Header, read}
}

func (d *discord) settings(t *testing.T, body string) {
	t.Helper()
	if a := d.control(t, "PATCH", "/settings", body); a.status != http.StatusOK {
		t.Fatalf("PATCH /sim/settings %s: got %d %s", body, a.status, a.body)
	}
}

// simState is the part of GET /sim/state that the tests read.
type simState struct {
	Guilds []struct {
		ID, Name string
		Shard    int
		Members  []struct {
			ID, Name string
			Bot      bool
		}
	}
	Shards []struct {
		ID, Of, Guilds int
		Connected      bool
	}
	Commands   []struct{ Name string }
	Counters   map[string]int
	Violations []struct{ Rule, Detail string }
}

func (d *discord) state(t *testing.T) simState {
	t.Helper()
	var s simState
	if err := json.Unmarshal(d.control(t, "GET", "/state", "").body, &s); err != nil {
		t.Fatalf("GET /sim/state: %v", err)
	}
	return s
}

// rules lists the rules that were broken so far.
func (d *discord) rules(t *testing.T) []string {
	t.Helper()
	rules := []string{}
	for _, v := range d.state(t).Violations {
		rules = append(rules, v.Rule)
	}
	return rules
}

// register makes the bot's commands known.
func (d *discord) register(t *testing.T, commands string) {
	t.Helper()
	a := d.rest(t, "PUT", "/applications/"+d.app+"/commands", commands)
	if a.status != http.StatusOK {
		t.Fatalf("register: got %d %s", a.status, a.body)
	}
}

func encode(t *testing.T, v any) string {
	t.Helper()
	var buffer bytes.Buffer
	if err := json.NewEncoder(&buffer).Encode(v); err != nil {
		t.Fatal(err)
	}
	return buffer.String()
}

// pipeListener accepts connections that dial makes.
type pipeListener struct {
	conns  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func newPipeListener() *pipeListener {
	return &pipeListener{conns: make(chan net.Conn), closed: make(chan struct{})}
}

func (l *pipeListener) dial() (net.Conn, error) {
	near, far := net.Pipe()
	select {
	case l.conns <- far:
		return near, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

func (l *pipeListener) Accept() (net.Conn, error) {
	select {
	case c := <-l.conns:
		return c, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

func (l *pipeListener) Close() error {
	l.once.Do(func() { close(l.closed) })
	return nil
}

func (l *pipeListener) Addr() net.Addr { return &net.UnixAddr{Name: "memory"} }
