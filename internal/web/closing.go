package web

import (
	"context"
	"errors"
	"net"
	"time"

	"github.com/gobwas/ws"
)

// closePatience is for all that closing takes.
const closePatience = time.Second

// close ends the connection with a close frame behind the frame that is being sent,
// and without one where that takes too long. The first call counts.
func (s *socket) close(code ws.StatusCode, reason string) {
	first := false
	s.leave(func(slot *slot) {
		if first = slot.code == 0; first {
			slot.code, slot.reason = code, reason
			slot.giveUp = time.AfterFunc(closePatience, s.giveUp)
		}
	})
	switch {
	case code == ws.StatusAbnormalClosure: // the connection is gone
		s.abort()
	case first && code == closeTooSlow:
		s.hub.slow.add(time.Now())
		s.hub.metrics.slow.Inc()
		s.hub.cfg.Logger.Warn("socket was too slow", "remote", s.conn.RemoteAddr().String())
	}
}

func (s *socket) closing() (ws.StatusCode, bool) {
	s.slot.mu.Lock()
	defer s.slot.mu.Unlock()
	return s.slot.code, s.slot.code != 0
}

// giveUp ends a connection that could not be closed in time. A client that is too
// slow has its own unread frames before the close frame, so they are thrown away.
func (s *socket) giveUp() {
	if code, _ := s.closing(); code == closeTooSlow {
		s.abort()
		return
	}
	s.dead.Store(true)
	s.below.Close()
	s.wake()
}

// abort ends the connection without another word. What the kernel still holds for
// a client that does not read is thrown away rather than kept for minutes.
func (s *socket) abort() {
	s.dead.Store(true)
	if tcp, ok := s.below.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0) // fails only where the connection is gone already
	}
	s.below.Close()
	s.wake()
}

// fail closes the socket because its sending side cannot go on.
func (s *socket) fail(err error) {
	switch {
	case errors.Is(err, errTooSlow):
		s.close(closeTooSlow, "too slow")
	case isConnError(err):
		s.close(ws.StatusAbnormalClosure, "")
	case errors.Is(err, context.Canceled): // it is being closed, which has ended a reading of the log
	default:
		s.hub.cfg.Logger.Error("socket ended", "error", err)
		s.close(ws.StatusInternalServerError, "internal error")
	}
}

// hangUp says at the end of the close frame that nothing follows. Then it is the
// client's turn to end the connection. Over TLS that is a write, for which a solo waits
// before it gives the socket back.
func (s *socket) hangUp() {
	if s.hungUp {
		return
	}
	s.hungUp = true
	if half, ok := s.conn.(interface{ CloseWrite() error }); ok {
		_ = half.CloseWrite() // fails only where the connection is gone already
	}
}

// end lets go of what a dropped socket holds.
func (s *socket) end() {
	s.slot.mu.Lock()
	defer s.slot.mu.Unlock()
	s.slot.giveUp.Stop()
	s.below.Close()
}
