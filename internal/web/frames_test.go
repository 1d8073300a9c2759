package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/gobwas/ws"

	"github.com/aurorabot/aurora/internal/dashboard"
	"github.com/aurorabot/aurora/internal/event"
)

var update = flag.Bool("update", false, "write the golden frames anew")

// noon is when all golden frames were made.
var noon = time.Date(2026, 11, 21, 12, 0, 0, 123e6, time.UTC)

// TestGoldenFrames keeps one frame of each type in testdata/wire, where the front
// end's tests read them too: the contract has two readers and one copy.
func TestGoldenFrames(t *testing.T) {
	enc := encoder{epoch: "TSWVL5CPRSY5RBRJHAYNEDL6O6", now: func() time.Time { return noon }}
	claimed, err := enc.appendEvent(nil, goldenEvent(1042))
	if err != nil {
		t.Fatal(err)
	}
	two, err := enc.appendEvent(claimed, goldenEvent(1043))
	if err != nil {
		t.Fatal(err)
	}
	stats, err := enc.stats(goldenStats())
	if err != nil {
		t.Fatal(err)
	}
	for name, frame := range map[string][]byte{
		"new_event":    claimed,
		"event_batch":  enc.batch(two, 1043),
		"stats_update": stats,
		"resumed":      enc.resumed(1000, 1042),
		"reset":        enc.reset(resetTooFar, 20_000),
		"notice":       enc.restart(1042, 5*time.Second),
		"pong":         enc.pong(1042),
		"error":        enc.refusal(1042, problem{code: unknownType, message: `type "HELLO" is not known: PING or SUBSCRIBE`}),
	} {
		t.Run(name, func(t *testing.T) { compareGolden(t, name, payloadOf(t, frame)) })
	}
}

func goldenEvent(seq uint64) event.Event {
	shard := 0
	return event.Event{
		Seq: seq, Epoch: "TSWVL5CPRSY5RBRJHAYNEDL6O6", Time: noon, Type: "economy.daily.claimed", Severity: event.Info, Source: "economy",
		Title: "Daily claimed", Message: "mira claimed 130 coins, streak 4",
		Guild: event.Ref{ID: 1236479582720317963, Name: "Wandering Study Hall"}, User: event.Ref{ID: 1187112825487453456, Name: "mira"},
		Shard: &shard, Command: "daily", InteractionID: 1573816870975307796, TraceID: "1573816870975307796", DurationMs: 12.4,
		Data: json.RawMessage(`{"amount":"130","balance":"910","streak":4}`),
	}
}

func goldenStats() dashboard.Stats {
	now := noon
	r := dashboard.NewRecorder(dashboard.Config{
		Epoch: "TSWVL5CPRSY5RBRJHAYNEDL6O6", Interval: 5 * time.Second, Now: func() time.Time { return now },
		Build: dashboard.Build{Version: "1.0.0", Commit: "0123abc", StartedAt: noon.Add(-time.Hour)},
	})
	r.Observe(event.ShardChanged{Shard: 0, Total: 1, State: event.ShardReady})
	r.Observe(event.HeartbeatAcked{Shard: 0, Latency: 42 * time.Millisecond})
	r.Observe(event.GuildSeen{Guild: 1236479582720317963, Members: 33, Available: true})
	completed := goldenEvent(1)
	completed.Type, completed.Severity, completed.Data = "command.completed", event.Debug, json.RawMessage(`{"ackMs":12.4,"totalMs":12.4}`)
	r.RecordEvent(completed)
	r.RecordEvent(goldenEvent(2))
	stats := r.Stats()
	resident := uint64(32 << 20)
	share, pause, size, lag, dropped := .125, .2, int64(4<<20), 3.5, 0
	stats.Runtime = dashboard.Runtime{ // what differs from machine to machine
		CPUPct: &share, RSSBytes: &resident, Goroutines: 99, GCPauseP99Ms: &pause,
		DB: &dashboard.Database{Latency: &dashboard.Pct{N: 2, P50: .9, P95: 1.2, P99: 1.2, Max: 1.2}, PoolInUse: 1, SizeBytes: &size},
	}
	stats.Bus.Dropped5m, stats.Bus.LagP99Ms = &dropped, &lag
	stats.Live.Clients = 2
	stats.Economy = json.RawMessage(`{"accounts":1,"currency":"coins","supply":"910"}`)
	return stats
}

