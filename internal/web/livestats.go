package web

import (
	"context"
	"math"
	"time"

	"github.com/aurorabot/aurora/internal/dashboard"
)

const (
	statsAge  = 50 * time.Millisecond  // how old a STATS_UPDATE may be that is sent as new
	jumpPause = 250 * time.Millisecond // between two updates out of turn
)

// statsFrame is a STATS_UPDATE and what in it can be a jump. It is never changed.
type statsFrame struct {
	bytes   []byte
	seq     uint64
	made    time.Time
	gateway *gatewayView // apart, because a socket keeps it
}

// gatewayView is what the browser is told out of turn when it changes.
type gatewayView struct {
	latencyMs *float64
	shards    string // the state of each
}

// statsNow is the STATS_UPDATE of now, encoded once for all who ask at about the
// same time.
func (h *Hub) statsNow() (*statsFrame, error) {
	h.statsMu.Lock()
	defer h.statsMu.Unlock()
	if time.Since(h.latest.made) < statsAge {
		return h.latest, nil
	}
	return h.encodeStats()
}

// freshStats is the STATS_UPDATE of this very moment.
func (h *Hub) freshStats() (*statsFrame, error) {
	h.statsMu.Lock()
	defer h.statsMu.Unlock()
	return h.encodeStats()
}

func (h *Hub) encodeStats() (*statsFrame, error) {
	stats := h.Stats()
	frame, err := h.enc.stats(stats)
	if err != nil {
		return nil, err
	}
	h.latest = &statsFrame{bytes: frame, seq: stats.Seq, made: time.Now(), gateway: viewOf(stats)}
	return h.latest, nil
}

func viewOf(s dashboard.Stats) *gatewayView {
	view := &gatewayView{latencyMs: s.AvgLatencyMs}
	for _, shard := range s.Gateway.Shards {
		view.shards += string(shard.State) + " "
	}
	return view
}

// jumped reports whether v differs from what was told so much that it is told at
// once: a shard's state, or an average that moved by more than a third and 50 ms.
func (v *gatewayView) jumped(told *gatewayView) bool {
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
	for _, w := range h.writers {
		w.do(func() { w.tellJumped(stats.gateway) })
	}
}

// tellJumped sends the stats out of turn to those who were told otherwise.
func (w *writer) tellJumped(view *gatewayView) {
	for _, s := range w.sockets {
		if told := s.told.Load(); told != nil && view.jumped(told) {
			s.oweStats()
		}
	}
}
