package discord

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gorilla/websocket"

	"github.com/aurorabot/aurora/internal/discord/pipenet"
	"github.com/aurorabot/aurora/internal/event"
)

// refusing runs a bot for ten minutes against a Discord of the test's own, and
// returns what it has told and observed.
func refusing(t *testing.T, discord http.Handler) (notes *notebook, measures []event.Measure) {
	t.Helper()
	notes = &notebook{}
	listener := pipenet.Listen()
	defer runs(t, func(context.Context) error { _ = http.Serve(listener, discord); return nil }, listener.Close)()
	base := &http.Transport{DialContext: listener.Dial, DisableKeepAlives: true}
	var mu sync.Mutex
	b, err := New(Config{
		Token: token, APIURL: "http://discord.test", Version: "test", Heartbeat: 15 * time.Second, Journal: notes,
		Observe: func(m event.Measure) { mu.Lock(); defer mu.Unlock(); measures = append(measures, m) },
		Logger:  slog.New(slog.DiscardHandler), HTTP: base, Dialer: &websocket.Dialer{NetDialContext: listener.Dial},
	})
	if err != nil {
		t.Fatal(err)
	}
	end := runs(t, b.Run, nil)
	time.Sleep(10*time.Minute - time.Second)
	end()
	return notes, measures
}

func TestARefusedTokenIsTriedEveryFiveMinutes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		asked := 0
		notes, measures := refusing(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			asked++
			w.WriteHeader(http.StatusUnauthorized)
			_, _ = w.Write([]byte(`{"message":"401: Unauthorized","code":0}`))
		}))
		if asked != 2 || notes.types() != "gateway.refused gateway.refused" {
			t.Errorf("in ten minutes Discord was asked %d times, told %s; want 2", asked, notes.types())
		}
		down := event.GatewayDown{}
		for _, m := range measures {
			if m, ok := m.(event.GatewayDown); ok {
				down = m
			}
		}
		if !strings.Contains(down.Reason, "bot token") || !strings.Contains(down.Mend, "AURORA_DISCORD_TOKEN") {
			t.Errorf("observed %+v, want the reason and the mend", down)
		}
	})
}

func TestAFinalCloseCodeIsTriedEveryFiveMinutes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var dialed atomic.Int64
		discord := http.NewServeMux()
		discord.HandleFunc("/api/v10/gateway/bot", func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprint(w, `{"url":"ws://discord.test/gateway","shards":3,"session_start_limit":{"total":1000,"remaining":1000,"reset_after":0,"max_concurrency":16}}`)
		})
		discord.HandleFunc("/gateway", func(w http.ResponseWriter, r *http.Request) {
			socket, err := (&websocket.Upgrader{}).Upgrade(w, r, nil)
			if err != nil {
				return
			}
			dialed.Add(1)
			_ = socket.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(4014, "Disallowed intent(s)."), time.Now().Add(time.Second))
			_ = socket.Close()
		})
		notes, _ := refusing(t, discord)
		if n := dialed.Load(); n < 2 || n > 2*3 {
			t.Errorf("in ten minutes %d connections were made by three shards, want two rounds", n)
		}
		refusals := strings.Count(notes.types(), "gateway.refused")
		if refusals != 2 || !strings.Contains(notes.events[0].Message, "allow the intents") || !strings.Contains(string(notes.events[0].Data), `"code":4014`) {
			t.Errorf("told %s: %s", notes.types(), notes.events[0].Message)
		}
	})
}
