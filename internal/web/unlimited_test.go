package web

import (
	"bufio"
	"bytes"
	"log/slog"
	"math"
	"net"
	"testing"
	"time"

	"github.com/gobwas/ws"
)

func TestARingWithoutLimitsForgetsNothing(t *testing.T) {
	r := newRing(0, 0, 0)
	for range 12_000 { // more than by default, in number and bytes
		r.append(make([]byte, 1000))
	}
	if first := r.oldest(); first != 1 {
		t.Errorf("it begins at %d, want 1", first)
	}
	if _, held := r.after(0, math.MaxUint64); !held {
		t.Error("the first frame is not held")
	}
}

// TestASocketWithoutLimitsMayDoNothing: it takes nothing and says nothing, for an hour.
func TestASocketWithoutLimitsMayDoNothing(t *testing.T) {
	piped(t, Limits{}, func(h *Hub, client net.Conn, _ func()) {
		time.Sleep(time.Hour)
		if h.Clients() != 1 {
			t.Fatal("it is gone")
		}
		input := bufio.NewReader(client)
		for began := time.Now(); time.Since(began) < 10*time.Minute; {
			f, err := readFrame(input)
			if err != nil || f.Header.OpCode == ws.OpPing {
				t.Fatalf("got a frame of opcode %d, %v; want no pings and no end", f.Header.OpCode, err)
			}
		}
	})
}

func TestASlowReaderHasTheTimeThatIsSet(t *testing.T) {
	limits := DefaultLimits()
	limits.SlowReaderTimeout = 30 * time.Second
	piped(t, limits, func(h *Hub, _ net.Conn, _ func()) {
		time.Sleep(29 * time.Second)
		if h.Clients() != 1 {
			t.Error("gone before its time")
		}
		time.Sleep(3 * time.Second)
		if h.Clients() != 0 {
			t.Error("still there after its time")
		}
	})
}

func TestPingsAndSilenceHaveTheTimesThatAreSet(t *testing.T) {
	limits := DefaultLimits()
	limits.PingInterval, limits.SilenceTimeout = time.Second, 10*time.Second
	piped(t, limits, func(_ *Hub, client net.Conn, _ func()) {
		began, pings, input := time.Now(), 0, bufio.NewReader(client)
		for {
			f, err := readFrame(input)
			if err != nil {
				break
			}
			if f.Header.OpCode == ws.OpPing {
				pings++
			}
		}
		if took := time.Since(began).Round(time.Second); took != 10*time.Second || pings < 9 {
			t.Errorf("gone after %v and %d pings, want 10 s and 9", took, pings)
		}
	})
}

// TestAtAStopTheSocketsAreClosedWithinTheSpread looks when each of a thousand is to be
// closed, which has 2 s where the spread allows it.
func TestAtAStopTheSocketsAreClosedWithinTheSpread(t *testing.T) {
	for spread, want := range map[time.Duration]time.Duration{0: 0, time.Second: time.Second, 10 * time.Second: 2 * time.Second} {
		h := NewHub(HubConfig{
			Log: emptyLog{}, Stats: noStats{}, Interval: time.Hour, Limits: Limits{CloseSpread: spread}, Logger: slog.New(slog.DiscardHandler),
		}, 0)
		h.clients.Store(1000)
		w := h.writers[0]
		for range 1000 {
			w.sockets = append(w.sockets, &socket{hub: h, writer: w})
		}
		h.stop()
		w.ask[0]()
		first, last := w.sockets[0].closeAt, w.sockets[999].closeAt
		if got := (last - first).Round(10 * time.Millisecond); got != want {
			t.Errorf("spread over %v, want %v, where the limit is %v", got, want, spread)
		}
	}
}

// TestANoticeSaysWithinWhatTimeToComeBack looks at the last words of a stop.
func TestANoticeSaysWithinWhatTimeToComeBack(t *testing.T) {
	h := NewHub(HubConfig{
		Log: emptyLog{}, Stats: noStats{}, Interval: time.Hour, Limits: Limits{RestartSpread: 7 * time.Second}, Logger: slog.New(slog.DiscardHandler),
	}, 0)
	s := &socket{hub: h, slot: slot{notice: true}}
	frames, _ := s.takeControl()
	f, err := readFrame(bytes.NewReader(frames))
	if err != nil || !bytes.Contains(f.Payload, []byte(`"retryAfterMs":7000`)) {
		t.Errorf("got %s, %v", f.Payload, err)
	}
}
