//go:build linux

package main

import (
	"context"
	"time"
)

// openStalled opens sockets to the server of c that nobody reads.
func openStalled(ctx context.Context, c *crowd) (*crowd, error) {
	s := &crowd{server: c.server, loop: c.loop}
	for range stallers {
		if _, err := s.open(ctx); err != nil {
			s.close()
			return nil, err
		}
	}
	return s, nil
}

// abandoned reads what has come to sockets that nobody has read until now, and counts
// those that the server has closed. Only reading tells: the end of a connection waits
// behind everything that was sent before it.
func (c *crowd) abandoned() (int, error) {
	for _, client := range c.clients {
		if err := c.loop.add(client.fd, client); err != nil {
			return 0, err
		}
	}
	err := c.loop.idle(time.Second)
	return c.closed, err
}
