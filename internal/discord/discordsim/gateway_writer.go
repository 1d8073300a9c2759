package discordsim

import (
	"time"

	"github.com/gobwas/ws"
)

// write is the writer: it sends what is queued until a closing frame, which it lets the client answer,
// or until the connection is gone.
func (c *conn) write(first codec) {
	defer close(c.written)
	defer c.markClosed()
	current := first
	for {
		select {
		case <-c.gone:
			return
		case f := <-c.outbox:
			if f.codec != nil {
				current = f.codec
				continue
			}
			if !c.await(f.due) || !c.emit(f, current) {
				c.abort()
				return
			}
			if f.op == ws.OpClose {
				c.linger()
				return
			}
		}
	}
}

// await waits until due; false: the connection is gone.
func (c *conn) await(due time.Time) bool {
	wait := time.Until(due)
	if wait <= 0 {
		return true
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-c.gone:
		return false
	}
}

// emit writes one frame; false: the connection cannot be used any more.
func (c *conn) emit(f outgoing, current codec) bool {
	op, payload := f.op, f.payload
	if op == ws.OpText {
		c.frames(payload)
		var err error
		if op, payload, err = current.encode(payload); err != nil {
			return false
		}
	}
	if f.sent != nil {
		f.sent(time.Now())
	}
	if err := c.net.SetWriteDeadline(time.Now().Add(writeTimeout)); err != nil {
		return false
	}
	if err := ws.WriteFrame(c.buffers, ws.NewFrame(op, true, payload)); err != nil {
		return false
	}
	c.counts.framesOut.Add(1)
	return c.buffers.Flush() == nil
}

func (c *conn) linger() {
	c.markClosed()
	timer := time.NewTimer(lingering)
	defer timer.Stop()
	select {
	case <-timer.C:
		c.abort()
	case <-c.gone:
	}
}

func (c *conn) markClosed() {
	select {
	case <-c.closed:
	default:
		close(c.closed)
	}
}
