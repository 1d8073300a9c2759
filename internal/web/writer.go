package web

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"slices"
	"time"
)

var (
	// errTooSlow ends a socket that has fallen out of the ring.
	errTooSlow = errors.New("the socket is too slow")
	// errForgotten ends a replay whose events the log has ceased to keep meanwhile.
	errForgotten = errors.New("the log has forgotten what is to be replayed")
)

// connError is a failure of the connection itself, about which nothing can be told
// to its client.
type connError struct{ error }

func (e connError) Unwrap() error { return e.error }

func isConnError(err error) bool {
	_, ok := errors.AsType[connError](err)
	return ok
}

// begin sends the first STATS_UPDATE and settles from where the events follow.
func (s *socket) begin(ctx context.Context, start position) error {
	seq, err := s.sendStats()
	if err != nil {
		return err
	}
	s.cursor = seq
	if !start.resume {
		return nil
	}
	first, last, err := s.hub.cfg.Log.Bounds(ctx)
	if err != nil {
		return fmt.Errorf("resume: %w", err)
	}
	if reason := s.hub.cannotServe(start, first, last); reason != "" {
		return s.reset(reason, last)
	}
	s.cursor = start.after
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
	case last-p.after > uint64(h.cfg.MaxReplay):
		return resetTooFar
	case p.after+1 < first:
		return resetRetention
	}
	return ""
}

// reset tells the client to load its state anew, and goes on live after seq.
func (s *socket) reset(reason string, seq uint64) error {
	s.cursor, s.replay = seq, nil
	return s.send(s.hub.enc.reset(reason, seq))
}

// sendDue sends all that is due now. wait is when to look again although nobody
// wakes the writer: events are being held back to make a batch.
func (s *socket) sendDue(ctx context.Context) (wait time.Duration, err error) {
	for !s.closing() {
		s.mu.Lock()
		statsDue, batching := s.statsDue, s.batching
		s.statsDue = false
		s.mu.Unlock()
		if control := s.takeControl(); len(control) > 0 {
			if err := s.send(control...); err != nil {
				return 0, err
			}
		}
		if statsDue {
			if _, err := s.sendStats(); err != nil {
				return 0, err
			}
		}
		if batching && s.replay == nil {
			if wait := s.pace.hold(time.Now()); wait > 0 {
				return wait, nil
			}
		}
		if more, err := s.sendEvents(ctx, batching); !more || err != nil {
			return 0, err
		}
	}
	return 0, nil
}

// sendStats sends the figures of now and returns the last event they include.
func (s *socket) sendStats() (seq uint64, err error) {
	stats, err := s.hub.statsNow()
	if err != nil {
		return 0, err
	}
	s.mu.Lock()
	s.told = stats.gateway
	s.mu.Unlock()
	return stats.seq, s.send(stats.frame)
}

// sendEvents sends the events after the cursor, as many as one write takes, and
// RESUMED where they end a replay. more is whether there may be others.
func (s *socket) sendEvents(ctx context.Context, batching bool) (more bool, err error) {
	page, err := s.next(ctx)
	if errors.Is(err, errForgotten) {
		return true, s.reset(resetRetention, s.replay.to)
	}
	if err != nil || len(page) == 0 && s.replay == nil {
		return false, err
	}
	frames := page
	last := s.cursor + uint64(len(page))
	if batching && len(page) > 1 && (s.replay != nil || s.pace.crowded(time.Now())) {
		frames = []frame{s.hub.enc.batch(page, last)}
	}
	if s.replay != nil && last == s.replay.to {
		frames = append(slices.Clip(frames), s.hub.enc.resumed(s.replay.from, s.replay.to))
		s.replay = nil
	}
	if err := s.send(frames...); err != nil {
		return false, err
	}
	s.cursor = last
	s.pace.sent(time.Now(), len(page))
	return len(page) > 0, nil
}

// next are the events after the cursor, from the ring or, while the past is being
// replayed, from the log.
func (s *socket) next(ctx context.Context) ([]frame, error) {
	limit := maxEvents
	if s.replay != nil {
		limit = int(min(maxEvents, s.replay.to-s.cursor))
	}
	page, held := s.hub.ring.after(s.cursor, s.page[:0:limit])
	if held && (s.replay == nil || len(page) == limit) {
		return page, nil
	}
	if s.replay == nil {
		return nil, errTooSlow
	}
	events, err := s.hub.cfg.Log.After(ctx, s.cursor, limit)
	if err != nil {
		return nil, fmt.Errorf("replay: %w", err)
	}
	if len(events) == 0 || events[0].Seq != s.cursor+1 {
		return nil, errForgotten
	}
	page = page[:0]
	for _, e := range events {
		f, err := s.hub.enc.newEvent(e)
		if err != nil {
			return nil, err
		}
		page = append(page, f)
	}
	return page, nil
}

// send writes frames and waits until the kernel has taken them.
func (s *socket) send(frames ...frame) error {
	if err := s.conn.SetWriteDeadline(time.Now().Add(s.hub.cfg.Patience)); err != nil {
		return connError{err}
	}
	err := writeFrames(s.conn, frames)
	if errors.Is(err, os.ErrDeadlineExceeded) {
		s.hub.cfg.Logger.Warn("socket was too slow", "remote", s.conn.RemoteAddr().String())
	}
	if err != nil {
		return connError{err}
	}
	return nil
}

func writeFrames(conn net.Conn, frames []frame) error {
	buffers := make(net.Buffers, len(frames))
	for i, f := range frames {
		buffers[i] = f.bytes
	}
	_, err := buffers.WriteTo(conn)
	return err
}

// A client that takes batches is sent single events up to this rate, and above it
// so many frames a second.
const (
	singlesPerSecond = 20
	batchesPerSecond = 10
)

// pace decides, for a client that takes batches, when events come too fast to be
// sent one by one. It is a bucket of tokens, an event each.
type pace struct {
	spent float64 // tokens not yet grown back
	last  time.Time
}

func (p *pace) sent(now time.Time, events int) {
	p.refill(now)
	p.spent = min(p.spent+float64(events), 2*singlesPerSecond)
	p.last = now
}

func (p *pace) refill(now time.Time) {
	p.spent = max(0, p.spent-now.Sub(p.last).Seconds()*singlesPerSecond)
}

// crowded reports whether more than singlesPerSecond were sent lately.
func (p *pace) crowded(now time.Time) bool {
	return p.spent-now.Sub(p.last).Seconds()*singlesPerSecond >= singlesPerSecond
}

// hold is how long to wait with the next frame.
func (p *pace) hold(now time.Time) time.Duration {
	if !p.crowded(now) {
		return 0
	}
	return max(0, time.Second/batchesPerSecond-now.Sub(p.last))
}