func payloadOf(t *testing.T, frame []byte) []byte {
	t.Helper()
	header, err := ws.ReadHeader(bytes.NewReader(frame))
	if err != nil || header.OpCode != ws.OpText || !header.Fin || header.Masked {
		t.Fatalf("not a text frame of a server: %+v, %v", header, err)
	}
	payload := frame[ws.HeaderSize(header):]
	if int64(len(payload)) != header.Length {
		t.Fatalf("the header announces %d bytes, there are %d", header.Length, len(payload))
	}
	return payload
}

func compareGolden(t *testing.T, name string, payload []byte) {
	t.Helper()
	var got bytes.Buffer
	if err := json.Indent(&got, payload, "", "  "); err != nil {
		t.Fatalf("not JSON: %v", err)
	}
	got.WriteByte('\n')
	path := filepath.Join("testdata", "wire", name+".json")
	if *update {
		if err := os.WriteFile(path, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got.Bytes(), want) {
		t.Errorf("%s is not what was agreed; if it should be, run make golden\n%s", path, got.Bytes())
	}
}

func TestBatchesBeginAboveTwentyEventsASecond(t *testing.T) {
	var p pace
	now := noon
	for range 100 { // ten a second, for ten seconds
		now = now.Add(100 * time.Millisecond)
		if p.crowded(now) {
			t.Fatal("ten events a second are not many")
		}
		p.sent(now, 1)
	}
	frames, waiting := 0, 0
	for end := now.Add(10 * time.Second); now.Before(end); now = now.Add(time.Millisecond) {
		waiting++ // a thousand a second
		if p.hold(now) == 0 {
			p.sent(now, waiting)
			frames, waiting = frames+1, 0
		}
	}
	if frames > 10*batchesPerSecond+2*singlesPerSecond {
		t.Errorf("%d frames in ten seconds, want about %d", frames, 10*batchesPerSecond)
	}
	now = now.Add(2 * time.Second)
	if p.crowded(now) {
		t.Error("after two quiet seconds events still come in batches")
	}
}

// FuzzParseMessage looks that nothing a stranger sends is more than refused, and
// that what is taken is one of the messages there are.
func FuzzParseMessage(f *testing.F) {
	f.Add([]byte(`{"type":"PING"}`))
	f.Add([]byte(`{"type":"SUBSCRIBE","data":{"batch":true}}`))
	f.Add([]byte(`{"type":"SUBSCRIBE","data":{"batch":[[[[[[[[1]]]]]]]]}}`))
	f.Add([]byte(`{"type":1e999,"\ud800":-0}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		m, p := parseMessage(text)
		if p == nil && m.ping == m.subscribe {
			t.Errorf("%q was taken as %+v", text, m)
		}
		if p == nil && !json.Valid(text) {
			t.Errorf("%q is not JSON and was taken as %+v", text, m)
		}
		if p != nil && (p.code == "" || p.message == "") {
			t.Errorf("%q was refused without a reason", text)
		}
	})
}

// FuzzFrames looks that whatever bytes a stranger sends, only whole messages come out
// that may be, or a code to close with.
func FuzzFrames(f *testing.F) {
	hello := ws.MustCompileFrame(ws.MaskFrame(ws.NewTextFrame([]byte(`{"type":"PING"}`))))
	f.Add(hello)
	f.Add(append(ws.MustCompileFrame(ws.MaskFrame(ws.NewPingFrame([]byte("x")))), hello...))
	f.Add(ws.MustCompileFrame(ws.MaskFrame(ws.NewFrame(ws.OpText, false, []byte("{")))))
	f.Add([]byte{0x81, 0xff, 0, 4, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4})
	f.Add([]byte{0x88, 0x82, 0, 0, 0, 0, 0x03, 0xe8})
	limits := DefaultLimits()
	f.Fuzz(func(t *testing.T, sent []byte) {
		input := newFrameReader(bytes.NewReader(sent), &limits)
		for {
			op, payload, err := input.next()
			if v, ok := errors.AsType[violation](err); ok {
				if code, _ := closeAnswer(ws.NewCloseFrameBody(v.code, v.reason)); code != v.code {
					t.Errorf("closes with %d, which nobody may say", v.code)
				}
				return
			}
			if err != nil {
				if !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
					t.Errorf("got %v", err)
				}
				return
			}
			if op == ws.OpText && (!utf8.Valid(payload) || len(payload) > limits.MessageBytes) || op.IsControl() && len(payload) > 125 {
				t.Errorf("opcode %d came with %q", op, payload)
			}
			if op != ws.OpText && !op.IsControl() {
				t.Errorf("opcode %d came through", op)
			}
		}
	})
}
