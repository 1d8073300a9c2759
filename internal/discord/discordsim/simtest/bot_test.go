package simtest_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/aurorabot/aurora/internal/discord/discordsim"
	"github.com/aurorabot/aurora/internal/discord/discordsim/simtest"
)

// patience bounds every wait.
const patience = 30 * time.Second

// simulated is a simulator on a real address, every frame, request and answer of which is checked.
type simulated struct {
	url, token string
}

func start(t *testing.T, cfg discordsim.Config) *simulated {
	t.Helper()
	simulator := simtest.New(t, cfg)
	server := httptest.NewServer(simulator.Handler())
	ctx, cancel := context.WithCancel(context.Background())
	ran := make(chan error, 1)
	go func() { ran <- simulator.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ran; err != nil {
			t.Error(err)
		}
		server.Close()
	})
	return &simulated{url: server.URL, token: simulator.Token()}
}

type object = map[string]any

func (d *simulated) ask(t *testing.T, method, path string, body any) object {
	t.Helper()
	encoded, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(t.Context(), method, d.url+"/sim/"+path, bytes.NewReader(encoded))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var answer object
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil || response.StatusCode != http.StatusOK {
		t.Errorf("%s /sim/%s %s: got %d %v, %v", method, path, encoded, response.StatusCode, answer, err)
	}
	return answer
}

// until waits for what check says of the simulator's state.
func (d *simulated) until(t *testing.T, what string, check func(state object) bool) {
	t.Helper()
	for began := time.Now(); !check(d.ask(t, "GET", "state", nil)); time.Sleep(100 * time.Millisecond) {
		if time.Since(began) > patience {
			t.Fatalf("%s: not within %v", what, patience)
		}
	}
}

// startBot runs Aurora as it is run in earnest, as a process of its own: the race detector would stop at what it
// finds in the Discord library.
func startBot(t *testing.T, d *simulated) {
	t.Helper()
	dir := t.TempDir()
	program := filepath.Join(dir, "aurora")
	build := exec.CommandContext(t.Context(), "go", "build", "-o", program, "github.com/aurorabot/aurora/cmd/aurora")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	bot := exec.Command(program, "serve", "--addr", "127.0.0.1:0", "--discord-api-url", d.url, "--database-url", "sqlite::memory:")
	bot.Dir = dir
	bot.Env = []string{"HOME=" + dir, "TMPDIR=" + dir, "AURORA_DISCORD_TOKEN=" + d.token} // and no settings of whoever runs the tests
	var log bytes.Buffer
	bot.Stdout, bot.Stderr = &log, &log
	if err := bot.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = bot.Process.Signal(os.Interrupt)
		if err := bot.Wait(); err != nil || t.Failed() {
			t.Logf("the bot ended: %v\n%s", err, log.String())
		}
	})
}

func TestTheBotKeepsToDiscordsDocuments(t *testing.T) {
	d := start(t, discordsim.Config{Seed: 5, Guilds: 4, Members: 40})
	startBot(t, d)
	d.until(t, "both shards are connected and the commands registered", func(s object) bool {
		shards := s["shards"].([]any)
		return shards[0].(object)["connected"] == true && shards[1].(object)["connected"] == true && len(s["commands"].([]any)) > 0
	})

	state := d.ask(t, "GET", "state", nil)
	guild := state["guilds"].([]any)[0].(object)
	members := guild["members"].([]any)
	use := func(command string, options object) {
		got := d.ask(t, "POST", "interactions", object{"guild": guild["id"], "user": members[0].(object)["id"], "command": command, "options": options})
		if got["response"] == nil {
			t.Errorf("/%s: got %v, want a reply", command, got)
		}
	}
	use("daily", object{})
	use("balance", object{})
	use("pay", object{"user": members[1].(object)["id"], "amount": 30})
	use("pay", object{"user": members[0].(object)["id"], "amount": 30}) // is refused
	d.ask(t, "POST", "interactions", object{"guild": guild["id"], "user": members[1].(object)["id"], "command": "daily", "times": 2})

	d.ask(t, "PATCH", "settings", object{"rate": 10})
	d.until(t, "fifty interactions", func(s object) bool { return s["counters"].(object)["interactions"].(float64) > 50 })
	d.ask(t, "PATCH", "settings", object{"rate": 0})
	d.ask(t, "POST", "faults", object{"kind": "drop", "shard": 0})
	d.until(t, "the shard resumes", func(s object) bool { return s["counters"].(object)["resumes"].(float64) > 0 })
	if violations := d.ask(t, "GET", "state", nil)["violations"].([]any); len(violations) > 0 {
		t.Errorf("got violations %v, want none", violations)
	}
}
