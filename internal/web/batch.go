package web

import "time"

// A client that takes batches is sent single events up to this rate, and above it
// so many frames a second.
const (
	singlesPerSecond = 20
	batchesPerSecond = 10
	maxBatch         = 256 // events
)

// prepareBatch is prepare for a client that takes batches and is live.
func (o *solo) prepareBatch() (due bool, wait time.Duration, err error) {
	s, now := o.socket, time.Now()
	if wait := o.pace.hold(now); wait > 0 {
		return false, wait, nil
	}
	due, err = s.putEvents(s.cursor + maxBatch)
	if !due || err != nil {
		return false, 0, err
	}
	events := int(s.last - s.cursor)
	if events > 1 && o.pace.crowded(now) {
		s.putBatch(run{first: s.cursor + 1, last: s.last, bytes: s.out})
	}
	o.pace.sent(now, events)
	return true, 0, nil
}

// putBatch makes a run of events, as one frame, what is sent next.
func (s *socket) putBatch(r run) {
	s.out, s.frames, s.segment, s.last = s.hub.enc.batch(r.bytes, r.last), 1, nil, r.last
}

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
