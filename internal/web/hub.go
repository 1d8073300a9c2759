package web

import (
	"context"
	"log/slog"
	"math"
	"sync"
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

// HubConfig sets up a hub. Zero limits mean the defaults.
type HubConfig struct {
	Log      Log
	Stats    Stats
	Interval time.Duration // between two STATS_UPDATE to a socket
	Logger   *slog.Logger

	RingEvents int           // held ready for sockets that are a little behind: 10 000
	RingBytes  int           // 8 MiB
	MaxReplay  int           // events that a socket can ask to be sent again: 10 000
	Patience   time.Duration // with a socket that takes nothing: 5 s
}

const (
	statsAge         = 50 * time.Millisecond  // how old a STATS_UPDATE may be that is sent as new
	jumpPause        = 250 * time.Millisecond // between two updates out of turn
	restartSpread    = 5 * time.Second        // within which browsers are asked to come back
	shutdownPatience = 5 * time.Second
)

// Hub brings every committed event to every socket. An event is encoded once, into
// a ring of finished frames; a socket is a position in it, and behind the ring is
// the log, so a socket that comes back is one that starts further back.
type Hub struct {
	cfg HubConfig
	enc encoder

	ring *ring

	mu      sync.Mutex
	sockets map[*socket]struct{}
	stopped bool
	running sync.WaitGroup // of the sockets

	statsMu sync.Mutex
	latest  statsFrame
}

// statsFrame is a STATS_UPDATE and what in it can be a jump.
type statsFrame struct {
	frame
	seq     uint64
	made    time.Time
	gateway gatewayView
}

// gatewayView is what the browser is told out of turn when it changes.
type gatewayView struct {
	latencyMs *float64
	shards    string // the state of each
}

// NewHub returns a hub that serves sockets while Run runs. seq is the last event
// before those that Run will follow.
func NewHub(cfg HubConfig, seq uint64) *Hub {
	cfg.RingEvents = orDefault(cfg.RingEvents, 10_000)
	cfg.RingBytes = orDefault(cfg.RingBytes, 8<<20)
	cfg.MaxReplay = orDefault(cfg.MaxReplay, 10_000)
	cfg.Patience = orDefault(cfg.Patience, 5*time.Second)
	return &Hub{
		cfg: cfg, enc: encoder{epoch: cfg.Log.Epoch(), now: time.Now},
		ring: newRing(seq, cfg.RingEvents, cfg.RingBytes), sockets: make(map[*socket]struct{}),
	}
}

func orDefault[T int | time.Duration](n, otherwise T) T {
	if n == 0 {
		return otherwise
	}
	return n
}

// Run sends what follower brings until ctx ends; then every socket is told to come
// back, closed, and waited for.
func (h *Hub) Run(ctx context.Context, follower event.Follower) error {
	var jumps sync.WaitGroup
	jumps.Go(func() { h.watchJumps(ctx) })
	follower.Run(ctx, h.ring.head(), func(events []event.Event) {
		for _, e := range events {
			f, err := h.enc.newEvent(e)
			if err != nil { // only data that is no JSON, which the log has refused
				h.cfg.Logger.Error("event cannot be sent", "error", err)
				f = frame{}
			}
			h.ring.append(f)
		}
		h.wakeAll()
	})
	jumps.Wait()
	h.stop()
	return nil
}

// stop closes all sockets and refuses new ones.
func (h *Hub) stop() {
	h.mu.Lock()
	h.stopped = true
	for s := range h.sockets {
		s.close(closeRestart, "restart")
	}
	h.mu.Unlock()
	h.running.Wait()
}

// Clients is how many sockets are open.
func (h *Hub) Clients() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.sockets)
}

// Stats are the figures of now, those of the sockets among them.
func (h *Hub) Stats() dashboard.Stats {
	stats := h.cfg.Stats.Stats()
	stats.Live.Clients = h.Clients()
	return stats
}

// add takes a socket in, unless the hub has stopped.
func (h *Hub) add(s *socket) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.stopped {
		return false
	}
	h.sockets[s] = struct{}{}
	h.running.Add(1)
	return true
}

func (h *Hub) remove(s *socket) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.sockets, s)
	h.running.Done()
}

func (h *Hub) wakeAll() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for s := range h.sockets {
		s.wake()
	}
}

// statsNow is the STATS_UPDATE of now, encoded once for all who ask at about the
// same time.
func (h *Hub) statsNow() (statsFrame, error) {
	h.statsMu.Lock()
	defer h.statsMu.Unlock()
	if time.Since(h.latest.made) < statsAge {
		return h.latest, nil
	}
	return h.encodeStats()
}

// freshStats is the STATS_UPDATE of this very moment.
func (h *Hub) freshStats() (statsFrame, error) {
	h.statsMu.Lock()
	defer h.statsMu.Unlock()
	return h.encodeStats()
}

func (h *Hub) encodeStats() (statsFrame, error) {
	stats := h.Stats()
	f, err := h.enc.stats(stats)
	if err != nil {
		return statsFrame{}, err
	}
	h.latest = statsFrame{frame: f, seq: stats.Seq, made: time.Now(), gateway: viewOf(stats)}
	return h.latest, nil
}

func viewOf(s dashboard.Stats) gatewayView {
	view := gatewayView{latencyMs: s.AvgLatencyMs}
	for _, shard := range s.Gateway.Shards {
		view.shards += string(shard.State) + " "
	}
	return view
}

// jumped reports whether v differs from what was told so much that it is told at
// once: a shard's state, or an average that moved by more than a third and 50 ms.
func (v gatewayView) jumped(told gatewayView) bool {
	if v.shards != told.shards || (v.latencyMs == nil) != (told.latencyMs == nil) {
		return true
	}
	if v.latencyMs == nil {
		return false
	}
	moved := math.Abs(*v.latencyMs - *told.latencyMs)
	return moved > *told.latencyMs/3 && moved > 50
}

// watchJumps looks after each reading of the gateway, at most four times a second,
// whether a socket has to be told out of turn.
func (h *Hub) watchJumps(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-h.cfg.Stats.Changed():
		}
		h.tellJumped()
		select {
		case <-ctx.Done():
			return
		case <-time.After(jumpPause):
		}
	}
}

func (h *Hub) tellJumped() {
	stats, err := h.freshStats()
	if err != nil {
		h.cfg.Logger.Error("stats cannot be sent", "error", err)
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	for s := range h.sockets {
		s.tellIfJumped(stats.gateway)
	}
}
