package web

import (
	"bufio"
	"context"
	"io"
	"log/slog"
	"net"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gobwas/ws"

	"github.com/aurorabot/aurora/internal/event"
)

// piped runs a hub in a bubble of its own time, with one client. The client's
// connection is a pipe, which can only be written with waiting: so these tests are
// those of connections behind TLS as well.
func piped(t *testing.T, limits Limits, play func(h *Hub, client net.Conn, record func())) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		logger, bus := slog.New(slog.DiscardHandler), &event.Bus{}
		h := NewHub(HubConfig{Log: emptyLog{}, Stats: noStats{}, Interval: 5 * time.Second, Limits: limits, Logger: logger}, 0)
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan struct{})
		events := bus.Subscribe(64)
		go func() {
			defer close(ended)
			if err := h.Run(ctx, event.Follower{Events: events, Log: emptyLog{}, Logger: logger}); err != nil {
				t.Error(err)
			}
		}()
		client, server := net.Pipe()
		h.serve(t.Context(), server, newFrameReader(server, &h.cfg.Limits), position{}, nil)
		seq := uint64(0)
		play(h, client, func() {
			seq++
			bus.Publish(event.Event{Seq: seq, Type: "test.happened"})
		})
		client.Close()
		stop()
		<-ended
	})
}

func readFrame(input io.Reader) (ws.Frame, error) {
	header, err := ws.ReadHeader(input)
	if err != nil {
		return ws.Frame{}, err
	}
	f := ws.Frame{Header: header, Payload: make([]byte, header.Length)}
	_, err = io.ReadFull(input, f.Payload)
	return f, err
}

// TestASilentPeerIsGoneIn45Seconds is requirement T6: packets are dropped, and nobody
// says so.
func TestASilentPeerIsGoneIn45Seconds(t *testing.T) {
	piped(t, DefaultLimits(), func(h *Hub, client net.Conn, _ func()) {
		began := time.Now()
		pings, stats := 0, 0
		input := bufio.NewReader(client)
		for {
			f, err := readFrame(input)
			if err != nil {
				break
			}
			if f.Header.OpCode == ws.OpPing {
				pings++
			} else {
				stats++
			}
		}
		if took := time.Since(began); took < 44*time.Second || took > 46*time.Second {
			t.Errorf("gone after %v, want 45 s", took)
		}
		if pings != 2 || stats != 9 {
			t.Errorf("got %d pings and %d STATS_UPDATE in 45 s, want 2 and 9", pings, stats)
		}
		synctest.Wait()
		if n := h.Clients(); n != 0 {
			t.Errorf("%d sockets are left", n)
		}
	})
}

func TestAPeerThatAnswersPingsStays(t *testing.T) {
	piped(t, DefaultLimits(), func(h *Hub, client net.Conn, record func()) {
		input := bufio.NewReader(client)
		began := time.Now()
		var last time.Time
		events := 0
		for time.Since(began) < 5*time.Minute {
			f, err := readFrame(input)
			if err != nil {
				t.Fatalf("after %v: %v", time.Since(began), err)
			}
			if f.Header.OpCode == ws.OpPing {
				if err := ws.WriteFrame(client, ws.MaskFrame(ws.NewPongFrame(f.Payload))); err != nil {
					t.Fatal(err)
				}
				record()
				continue
			}
			if kind := f.Payload[:len(`{"type":"N`)]; string(kind) == `{"type":"N` {
				events++
				continue
			}
			if now := time.Now(); last.IsZero() {
				last = now
			} else if apart := now.Sub(last); apart < 4500*time.Millisecond || apart > 5500*time.Millisecond {
				t.Errorf("two STATS_UPDATE are %v apart, want 5 s", apart)
			} else {
				last = now
			}
		}
		if events < 14 || h.Clients() != 1 {
			t.Errorf("got %d events, %d clients", events, h.Clients())
		}
	})
}

// TestAPeerThatTakesNothingIsGivenFiveSeconds and one more for the close frame.
func TestAPeerThatTakesNothingIsGivenFiveSeconds(t *testing.T) {
	piped(t, DefaultLimits(), func(h *Hub, client net.Conn, _ func()) {
		time.Sleep(5900 * time.Millisecond)
		if h.Clients() != 1 {
			t.Error("gone before its time")
		}
		time.Sleep(200 * time.Millisecond)
		if n, err := io.Copy(io.Discard, client); n > 0 || h.Clients() != 0 {
			t.Errorf("%d bytes came, %v, %d clients are left", n, err, h.Clients())
		}
		if kicks := h.slow.lastHour(time.Now()); kicks != 1 {
			t.Errorf("%d were too slow, want 1", kicks)
		}
		if kicks := h.slow.lastHour(time.Now().Add(time.Hour)); kicks != 0 {
			t.Errorf("%d were too slow in an hour in which nothing happened", kicks)
		}
	})
}

// TestASlowPeerThatWakesUpIsToldWhy: 4408 is tried for a second.
func TestASlowPeerThatWakesUpIsToldWhy(t *testing.T) {
	piped(t, DefaultLimits(), func(_ *Hub, client net.Conn, _ func()) {
		time.Sleep(5500 * time.Millisecond)
		input := bufio.NewReader(client)
		for {
			f, err := readFrame(input)
			if err != nil {
				t.Fatal(err)
			}
			if f.Header.OpCode == ws.OpClose {
				if code, _ := ws.ParseCloseFrameData(f.Payload); code != closeTooSlow {
					t.Errorf("closed with %d, want 4408", code)
				}
				return
			}
		}
	})
}
