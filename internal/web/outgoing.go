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

// put makes frame what is sent next. The cursor stays.
func (s *socket) put(frame []byte) {
	s.out, s.segment, s.last = frame, nil, s.cursor
}

// putRun makes a run of events what is sent next.
func (s *socket) putRun(r run) {
	s.out, s.segment, s.last = r.bytes, r.segment, r.last
}

// took notes that the kernel has taken the first n bytes of out. Where they end in
// the middle of a run, only the frame that is begun must follow: what is more urgent
// than the rest of the run may come before it.
func (s *socket) took(n int) {
	s.out = s.out[n:]
	switch {
	case len(s.out) == 0:
		s.cursor = s.last
	case s.segment != nil:
		s.cursor, s.out = s.segment.begun(s.last, len(s.out))
		s.last = s.cursor
		if len(s.out) > 0 {
			s.last++
		}
	}
	if len(s.out) == 0 {
		s.out, s.segment = nil, nil
	}
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
	if frames := s.takeControl(); len(frames) > 0 {
		s.put(frames)
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
	s.put(stats.bytes)
	return true, nil
}

// takeControl is all control frames that wait, the close frame last.
func (s *socket) takeControl() []byte {
	slot := &s.slot
	frames := slot.pong
	for _, answer := range slot.answers {
		frames = append(frames, answer...)
	}
	slot.pong, slot.answers = nil, nil
	if slot.notice {
		slot.notice = false
		frames = append(frames, s.hub.enc.restart(s.cursor, restartSpread)...)
	}
	if slot.code == 0 {
		return frames
	}
	s.ended = true
	if slot.code == ws.StatusAbnormalClosure {
		return nil
	}
	var body []byte
	if slot.code != ws.StatusNoStatusRcvd {
		body = ws.NewCloseFrameBody(slot.code, slot.reason)
	}
	return append(frames, ws.MustCompileFrame(ws.NewCloseFrame(body))...)
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
