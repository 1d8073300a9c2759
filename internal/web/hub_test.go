package web_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"github.com/gobwas/ws"

	"github.com/aurorabot/aurora/internal/dashboard"
	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/storage"
	"github.com/aurorabot/aurora/internal/web"
)

func TestAPlainClientIsServedStatsAndEvents(t *testing.T) {
	s := open(t, setup{before: 3, hub: web.HubConfig{Interval: 200 * time.Millisecond}})
	c := s.dial("")
	first := c.expect("STATS_UPDATE")
	var stats dashboard.Stats
	if err := json.Unmarshal(first.Data, &stats); err != nil {
		t.Fatal(err)
	}
	if first.Seq != 3 || stats.Seq != 3 || stats.IntervalMs != 200 || stats.Live.Clients != 1 {
		t.Errorf("got seq %d, stats of seq %d, interval %d, %d clients", first.Seq, stats.Seq, stats.IntervalMs, stats.Live.Clients)
	}
	s.records(2)
	seen := map[string][]uint64{}
	for len(seen["NEW_EVENT"]) < 2 || len(seen["STATS_UPDATE"]) < 3 {
		e := c.next()
		seen[e.Type] = append(seen[e.Type], e.Seq)
	}
	if got := fmt.Sprint(seen["NEW_EVENT"]); got != "[4 5]" {
		t.Errorf("got the events %s, want [4 5]", got)
	}
	if got := seen["STATS_UPDATE"]; got[len(got)-1] != 5 {
		t.Errorf("the last stats include up to %d, want 5", got[len(got)-1])
	}
}

func TestAClientThatWasAwayMissesNothing(t *testing.T) {
	s := open(t, setup{before: 10, limits: func(l *web.Limits) { l.RingEvents = 4 }})
	s.records(700) // far more than the ring holds, and than one page of the log
	c := s.dial(fmt.Sprintf("?epoch=%s&after=7", s.journal.Epoch()))
	c.expect("STATS_UPDATE")
	c.expectEvents(8, 710)
	if got := string(c.expect("RESUMED").Data); got != `{"from":7,"to":710}` {
		t.Errorf("got %s", got)
	}
	s.records(2)
	c.expectEvents(711, 712)
}

func TestAClientThatMissedNothingIsLiveAtOnce(t *testing.T) {
	s := open(t, setup{before: 5})
	c := s.dial("?after=5&epoch=" + s.journal.Epoch())
	c.expect("STATS_UPDATE")
	if got := string(c.expect("RESUMED").Data); got != `{"from":5,"to":5}` {
		t.Errorf("got %s", got)
	}
	s.records(1)
	c.expectEvents(6, 6)
}

// TestCutsAtAnyMomentLoseNothing is requirement T4: however often and wherever the
// connection is cut, during a replay too, every event comes once. The ring is so
// small that the server cuts as well, where a socket falls out of it.
func TestCutsAtAnyMomentLoseNothing(t *testing.T) {
	s := open(t, setup{limits: func(l *web.Limits) { l.RingEvents, l.ReplayEvents = 50, 1<<20 }})
	total, wantCuts := uint64(3000), 100
	if os.Getenv("AURORA_TORTURE") != "" {
		total, wantCuts = 20_000, 1000
	}
	written := make(chan struct{})
	go func() { defer close(written); s.records(int(total)) }()
	defer func() { <-written }()
	random := rand.New(rand.NewPCG(1, 2))
	handled, cuts := uint64(0), 0
	for ; handled < total; cuts++ {
		c := s.dial(fmt.Sprintf("?epoch=%s&after=%d", s.journal.Epoch(), handled))
		for patience := random.IntN(30); patience >= 0 && handled < total; {
			e, code := c.nextOrClose()
			switch {
			case code == 4408:
				patience = -1
			case e.Type == "NEW_EVENT" && e.Seq == handled+1:
				handled = e.Seq
				patience--
			case e.Type == "RESUMED":
				patience--
			case e.Type != "STATS_UPDATE":
				t.Fatalf("after %d cuts and event %d: got %s of seq %d, code %d", cuts, handled, e.Type, e.Seq, code)
			}
		}
		c.conn.Close()
	}
	t.Logf("%d cuts in %d events", cuts, total)
	if cuts < wantCuts {
		t.Errorf("only %d cuts, want %d", cuts, wantCuts)
	}
}

