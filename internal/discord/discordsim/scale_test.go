package discordsim_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gobwas/ws"
	"github.com/gobwas/ws/wsutil"

	"github.com/aurorabot/aurora/internal/discord/discordsim"
	"github.com/aurorabot/aurora/internal/discord/discordsim/simtest"
)

// A bot that does no more than it must, on the real clock and over TCP: what it costs, the simulator costs.
type plainBot struct {
	origin, token string
	client        *http.Client
	answers       sync.WaitGroup
	late          atomic.Int64 // callbacks after their deadline
}

func TestTenThousandGuildsAndFiveHundredInteractionsASecond(t *testing.T) {
	guilds, rate, want := 1000, 50, 100.0
	simulate := func(cfg discordsim.Config) *discordsim.Simulator { return simtest.New(t, cfg) }
	if os.Getenv("AURORA_TORTURE") != "" {
		guilds, rate, want = 10_000, 500, 30_000
		simulate = discordsim.New // what is measured is not the checks
	}
	began := time.Now()
	sim := simulate(discordsim.Config{Seed: 1, Guilds: guilds, Members: 10 * guilds, Shards: 4, HeartbeatInterval: time.Hour})
	made := time.Since(began)
	server := httptest.NewServer(sim.Handler())
	defer server.Close()
	ctx, cancel := context.WithCancel(t.Context())
	ran := make(chan error, 1)
	go func() { ran <- sim.Run(ctx) }()
	defer func() {
		cancel()
		<-ran
	}()

	b := &plainBot{origin: server.URL, token: sim.Token(), client: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}}
	defer b.client.CloseIdleConnections()
	application, _ := b.ask(t, "GET", "/api/v10/users/@me", "")["id"].(string)
	b.ask(t, "PUT", "/api/v10/applications/"+application+"/commands", dailyAndPay)
	var shards sync.WaitGroup
	conns := make([]io.Closer, 4)
	began = time.Now()
	for shard := range conns {
		ready := make(chan struct{})
		conns[shard] = b.login(t, shard, len(conns), guilds/4, &shards, ready)
		<-ready
	}
	t.Logf("the world was made in %v, four shards of %d guilds logged in in %v", made, guilds/4, time.Since(began))

	counter := func(name string) float64 {
		return b.ask(t, "GET", "/sim/state", "")["counters"].(map[string]any)[name].(float64)
	}
	until := func(what string, done func() bool) {
		for began := time.Now(); !done(); time.Sleep(500 * time.Millisecond) {
			if time.Since(began) > 5*time.Minute {
				t.Fatalf("%s: not within 5 minutes", what)
			}
		}
	}
	began = time.Now()
	b.ask(t, "PATCH", "/sim/settings", fmt.Sprintf(`{"rate":%d,"latencyMs":5,"jitterMs":2}`, rate))
	until("enough interactions", func() bool { return counter("interactions") >= want })
	took := time.Since(began)
	b.ask(t, "PATCH", "/sim/settings", `{"rate":0}`)
	sent := counter("interactions")
	until("an answer to each", func() bool { return counter("acknowledged")+float64(b.late.Load()) >= sent })
	runtime.GC()
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	acknowledged := counter("acknowledged")
	t.Logf("%v interactions, %.0f a second, %v acknowledged; heap %d MiB", sent, sent/took.Seconds(), acknowledged, memory.HeapAlloc>>20)
	if late := float64(b.late.Load()); acknowledged+late != sent { // how many are late is the machine's affair
		t.Errorf("got %v acknowledged and %v late, want %v together", acknowledged, late, sent)
	}
	for _, violation := range b.ask(t, "GET", "/sim/state", "")["violations"].([]any) {
		if violation.(map[string]any)["rule"] != "deadline_missed" {
			t.Errorf("got %v", violation)
		}
	}
	for _, conn := range conns {
		conn.Close()
	}
	shards.Wait()
	b.answers.Wait()
}

func (b *plainBot) ask(t *testing.T, method, path, body string) map[string]any {
	t.Helper()
	r, err := http.NewRequest(method, b.origin+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bot "+b.token)
	r.Header.Set("User-Agent", "DiscordBot (https://aurora.test, 1)")
	r.Header.Set("Content-Type", "application/json")
	response, err := b.client.Do(r)
	if err != nil {
		t.Error(err)
		return nil
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if response.StatusCode == http.StatusNotFound && strings.Contains(path, "/callback") {
		b.late.Add(1)
		return nil
	}
	if err != nil || response.StatusCode >= 300 {
		t.Errorf("%s %s: got %d %.300s, %v", method, path, response.StatusCode, answer, err)
	}
	var object map[string]any
	_ = json.Unmarshal(answer, &object) // a list is not needed
	return object
}

// login connects a shard, closes ready when all its guilds have come, and answers interactions until the
// connection is closed.
func (b *plainBot) login(t *testing.T, shard, of, guilds int, shards *sync.WaitGroup, ready chan struct{}) io.Closer {
	t.Helper()
	conn, buffered, _, err := ws.Dial(t.Context(), "ws"+strings.TrimPrefix(b.origin, "http")+usualQuery)
	if err != nil {
		t.Fatal(err)
	}
	var from io.Reader = conn
	if buffered != nil {
		from = buffered
	}
	identify := fmt.Sprintf(`{"op":2,"d":{"token":%q,"intents":1,"shard":[%d,%d],"properties":{"os":"x","browser":"x","device":"x"}}}`, b.token, shard, of)
	if err := wsutil.WriteClientText(conn, []byte(identify)); err != nil {
		t.Fatal(err)
	}
	shards.Go(func() {
		for {
			message, _, err := wsutil.ReadServerData(readWriter{from, conn})
			if err != nil {
				return
			}
			switch {
			case strings.HasPrefix(string(message[:min(len(message), 24)]), `{"t":"GUILD_CREATE"`):
				if guilds--; guilds == 0 {
					close(ready)
				}
			case strings.HasPrefix(string(message[:min(len(message), 24)]), `{"t":"INTERACTION_CREATE`):
				b.answers.Go(func() { b.answer(t, message) })
			}
		}
	})
	return conn
}

func (b *plainBot) answer(t *testing.T, message []byte) {
	var f struct{ D interaction }
	if err := json.Unmarshal(message, &f); err != nil {
		t.Error(err)
		return
	}
	b.ask(t, "POST", "/api/v10/interactions/"+f.D.ID+"/"+f.D.Token+"/callback", `{"type":4,"data":{"content":"130 coins","allowed_mentions":{"parse":[]}}}`)
}
