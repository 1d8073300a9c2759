//go:build linux

package main

import (
	"bytes"
	"context"
	"fmt"

	"github.com/gobwas/ws"
)

// crowd is sockets to one server.
type crowd struct {
	server  *server
	loop    *loop
	clients []*client

	phase   *phase // what events count for; nil between phases
	readAt  int64  // of the frames that are being taken
	eventAt int    // where the markers were found last: mostly they are there again
	sentAt  int
	closed  int // by the server
	strange int // frames that none of these servers has a reason to send
}

// connect opens so many sockets and reads them from then on.
func (c *crowd) connect(ctx context.Context, sockets int) error {
	for range sockets {
		client, err := c.open(ctx)
		if err != nil {
			return err
		}
		if err := c.loop.add(client.fd, client); err != nil {
			return err
		}
		if err := c.loop.poll(0); err != nil { // those of other crowds want to be read, too
			return err
		}
	}
	return nil
}

// open opens a socket that is not read.
func (c *crowd) open(ctx context.Context) (*client, error) {
	fd, early, err := dial(ctx, c.server, len(c.clients))
	if err != nil {
		return nil, fmt.Errorf("%s: socket %d: %w", c.server.name, len(c.clients)+1, err)
	}
	client := &client{fd: fd, crowd: c, rest: early}
	c.clients = append(c.clients, client)
	if c.server.hello != "" {
		client.send(ws.OpText, []byte(c.server.hello))
	}
	return client, nil
}

func (c *crowd) close() {
	for _, client := range c.clients {
		if client.fd >= 0 {
			c.loop.drop(client.fd)
		}
	}
	c.clients = nil
}

// read notes that frames are about to be taken.
func (c *crowd) read() {
	if c.phase != nil {
		c.readAt = now()
	}
}

// message takes a text message: one with an event counts, if a phase is on.
func (c *crowd) message(payload []byte) {
	if c.phase == nil {
		return
	}
	if find(payload, eventMarker, &c.eventAt) < 0 {
		return
	}
	if i := find(payload, sentMarker, &c.sentAt); i >= 0 {
		if sent, ok := parseStamp(payload[i+len(sentMarker):]); ok {
			c.phase.delivered(sent, c.readAt)
		}
	}
}

// find is bytes.Index, which looks at the place of the last time first.
func find(b, marker []byte, last *int) int {
	if at := *last; at+len(marker) <= len(b) && bytes.Equal(b[at:at+len(marker)], marker) {
		return at
	}
	i := bytes.Index(b, marker)
	if i >= 0 {
		*last = i
	}
	return i
}
