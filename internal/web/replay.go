package web

import (
	"context"
	"fmt"
)

// position is where a client wants to go on: after an event of a log, or live.
type position struct {
	resume bool
	epoch  string // "" where it was malformed, which no log is
	after  uint64
}

// replay is the part of the past that a socket has asked for, while it is not sent yet.
type replay struct{ from, to uint64 }

// begin makes ready the first STATS_UPDATE and settles from where the events follow.
func (s *socket) begin(ctx context.Context, start position) error {
	stats, err := s.hub.statsNow()
	if err != nil {
		return err
	}
	s.told.Store(stats.gateway)
	s.cursor = stats.seq
	s.put(stats.bytes, 1)
	if !start.resume {
		return nil
	}
	first, last, err := s.hub.cfg.Log.Bounds(ctx)
	if err != nil {
		return fmt.Errorf("resume: %w", err)
	}
	if reason := s.hub.cannotServe(start, first, last); reason != "" {
		s.cursor = last
		s.put(append(append([]byte(nil), stats.bytes...), s.hub.reset(reason, last)...), 2)
		return nil
	}
	s.cursor, s.last = start.after, start.after
	s.replay = &replay{from: start.after, to: last}
	return nil
}

// cannotServe is the reason why a position in a log of the events first to last is
// not served, or "".
func (h *Hub) cannotServe(p position, first, last uint64) string {
	switch {
	case p.epoch != h.enc.epoch:
		return resetEpoch
	case p.after > last:
		return resetFuture
	case h.cfg.Limits.ReplayEvents > 0 && last-p.after > uint64(h.cfg.Limits.ReplayEvents):
		return resetTooFar
	case p.after+1 < first:
		return resetRetention
	}
	return ""
}

// reset is a RESET, which it counts.
func (h *Hub) reset(reason string, seq uint64) []byte {
	h.metrics.resets.WithLabelValues(reason).Inc()
	return h.enc.reset(reason, seq)
}

// putReplayed makes the next events of the replay what is sent next: from the ring
// where it holds them, else from the log. At the end of the replay it is RESUMED, and
// where the log has ceased to keep the events meanwhile, RESET.
func (s *socket) putReplayed(ctx context.Context) error {
	if s.cursor == s.replay.to {
		s.put(s.hub.enc.resumed(s.replay.from, s.replay.to), 1)
		s.replay = nil
		s.hub.metrics.resumed.Inc()
		return nil
	}
	r, held := s.hub.ring.after(s.cursor, s.replay.to)
	if !held || len(r.bytes) == 0 { // what is committed may not have reached the ring yet
		page, err := s.hub.pages.after(ctx, s.cursor)
		if err != nil {
			return fmt.Errorf("replay: %w", err)
		}
		if page == nil {
			s.cursor, s.replay = s.replay.to, nil
			s.put(s.hub.reset(resetRetention, s.cursor), 1)
			return nil
		}
		r = page.after(s.cursor, s.replay.to)
	}
	if s.batching.Load() && r.last > r.first {
		s.putBatch(r)
		return nil
	}
	s.putRun(r)
	return nil
}
