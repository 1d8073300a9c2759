package web

import (
	"context"
	"errors"
	"net"
	"slices"
	"sync"
	"time"

	"github.com/gobwas/ws"
)

const (
	closePatience = time.Second // for the close handshake
	pingEvery     = 20 * time.Second
	silenceLimit  = 45 * time.Second // with nothing heard, not even a pong
	maxControl    = 32               // answers that wait for the writer: more than a client can ask for before it is cut off
	maxEvents     = 256              // events in one write
)

// position is where a client wants to go on: after an event of a log, or live.
type position struct {
	resume bool
	epoch  string // "" where it was malformed, which no log is
	after  uint64
}

// socket is one client. One goroutine reads, one writes, and nobody but the writer
// touches the connection's sending side: answers to the client wait in control and
// go out between two frames.
type socket struct {
	hub   *Hub
	conn  net.Conn
	woken chan struct{}

	mu       sync.Mutex
	control  []frame
	pong     *frame // to the newest ping, which is enough (RFC 6455, section 5.5.3)
	statsDue bool
	batching bool // the client has asked for batches
	told     gatewayView
	code     ws.StatusCode // not 0: close with it
	reason   string

	// The writer's own.
	cursor uint64 // the last event that was sent
	replay *replay
	pace   pace
	page   []frame
}

// replay is the part of the past that a socket has asked for, while it is not sent yet.
type replay struct{ from, to uint64 }

// serve runs a socket on conn, whose client's frames come from reader, until one
// side closes it or the hub stops.
func (h *Hub) serve(conn net.Conn, input *frameReader, start position) {
	s := &socket{hub: h, conn: conn, woken: make(chan struct{}, 1), page: make([]frame, 0, maxEvents)}
	defer conn.Close()
	if !h.add(s) {
		s.close(closeRestart, "restart")
		s.finish()
		return
	}
	defer h.remove(s)

	ctx, cancel := context.WithCancel(context.Background())
	var writer sync.WaitGroup
	writer.Go(func() { s.write(ctx, start) })
	code, reason := s.listen(input)
	s.close(code, reason)
	cancel()
	writer.Wait()
}

// wake tells the writer to look what is new.
func (s *socket) wake() {
	select {
	case s.woken <- struct{}{}:
	default:
	}
}

// close has the writer end the connection. The first call counts.
func (s *socket) close(code ws.StatusCode, reason string) {
	s.mu.Lock()
	if s.code == 0 {
		s.code, s.reason = code, reason
	}
	s.mu.Unlock()
	s.wake()
}

// answer puts a frame into the control slot. A client that asks faster than it
// reads the answers loses the oldest ones.
func (s *socket) answer(f frame) {
	s.mu.Lock()
	if len(s.control) == maxControl {
		s.control = append(s.control[:0], s.control[1:]...)
	}
	s.control = append(s.control, f)
	s.mu.Unlock()
	s.wake()
}

// answerPing puts a pong into its slot.
func (s *socket) answerPing(payload []byte) {
	s.mu.Lock()
	s.pong = &frame{bytes: ws.MustCompileFrame(ws.NewPongFrame(payload))}
	s.mu.Unlock()
	s.wake()
}

// takeControl is what waits to be answered, and leaves nothing waiting.
func (s *socket) takeControl() []frame {
	s.mu.Lock()
	defer s.mu.Unlock()
	control := s.control
	if s.pong != nil {
		control = slices.Insert(control, 0, *s.pong)
	}
	s.control, s.pong = nil, nil
	return control
}

// setBatching does what the client has asked with SUBSCRIBE.
func (s *socket) setBatching(on bool) {
	s.mu.Lock()
	s.batching = on
	s.mu.Unlock()
	s.wake()
}

// tellIfJumped sends the stats out of turn where view has moved from what this
// client was told.
func (s *socket) tellIfJumped(view gatewayView) {
	s.mu.Lock()
	jumped := view.jumped(s.told)
	s.statsDue = s.statsDue || jumped
	s.mu.Unlock()
	if jumped {
		s.wake()
	}
}

// write is the writer: it sends what is due until the socket is closed.
func (s *socket) write(ctx context.Context, start position) {
	defer s.finish()
	if err := s.begin(ctx, start); err != nil {
		s.fail(err)
		return
	}
	stats := time.NewTicker(s.hub.cfg.Interval)
	defer stats.Stop()
	ping := time.NewTicker(pingEvery)
	defer ping.Stop()
	held := time.NewTimer(0)
	defer held.Stop()
	for {
		wait, err := s.sendDue(ctx)
		if err != nil {
			s.fail(err)
			return
		}
		if s.closing() {
			return
		}
		if wait > 0 {
			held.Reset(wait)
		}
		select {
		case <-s.woken:
		case <-held.C:
		case <-stats.C:
			s.mu.Lock()
			s.statsDue = true
			s.mu.Unlock()
		case <-ping.C:
			s.answer(frame{bytes: ws.CompiledPing})
		}
	}
}

func (s *socket) closing() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.code != 0
}

// fail closes the socket because its writer cannot go on. Where it is being closed
// already, that has ended what the writer was doing.
func (s *socket) fail(err error) {
	switch {
	case s.closing():
	case errors.Is(err, errTooSlow):
		s.close(closeTooSlow, "too slow")
	case isConnError(err):
		s.close(ws.StatusAbnormalClosure, "") // the connection is gone: nothing more is sent
	default:
		s.hub.cfg.Logger.Error("socket ended", "error", err)
		s.close(ws.StatusInternalServerError, "internal error")
	}
}

// finish sends what is left to say, the close frame last, and leaves the peer a
// moment to answer it.
func (s *socket) finish() {
	s.mu.Lock()
	code, reason := s.code, s.reason
	s.mu.Unlock()
	if code == ws.StatusAbnormalClosure {
		s.abort()
		return
	}
	last := s.takeControl()
	if code == closeRestart {
		last = append(last, s.hub.enc.restart(s.cursor, restartSpread))
	}
	var body []byte
	if code != ws.StatusNoStatusRcvd {
		body = ws.NewCloseFrameBody(code, reason)
	}
	last = append(last, frame{bytes: ws.MustCompileFrame(ws.NewCloseFrame(body))})
	deadline := time.Now().Add(closePatience)
	if s.conn.SetWriteDeadline(deadline) != nil || writeFrames(s.conn, last) != nil || s.conn.SetReadDeadline(deadline) != nil {
		s.abort()
	}
}

// abort ends the connection without another word. What the kernel still holds for
// a client that does not read is thrown away rather than kept for minutes.
func (s *socket) abort() {
	if tcp, ok := s.conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0) // fails only where the connection is gone already
	}
	s.conn.Close()
}
