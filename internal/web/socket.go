package web

import (
	"context"
	"crypto/tls"
	"net"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/gobwas/ws"
)

// maxControl bounds the answers that wait to be sent to a client that does not read.
const maxControl = 32

// socket is one client. One goroutine reads from it. Its sending side belongs to
// its [writer], which lends it to a goroutine of its own while it needs to wait (see
// solo); nobody else touches it. Answers to the client wait in the slot and go out
// between two frames.
type socket struct {
	hub    *Hub
	writer *writer
	conn   net.Conn
	below  net.Conn        // what carries conn: itself, or the connection under its TLS
	raw    syscall.RawConn // nil where there is no writing without waiting
	visit  *visit          // nil where nobody's rights can end

	// The sending side's own.
	cursor  uint64   // the last event that is sent whole
	out     []byte   // what is to be taken by the kernel next
	frames  int      // in out, where it is no run
	segment *segment // where out lies in the ring or a page of the log; nil where it does not
	last    uint64   // the cursor when out is sent
	replay  *replay
	ended   bool // nothing is sent behind out
	hungUp  bool // the client has been told so

	// The writer's own.
	state   standing
	index   int // among the writer's sockets
	solo    *solo
	statsAt time.Duration // these are ages of the hub
	pingAt  time.Duration
	closeAt time.Duration // 0 but for a stop

	heard    atomic.Int64 // the hub's age when the client last said something
	told     atomic.Pointer[gatewayView]
	batching atomic.Bool // the client has asked for batches
	deaf     atomic.Bool // nobody reads any more
	dead     atomic.Bool // the connection is of no use any more
	listed   atomic.Bool // the writer knows that there is something to do
	waiting  atomic.Bool // there is something in the slot
	slot     slot
}

// standing is where a socket stands with its writer.
type standing int8

const (
	joining standing = iota
	member
	dropped
)

// slot is what waits for a frame's boundary.
type slot struct {
	mu       sync.Mutex
	answers  [][]byte
	pong     []byte // to the newest ping, which is enough (RFC 6455, section 5.5.3)
	statsDue bool
	notice   bool          // that the server restarts
	code     ws.StatusCode // not 0: close with it
	reason   string
	giveUp   *time.Timer // set with code
}

// serve runs a socket on conn, whose client's frames come from input, until one
// side closes it or the hub stops. It returns when the first frames are ready.
func (h *Hub) serve(ctx context.Context, conn net.Conn, input *frameReader, start position, v *visit) {
	s := &socket{hub: h, conn: conn, below: below(conn), visit: v}
	s.raw = bounded(conn, s.below, h.cfg.Limits.SocketBufferBytes)
	s.hear()
	if !h.add(s) {
		v.leave()
		s.below.Close() // it comes between two lines of a stop
		return
	}
	v.sits(s)
	if err := s.begin(ctx, start); err != nil {
		h.cfg.Logger.Error("socket cannot begin", "error", err)
		s.close(ws.StatusInternalServerError, "internal error")
	}
	// Not on the goroutine of the handshake, whose stack and buffers are many times
	// what an idle socket needs.
	h.running.Go(func() {
		s.listen(input)
		s.deaf.Store(true)
		s.wake()
	})
	s.wake()
}

// below is the connection under TLS, or conn itself. What ends a socket ends that: the
// end of a TLS connection has a last word, which a writer must not wait to have sent.
func below(conn net.Conn) net.Conn {
	if secure, ok := conn.(*tls.Conn); ok {
		return secure.NetConn()
	}
	return conn
}

// bounded bounds what the kernel keeps for conn, unless buffer is 0, and returns its raw
// side if it is a plain TCP connection on a system where it can be written without waiting.
func bounded(conn, below net.Conn, buffer int) syscall.RawConn {
	tcp, ok := below.(*net.TCPConn)
	if !ok {
		return nil
	}
	if buffer > 0 { // these fail only where the connection is gone, which reading will tell
		_ = tcp.SetReadBuffer(buffer)
		_ = tcp.SetWriteBuffer(buffer)
	}
	raw, err := tcp.SyscallConn()
	if err != nil || !canWriteRaw || conn != below {
		return nil
	}
	return raw
}

// wake has the writer look what is new.
func (s *socket) wake() {
	if s.listed.CompareAndSwap(false, true) {
		s.writer.list(s)
	}
}

// leave puts something into the slot.
func (s *socket) leave(change func(*slot)) {
	s.slot.mu.Lock()
	change(&s.slot)
	s.waiting.Store(true)
	s.slot.mu.Unlock()
	s.wake()
}

// hear notes that the client is there.
func (s *socket) hear() { s.heard.Store(int64(s.hub.age())) }

// answer has a frame sent. A client that asks faster than it reads the answers
// loses the oldest ones.
func (s *socket) answer(frame []byte) {
	s.leave(func(slot *slot) {
		if len(slot.answers) == maxControl {
			slot.answers = slices.Delete(slot.answers, 0, 1)
		}
		slot.answers = append(slot.answers, frame)
	})
}

// answerPing has a pong sent.
func (s *socket) answerPing(payload []byte) {
	pong := ws.MustCompileFrame(ws.NewPongFrame(payload))
	s.leave(func(slot *slot) { slot.pong = pong })
}

// setBatching does what the client has asked with SUBSCRIBE.
func (s *socket) setBatching(on bool) {
	s.batching.Store(on)
	s.wake()
}

// oweStats has the stats sent that are the newest when there is a moment for them.
func (s *socket) oweStats() {
	s.leave(func(slot *slot) { slot.statsDue = true })
}
