//go:build linux

package main

import (
	"bytes"
	"context"
	"fmt"
	"net"

	"golang.org/x/sys/unix"
)

// poster is one connection on which events are posted, one request at a time.
type poster struct {
	fd     int
	phase  *phase
	busy   bool   // a request waits for its answer
	answer []byte // as far as it has come
}

func newPoster(ctx context.Context, p *phase) (*poster, error) {
	conn, err := new(net.Dialer).DialContext(ctx, "tcp4", p.crowd.server.address())
	if err != nil {
		return nil, fmt.Errorf("%s: connect to post: %w", p.crowd.server.name, err)
	}
	defer conn.Close()
	fd, err := ownDescriptor(conn)
	if err != nil {
		return nil, err
	}
	s := &poster{fd: fd, phase: p}
	return s, p.crowd.loop.add(fd, s)
}

// post sends an event with the moment of its sending in it.
func (s *poster) post(e *event) error {
	request := e.stamped(now())
	if n, err := unix.Write(s.fd, request); err != nil || n < len(request) {
		return fmt.Errorf("%s: post: %d of %d bytes written: %w", s.phase.crowd.server.name, n, len(request), err)
	}
	s.busy = true
	return nil
}

func (s *poster) ready() {
	data, ok := s.phase.crowd.loop.read(s.fd, s.answer)
	if !ok {
		return
	}
	if data == nil {
		if s.busy { // without a request on it a server may close it when it likes
			s.phase.fail("closed a connection and left an event unanswered")
		}
		s.phase.crowd.loop.drop(s.fd)
		s.fd = -1
		return
	}
	m, _, whole := nextMessage(data)
	if !whole {
		s.answer = append(s.answer[:0], data...)
		return
	}
	s.answer = s.answer[:0]
	s.busy = false
	if status := m.status(); status < 200 || status > 299 {
		s.phase.fail(fmt.Sprintf("answered %d to an event: %s", status, bytes.TrimSpace(m.body)))
	}
}

func (s *poster) close() {
	if s.fd >= 0 {
		s.phase.crowd.loop.drop(s.fd)
	}
}
