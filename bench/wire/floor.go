//go:build linux

package main

import (
	"bytes"
	"fmt"
	"io"
	"net/netip"
	"slices"

	"github.com/gobwas/ws"
	"golang.org/x/sys/unix"
)

// floor is a server that does nothing but write prepared bytes to sockets: what it costs,
// the kernel costs. All events that wait when it looks are one write to each socket. It
// keeps nothing for a socket that does not take all at once, and hangs up on it.
type floor struct {
	loop    *loop
	listens int
	open    []*visitor // the WebSockets
	pending []byte     // finished frames
}

// serveFloor serves at addr until its process is ended.
func serveFloor(addr string) error {
	f, err := newFloor(addr)
	if err != nil {
		return fmt.Errorf("floor: %w", err)
	}
	for {
		if err := f.turn(); err != nil {
			return fmt.Errorf("floor: %w", err)
		}
	}
}

func newFloor(addr string) (*floor, error) {
	at, err := netip.ParseAddrPort(addr)
	if err != nil {
		return nil, err
	}
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM|unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	if err := unix.Bind(fd, &unix.SockaddrInet4{Port: int(at.Port()), Addr: at.Addr().As4()}); err != nil {
		return nil, err
	}
	if err := unix.Listen(fd, 4096); err != nil {
		return nil, err
	}
	l, err := newLoop()
	if err != nil {
		return nil, err
	}
	f := &floor{loop: l, listens: fd}
	return f, l.add(fd, f)
}

// turn takes what has come, and then brings it to everybody.
func (f *floor) turn() error {
	const forever = 1 << 40
	if err := f.loop.poll(forever); err != nil {
		return err
	}
	f.publish()
	return nil
}

func (f *floor) publish() {
	if len(f.pending) == 0 {
		return
	}
	f.open = slices.DeleteFunc(f.open, func(v *visitor) bool {
		n, err := unix.Write(v.fd, f.pending)
		short := err != nil || n < len(f.pending)
		if short {
			f.loop.drop(v.fd)
		}
		return short
	})
	f.pending = f.pending[:0]
}

// ready takes new connections.
func (f *floor) ready() {
	for {
		fd, _, err := unix.Accept4(f.listens, unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC)
		if err != nil {
			return
		}
		_ = unix.SetsockoptInt(fd, unix.IPPROTO_TCP, unix.TCP_NODELAY, 1)
		if err := f.loop.add(fd, &visitor{fd: fd, floor: f}); err != nil {
			_ = unix.Close(fd)
		}
	}
}

// visitor is a connection to the floor: one that posts, or a WebSocket.
type visitor struct {
	fd       int
	floor    *floor
	upgraded bool
	rest     []byte
}

func (v *visitor) ready() {
	data, ok := v.floor.loop.read(v.fd, v.rest)
	if !ok {
		return
	}
	if data == nil {
		v.floor.open = slices.DeleteFunc(v.floor.open, func(other *visitor) bool { return other == v })
		v.floor.loop.drop(v.fd)
		return
	}
	if v.upgraded {
		return // clients of the floor have nothing to say
	}
	m, _, whole := nextMessage(data)
	if !whole {
		v.rest = append(v.rest[:0], data...)
		return
	}
	v.rest = v.rest[:0]
	if bytes.HasPrefix(m.head, []byte("POST ")) {
		v.floor.take(m.body)
		_, _ = v.Write([]byte("HTTP/1.1 204 No Content\r\n\r\n"))
		return
	}
	v.upgrade(data)
}

// take makes a frame of an event.
func (f *floor) take(event []byte) {
	payload := fmt.Appendf(nil, `{"type":"NEW_EVENT","data":%s}`, event)
	f.pending = append(f.pending, ws.MustCompileFrame(ws.NewTextFrame(payload))...)
}

func (v *visitor) upgrade(request []byte) {
	if _, err := ws.Upgrade(struct {
		io.Reader
		io.Writer
	}{bytes.NewReader(request), v}); err != nil {
		v.floor.loop.drop(v.fd)
		return
	}
	v.upgraded = true
	v.floor.open = append(v.floor.open, v)
}

// Write writes to the connection, which has room: these are the first bytes on it, or an
// answer of a line.
func (v *visitor) Write(b []byte) (int, error) { return unix.Write(v.fd, b) }
