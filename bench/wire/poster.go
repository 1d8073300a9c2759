//go:build linux

package main

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"strconv"

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
	return s, p.crowd.loop.add(fd, unix.EPOLLIN, s)
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

func (s *poster) ready(uint32) {
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

// message is a request or an answer of HTTP/1.1 whose length, if it has a body, is said
// in its head. Those of all the servers here are such.
type message struct{ head, body []byte }

// nextMessage cuts the first message off b. ok is false where b does not hold all of it.
func nextMessage(b []byte) (m message, rest []byte, ok bool) {
	head, after, ended := bytes.Cut(b, []byte("\r\n\r\n"))
	if !ended {
		return m, b, false
	}
	size, _ := strconv.Atoi(string(field(head, "content-length")))
	if len(after) < size {
		return m, b, false
	}
	return message{head: head, body: after[:size]}, after[size:], true
}

// status is an answer's.
func (m message) status() int {
	parts := bytes.SplitN(m.head, []byte(" "), 3)
	if len(parts) < 2 {
		return 0
	}
	status, _ := strconv.Atoi(string(parts[1]))
	return status
}

// field is the value of a header field, nil where head has none of that name.
func field(head []byte, name string) []byte {
	for line := range bytes.SplitSeq(head, []byte("\r\n")) {
		key, value, ok := bytes.Cut(line, []byte(":"))
		if ok && bytes.EqualFold(key, []byte(name)) {
			return bytes.TrimSpace(value)
		}
	}
	return nil
}
