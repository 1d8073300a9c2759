//go:build linux

package main

import (
	"github.com/gobwas/ws"
	"golang.org/x/sys/unix"
)

// client is one open WebSocket.
type client struct {
	fd    int
	crowd *crowd
	rest  []byte // the beginning of a frame whose end has not come yet
}

func (c *client) ready() {
	data, ok := c.crowd.loop.read(c.fd, c.rest)
	if !ok {
		return
	}
	if data == nil {
		c.end()
		return
	}
	c.crowd.read()
	for {
		f, rest, whole := nextFrame(data)
		if !whole {
			c.rest = append(c.rest[:0], rest...)
			return
		}
		c.take(f)
		data = rest
	}
}

func (c *client) take(f frame) {
	switch {
	case f.op == ws.OpText && f.final:
		if answer := c.crowd.server.answer(f.payload); answer != "" {
			c.send(ws.OpText, []byte(answer))
			return
		}
		c.crowd.message(f.payload)
	case f.op == ws.OpPing:
		c.send(ws.OpPong, f.payload)
	case f.op == ws.OpClose:
		// The server closes the connection, too, and that is counted.
	default:
		c.crowd.strange++
	}
}

// send writes a short frame. One that finds no room is left out: a server that does not
// read what it is sent has to be content.
func (c *client) send(op ws.OpCode, payload []byte) {
	_, _ = unix.Write(c.fd, clientFrame(op, payload))
}

// end is the connection's, by the server.
func (c *client) end() {
	c.crowd.loop.drop(c.fd)
	c.fd = -1
	c.crowd.closed++
}