func TestAClientThatLeavesInTheMiddleOfAReplayIsNoError(t *testing.T) {
	var log bytes.Buffer
	s := open(t, setup{before: 600, limits: func(l *web.Limits) { l.RingEvents = 1 }, log: slog.New(slog.NewTextHandler(&log, nil))})
	for range 20 {
		c := s.dial("?after=0&epoch=" + s.journal.Epoch())
		c.expect("STATS_UPDATE")
		c.sends(ws.MaskFrame(ws.NewCloseFrame(ws.NewCloseFrameBody(ws.StatusNormalClosure, ""))))
		if code := c.closed(); code != ws.StatusNormalClosure {
			t.Errorf("closed with %d, want 1000", code)
		}
		c.conn.Close()
	}
	s.stop()
	if log.Len() > 0 {
		t.Errorf("logged: %s", log.String())
	}
}

func TestAPositionThatCannotBeServedIsReset(t *testing.T) {
	s := open(t, setup{before: 30, limits: func(l *web.Limits) { l.ReplayEvents = 20 }})
	if err := s.db.Write(t.Context(), func(tx *storage.Tx) error {
		_, err := tx.Exec("DELETE FROM journal_events WHERE seq <= 15")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	epoch := s.journal.Epoch()
	for name, c := range map[string]struct{ query, reason string }{
		"another log":          {"?epoch=other&after=20", "epoch"},
		"no epoch":             {"?after=20", "epoch"},
		"no position":          {"?epoch=" + epoch, "epoch"},
		"no number":            {"?after=x&epoch=" + epoch, "epoch"},
		"a negative number":    {"?after=-1&epoch=" + epoch, "epoch"},
		"beyond 64 bits":       {"?after=99999999999999999999&epoch=" + epoch, "epoch"},
		"twice":                {"?after=20&after=21&epoch=" + epoch, "epoch"},
		"not a query":          {"?%zz", "epoch"},
		"the future":           {"?after=31&epoch=" + epoch, "future"},
		"the very far future":  {"?after=9223372036854775807&epoch=" + epoch, "future"},
		"further than allowed": {"?after=9&epoch=" + epoch, "too_far"},
		"no longer kept":       {"?after=14&epoch=" + epoch, "retention"},
	} {
		t.Run(name, func(t *testing.T) {
			client := s.dial(c.query)
			client.t = t
			client.expect("STATS_UPDATE")
			reset := client.expect("RESET")
			if want := fmt.Sprintf(`{"reason":%q,"seq":30}`, c.reason); string(reset.Data) != want || reset.Seq != 30 {
				t.Errorf("got %s, want %s", reset.Data, want)
			}
		})
	}
	c := s.dial("?after=15&epoch=" + epoch) // the oldest that is kept
	c.expect("STATS_UPDATE")
	c.expectEvents(16, 30)
}

func TestAfterAResetTheSocketIsLive(t *testing.T) {
	s := open(t, setup{before: 3})
	c := s.dial("?epoch=other&after=1")
	c.expect("STATS_UPDATE")
	c.expect("RESET")
	s.records(2)
	c.expectEvents(4, 5)
}

func TestAJumpOfTheLatencyIsToldAtOnce(t *testing.T) {
	s := open(t, setup{})
	c := s.dial("")
	c.expect("STATS_UPDATE")
	s.stats.Observe(event.ShardChanged{Shard: 0, Total: 1, State: event.ShardReady})
	c.expect("STATS_UPDATE") // a shard has changed its state
	probe := func(ms int) {
		s.stats.Observe(event.HeartbeatAcked{Shard: 0, Latency: time.Duration(ms) * time.Millisecond})
	}
	latency := func() float64 {
		var stats dashboard.Stats
		if err := json.Unmarshal(c.expect("STATS_UPDATE").Data, &stats); err != nil || stats.AvgLatencyMs == nil {
			t.Fatalf("no latency: %v", err)
		}
		return *stats.AvgLatencyMs
	}
	probe(40)
	if got := latency(); got != 40 {
		t.Errorf("got %v, want 40", got)
	}
	probe(80)  // by 40 ms: not told
	probe(300) // told
	if got := latency(); got != 300 {
		t.Errorf("got %v, want 300", got)
	}
	probe(390) // by less than a third: not told
	probe(40)
	if got := latency(); got != 40 {
		t.Errorf("got %v, want 40", got)
	}
}

func TestBatchesComeToThoseWhoAskForThem(t *testing.T) {
	s := open(t, setup{})
	batching, plain := s.dial(""), s.dial("")
	batching.expect("STATS_UPDATE")
	plain.expect("STATS_UPDATE")
	batching.says(`{"type":"SUBSCRIBE","data":{"batch":true}}`)
	batching.says(`{"type":"PING"}`)
	batching.expect("PONG") // so it has been heard

	const total = 1500
	written := make(chan struct{})
	go func() { defer close(written); s.records(total) }()
	handled, frames := uint64(0), map[string]int{}
	for handled < total {
		e := batching.next()
		frames[e.Type]++
		var batch struct{ Events []event.Event }
		if e.Type == "EVENT_BATCH" {
			if err := json.Unmarshal(e.Data, &batch); err != nil || len(batch.Events) < 2 {
				t.Fatalf("a batch of %d: %v", len(batch.Events), err)
			}
		} else {
			batch.Events = []event.Event{{Seq: e.Seq}}
		}
		for _, told := range batch.Events {
			if told.Seq != handled+1 {
				t.Fatalf("got event %d after %d", told.Seq, handled)
			}
			handled = told.Seq
		}
		if e.Seq != handled {
			t.Errorf("the frame says %d, its last event is %d", e.Seq, handled)
		}
	}
	if frames["EVENT_BATCH"] == 0 || frames["EVENT_BATCH"]+frames["NEW_EVENT"] > total/5 {
		t.Errorf("%d events came in %v frames", total, frames)
	}
	<-written
	plain.expectEvents(1, total)
}

func TestAtTheEndClientsAreToldAndWaitedFor(t *testing.T) {
	s := open(t, setup{before: 2})
	c := s.dial("")
	c.expect("STATS_UPDATE")
	s.stop()
	if got := string(c.expect("NOTICE").Data); got != `{"reason":"restart","retryAfterMs":5000}` {
		t.Errorf("got %s", got)
	}
	if code := c.closed(); code != 1012 {
		t.Errorf("closed with %d, want 1012", code)
	}
	if n := s.hub.Clients(); n != 0 {
		t.Errorf("%d sockets are left", n)
	}
}

func TestManySocketsComeAndGo(t *testing.T) {
	s := open(t, setup{})
	for range 5 {
		clients := make([]*client, 100)
		for i := range clients {
			clients[i] = s.dial("")
		}
		s.records(1)
		for i, c := range clients {
			c.expect("STATS_UPDATE")
			if i%2 == 0 {
				c.sends(ws.MaskFrame(ws.NewCloseFrame(ws.NewCloseFrameBody(ws.StatusNormalClosure, ""))))
				if code := c.closed(); code != ws.StatusNormalClosure {
					t.Fatalf("closed with %d, want 1000", code)
				}
			}
			c.conn.Close()
		}
		eventually(t, "all sockets are gone", func() bool { return s.hub.Clients() == 0 })
	}
}
