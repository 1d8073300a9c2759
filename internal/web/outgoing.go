package web

import (
	"errors"

	"github.com/gobwas/ws"
)

// errTooSlow ends a socket that has fallen out of the ring.
var errTooSlow = errors.New("the socket is too slow")

// connError is a failure of the connection itself, about which nothing can be told
// to its client.
type connError struct{ error }

func (e connError) Unwrap() error { return e.error }

func isConnError(err error) bool {
	_, ok := errors.AsType[connError](err)
	return ok
}

// put makes so many frames what is sent next. The cursor stays.
func (s *socket) put(frames []byte, count int) {
	s.out, s.frames, s.segment, s.last = frames, count, nil, s.cursor
}

// putRun makes a run of events what is sent next.
func (s *socket) putRun(r run) {
	s.out, s.segment, s.last = r.bytes, r.segment, r.last
}

// took notes that the kernel has taken the first n bytes of out, and returns how many
// frames have become whole by that. Where they end in the middle of a run, only the
// frame that is begun must follow: what is more urgent than the rest of the run may
// come before it.
func (s *socket) took(n int) (frames int) {
	s.out = s.out[n:]
	before := s.cursor
	switch {
	case len(s.out) == 0:
		s.cursor, frames = s.last, s.frames
	case s.segment != nil:
		s.cursor, s.out = s.segment.begun(s.last, len(s.out))
		s.last = s.cursor
		if len(s.out) > 0 {
			s.last++
		}
	}
	if s.segment != nil {
		frames = int(s.cursor - before)
	}
	if len(s.out) == 0 {
		s.out, s.segment = nil, nil
	}
	return frames
}

// putWaiting makes what is in the slot what is sent next, if there is anything. It is
// called at a frame's boundary.
func (s *socket) putWaiting() (found bool, err error) {
	if !s.waiting.Load() || s.ended {
		return false, nil
	}
	s.slot.mu.Lock()
	defer s.slot.mu.Unlock()
	s.waiting.Store(false)
	if frames, count := s.takeControl(); count > 0 {
		s.put(frames, count)
		s.waiting.Store(s.slot.statsDue) // for the next time
		return true, nil
	}
	if s.ended || !s.slot.statsDue {
		return false, nil
	}
	s.slot.statsDue = false
	stats, err := s.hub.statsNow()
	if err != nil {
		return false, err
	}
	s.told.Store(stats.gateway)
	s.put(stats.bytes, 1)
	return true, nil
}

// takeControl is all control frames that wait, the close frame last.
func (s *socket) takeControl() (frames []byte, count int) {
	slot := &s.slot
	put := func(frame []byte) { frames, count = append(frames, frame...), count+1 }
	if slot.pong != nil {
		put(slot.pong)
	}
	for _, answer := range slot.answers {
		put(answer)
	}
	slot.pong, slot.answers = nil, nil
	if slot.notice {
		slot.notice = false
		put(s.hub.enc.restart(s.cursor, s.hub.cfg.Limits.RestartSpread))
	}
	if slot.code == 0 {
		return frames, count
	}
	s.ended = true
	if slot.code == ws.StatusAbnormalClosure {
		return nil, 0
	}
	var body []byte
	if slot.code != ws.StatusNoStatusRcvd {
		body = ws.NewCloseFrameBody(slot.code, slot.reason)
	}
	put(ws.MustCompileFrame(ws.NewCloseFrame(body)))
	return frames, count
}

// putEvents makes events behind the cursor, up to limit, what is sent next, if the
// ring has any.
func (s *socket) putEvents(limit uint64) (found bool, err error) {
	r, held := s.hub.ring.after(s.cursor, limit)
	if !held {
		return false, errTooSlow
	}
	if len(r.bytes) == 0 {
		return false, nil
	}
	s.putRun(r)
	return true, nil
}
