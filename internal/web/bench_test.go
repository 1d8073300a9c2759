package web

import (
	"context"
	"log/slog"
	"net"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aurorabot/aurora/internal/dashboard"
	"github.com/aurorabot/aurora/internal/event"
)

// BenchmarkEncode is what an event costs once, however many sockets there are.
func BenchmarkEncode(b *testing.B) {
	enc := encoder{epoch: "TSWVL5CPRSY5RBRJHAYNEDL6O6", now: time.Now}
	r := newRing(0, 10_000, 8<<20)
	e := goldenEvent(1)
	var scratch []byte
	b.ReportAllocs()
	for b.Loop() {
		frame, err := enc.appendEvent(scratch[:0], e)
		if err != nil {
			b.Fatal(err)
		}
		scratch = frame
		r.append(frame)
	}
}

// BenchmarkRing is the ring alone: a frame in, and the run that each of a hundred
// sockets is to send.
func BenchmarkRing(b *testing.B) {
	r := newRing(0, 10_000, 8<<20)
	frame := make([]byte, 400)
	b.ReportAllocs()
	for seq := uint64(0); b.Loop(); seq++ {
		r.append(frame)
		for range 100 {
			if run, held := r.after(seq, seq+1); !held || len(run.bytes) != len(frame) {
				b.Fatalf("got %d bytes, held %v", len(run.bytes), held)
			}
		}
	}
}

// BenchmarkWrite is an event on its way to a hundred sockets, one write each, until
// all clients have it.
func BenchmarkWrite(b *testing.B) {
	const sockets = 100
	h := NewHub(HubConfig{Log: emptyLog{}, Stats: noStats{}, Interval: time.Hour, Limits: DefaultLimits(), Logger: slog.New(slog.DiscardHandler)}, 0)
	var received atomic.Int64
	for range sockets {
		h.connect(b, &received)
	}
	round := func() {
		for _, w := range h.writers {
			w.round(h.age())
		}
	}
	round() // the first STATS_UPDATE
	frame := appendHeader(nil, 396)
	frame = append(frame, make([]byte, 396)...)
	before := int64(sockets * len(h.latest.bytes))
	b.ReportAllocs()
	for n := int64(1); b.Loop(); n++ {
		h.ring.append(frame)
		round()
		if n%50 == 0 { // well before a kernel buffer is full
			for received.Load() < before+n*int64(sockets*len(frame)) {
				time.Sleep(50 * time.Microsecond)
			}
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/sockets, "ns/message")
}

// connect adds a socket over TCP whose client reads all it gets, and counts the bytes.
func (h *Hub) connect(tb testing.TB, received *atomic.Int64) {
	tb.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	defer listener.Close()
	client, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		tb.Fatal(err)
	}
	conn, err := listener.Accept()
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { client.Close(); conn.Close() })
	h.serve(tb.Context(), conn, newFrameReader(conn, &h.cfg.Limits), position{}, nil)
	go func() {
		buffer := make([]byte, 64<<10)
		for {
			n, err := client.Read(buffer)
			if err != nil {
				return
			}
			received.Add(int64(n))
		}
	}()
}

// emptyLog is the log of a dashboard where nothing has happened yet.
type emptyLog struct{}

func (emptyLog) Epoch() string                                             { return "TSWVL5CPRSY5RBRJHAYNEDL6O6" }
func (emptyLog) Bounds(context.Context) (first, last uint64, err error)    { return 1, 0, nil }
func (emptyLog) After(context.Context, uint64, int) ([]event.Event, error) { return nil, nil }

// noStats are the figures of a dashboard that has measured nothing.
type noStats struct{}

func (noStats) Stats() dashboard.Stats   { return dashboard.Stats{} }
func (noStats) Changed() <-chan struct{} { return nil }
