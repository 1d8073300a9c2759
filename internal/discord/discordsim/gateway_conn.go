package discordsim

import (
	"bufio"
	"errors"
	"io"
	"net"
	"os"
	"sync"
	"time"

	"github.com/gobwas/ws"
	"github.com/gobwas/ws/wsutil"
)

const (
	// outboxSize holds a whole replay and what may happen meanwhile. A client that lets it fill up is
	// cut off and may resume.
	outboxSize = replaySize + 1024
	// maxClientFrame is the largest payload a client may send.
	// https://docs.discord.com/developers/events/gateway#sending-events
	maxClientFrame = 4096
	// writeTimeout and lingering are how long a client may take to accept bytes and to answer a closing.
	writeTimeout = 10 * time.Second
	lingering    = 2 * time.Second
)

// outgoing is a frame on its way to the client.
type outgoing struct {
	op      ws.OpCode
	payload []byte
	due     time.Time
	codec   codec           // not nil: no frame, but the codec of those that follow
	sent    func(time.Time) // told just before the frame is written, if not nil
}

// conn is one WebSocket to a client. Frames leave in the order in which they were sent, each as late
// as the settings' latency says, by one writer.
type conn struct {
	net     net.Conn
	in      wsutil.Reader
	buffers *bufio.ReadWriter
	knobs   *knobs
	counts  *counters
	frames  func([]byte) // sees what is sent

	outbox   chan outgoing
	closing  sync.Once     // queues one closing frame
	closed   chan struct{} // the closing frame is written, or never will be
	gone     chan struct{} // the TCP connection is closed
	goneOnce sync.Once
	written  chan struct{} // the writer has ended
}

func newConn(nc net.Conn, buffers *bufio.ReadWriter, k *knobs, c *counters, frames func([]byte)) *conn {
	cn := &conn{
		net: nc, buffers: buffers, knobs: k, counts: c, frames: frames,
		outbox:  make(chan outgoing, outboxSize),
		closed:  make(chan struct{}),
		gone:    make(chan struct{}),
		written: make(chan struct{}),
	}
	cn.in = wsutil.Reader{
		Source: buffers.Reader, State: ws.StateServerSide, CheckUTF8: true,
		MaxFrameSize: maxClientFrame, MaxMessageSize: maxClientFrame, OnIntermediate: cn.controlFrame,
	}
	return cn
}

// send queues a payload, encoded by the codec in force when its turn comes. It never waits: a client
// that is thousands of frames behind loses the connection.
func (c *conn) send(payload []byte) { c.queue(outgoing{op: ws.OpText, payload: payload}) }

func (c *conn) queue(f outgoing) {
	f.due = time.Now().Add(c.knobs.frameDelay())
	select {
	case c.outbox <- f:
	default:
		c.abort()
	}
}

// recode lets all that is sent from now on pass through another codec.
func (c *conn) recode(next codec) { c.queue(outgoing{codec: next}) }

// close queues a closing frame behind what is queued already. Only the first call counts.
func (c *conn) close(code ws.StatusCode, reason string) {
	c.closing.Do(func() {
		c.queue(outgoing{op: ws.OpClose, payload: ws.NewCloseFrameBody(code, reason)})
	})
}

// abort closes the TCP connection under everybody's hands.
func (c *conn) abort() {
	c.goneOnce.Do(func() {
		close(c.gone)
		_ = c.net.Close() // the peer may have closed it first
	})
}

// clientCloseError is the end of a conversation by the client's closing frame.
type clientCloseError struct{ code ws.StatusCode }

func (e clientCloseError) Error() string { return "closed by the client" }

// receive waits for the next message, at most until deadline, answering pings on the way.
func (c *conn) receive(deadline time.Time) ([]byte, error) {
	if err := c.net.SetReadDeadline(deadline); err != nil {
		return nil, err
	}
	for {
		header, err := c.in.NextFrame()
		if err != nil {
			return nil, c.refused(header, err)
		}
		if header.OpCode.IsControl() {
			if err := c.controlFrame(header, &c.in); err != nil {
				return nil, err
			}
			continue
		}
		message, err := io.ReadAll(&c.in)
		if err != nil {
			return nil, c.refused(header, err)
		}
		c.counts.framesIn.Add(1)
		if header.OpCode != ws.OpText {
			return nil, errDecode
		}
		return message, nil
	}
}

// controlFrame answers a ping, and ends the conversation at a closing.
func (c *conn) controlFrame(header ws.Header, body io.Reader) error {
	payload, err := io.ReadAll(body)
	if err != nil {
		return err
	}
	if header.OpCode == ws.OpClose {
		code, _ := ws.ParseCloseFrameData(payload)
		return clientCloseError{code}
	}
	if header.OpCode == ws.OpPing {
		c.queue(outgoing{op: ws.OpPong, payload: payload})
	}
	return nil
}

// refused names the rule that a failed read stands for, if any, and skips the rest of the message so
// that the client's closing frame can still be found behind it.
func (c *conn) refused(header ws.Header, err error) error {
	switch {
	case errors.Is(err, wsutil.ErrFrameTooLarge), errors.Is(err, wsutil.ErrMessageTooLarge):
		_, _ = io.CopyN(io.Discard, c.buffers, header.Length) // the next read meets the same error
		return errTooLarge
	case errors.Is(err, wsutil.ErrInvalidUTF8):
		_ = c.in.Discard() // likewise
		return errDecode
	case errors.Is(err, os.ErrDeadlineExceeded):
		return errSilent
	}
	return err
}

// drain reads until the client's closing frame or the end of the connection.
func (c *conn) drain() {
	for {
		if _, err := c.receive(time.Time{}); err != nil && !isCloseError(err) {
			return
		}
	}
}

func isCloseError(err error) bool {
	_, ok := errors.AsType[closeError](err)
	return ok
}
