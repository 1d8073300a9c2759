package web

import (
	"context"
	"log/slog"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/aurorabot/aurora/internal/dashboard"
	"github.com/aurorabot/aurora/internal/event"
)

// Log is the durable event log behind the hub's ring.
type Log interface {
	event.Log
	Epoch() string
	Bounds(ctx context.Context) (first, last uint64, err error)
}

// Stats is where the hub reads the figures it sends.
type Stats interface {
	Stats() dashboard.Stats
	Changed() <-chan struct{}
}

// HubConfig sets up a hub.
type HubConfig struct {
	Log      Log
	Stats    Stats
	Interval time.Duration // between two STATS_UPDATE to a socket
	Limits   Limits
	Logger   *slog.Logger
}

// Hub brings every committed event to every socket. An event is encoded once, into
// a ring of finished frames; a socket is a position in it, and behind the ring is
// the log, so a socket that comes back is one that starts further back. A few
// writers, one for each processor, bring the sockets to the ring's head.
type Hub struct {
	cfg       HubConfig
	admission admission
	calm      *calm
	enc       encoder
	ring      *ring
	pages     *pages
	made      time.Time
	writers   []*writer
	clients   atomic.Int64
	running   sync.WaitGroup // of the sockets, until they are dropped, and of their goroutines

	mu      sync.Mutex
	stopped bool
	next    int // the writer that gets the next socket

	statsMu sync.Mutex
	latest  *statsFrame

	slow    slowKicks
	metrics *liveMetrics

	scratch []byte // of Run, for the frame that is being made
}

// NewHub returns a hub that serves sockets while Run runs. seq is the last event
// before those that Run will follow.
func NewHub(cfg HubConfig, seq uint64) *Hub {
	h := &Hub{
		cfg: cfg, admission: newAdmission(cfg.Limits.HandshakesPerSecond), calm: newCalm(), enc: encoder{epoch: cfg.Log.Epoch(), now: time.Now},
		ring: newRing(seq, cfg.Limits.RingEvents, cfg.Limits.RingBytes), made: time.Now(), latest: &statsFrame{},
	}
	h.pages = newPages(cfg.Log, h.encode)
	h.metrics = newLiveMetrics(h)
	for range runtime.GOMAXPROCS(0) {
		h.writers = append(h.writers, newWriter(h))
	}
	return h
}

// Run sends what follower brings until ctx ends; then every socket is told to come
// back, closed, and waited for.
func (h *Hub) Run(ctx context.Context, follower event.Follower) error {
	quit := make(chan struct{})
	var writers, jumps sync.WaitGroup
	for _, w := range h.writers {
		writers.Go(func() { w.work(quit) })
	}
	jumps.Go(func() { h.watchJumps(ctx) })
	follower.Run(ctx, h.ring.head(), func(events []event.Event) {
		h.stampNews()
		h.take(events)
	})
	jumps.Wait()
	h.stop()
	close(quit)
	writers.Wait()
	return nil
}

// take brings events to the sockets.
func (h *Hub) take(events []event.Event) {
	for _, e := range events {
		h.scratch = h.encode(h.scratch[:0], e)
		h.ring.append(h.scratch)
	}
	for _, w := range h.writers {
		w.wake()
	}
}

// encode appends e's frame to dst. Data that is no JSON, which the log should have
// refused, is left out: the sequence must not get a hole.
func (h *Hub) encode(dst []byte, e event.Event) []byte {
	frame, err := h.enc.appendEvent(dst, e)
	if err == nil {
		return frame
	}
	h.cfg.Logger.Error("event is sent without its data", "error", err)
	e.Data = nil
	frame, err = h.enc.appendEvent(dst, e)
	if err != nil {
		panic(err) // all else are texts, numbers and a time
	}
	return frame
}

// stop closes all sockets, refuses new ones, and waits until they are gone.
func (h *Hub) stop() {
	h.mu.Lock()
	h.stopped = true
	h.mu.Unlock()
	spread := min(h.cfg.Limits.CloseSpread, time.Duration(h.Clients())*closePause)
	for _, w := range h.writers {
		w.do(func() { w.dismiss(spread) })
	}
	h.running.Wait()
}

// age is the hub's own clock, which goes on evenly whatever is done to the machine's.
func (h *Hub) age() time.Duration { return time.Since(h.made) }

// Clients is how many sockets are open.
func (h *Hub) Clients() int { return int(h.clients.Load()) }

// Stats are the figures of now, those of the sockets among them.
func (h *Hub) Stats() dashboard.Stats {
	stats := h.cfg.Stats.Stats()
	kicks := h.slow.lastHour(time.Now())
	stats.Live.Clients, stats.Live.SlowKicked1h = h.Clients(), &kicks
	return stats
}

// add gives a socket to a writer, unless the hub has stopped.
func (h *Hub) add(s *socket) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.stopped {
		return false
	}
	s.writer = h.writers[h.next%len(h.writers)]
	h.next++
	h.running.Add(1)
	h.clients.Add(1)
	h.calm.disturb()
	return true
}

// remove forgets a socket whose writer has dropped it.
func (h *Hub) remove() {
	h.clients.Add(-1)
	h.running.Done()
}
