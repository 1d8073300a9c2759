//go:build linux

package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"syscall"
	"time"

	"github.com/gobwas/ws"
	"golang.org/x/sys/unix"
)

// patience bounds a handshake, and the wait for a server that is being started.
const patience = 60 * time.Second

// perAddress is how many sockets go to one server from one address: fewer than there
// are ephemeral ports, 28 232 where nobody has changed that.
const perAddress = 4000

// dial opens the ith WebSocket to s and returns its descriptor, which is non-blocking,
// and what the server sent right behind its answer.
func dial(ctx context.Context, s *server, i int) (fd int, rest []byte, err error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	from := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, byte(2+i/perAddress))}, Control: bindLate}
	conn, err := from.DialContext(ctx, "tcp4", s.address())
	if err != nil {
		return -1, nil, err
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(patience)); err != nil {
		return -1, nil, err
	}
	reader, _, err := ws.Dialer{}.Upgrade(conn, &url.URL{Scheme: "ws", Host: s.address(), Path: s.wsPath, RawQuery: s.wsQuery})
	if err != nil {
		return -1, nil, fmt.Errorf("handshake: %w", err)
	}
	if reader != nil {
		defer ws.PutReader(reader)
		early, _ := reader.Peek(reader.Buffered())
		rest = append(rest, early...)
	}
	fd, err = ownDescriptor(conn)
	return fd, rest, err
}

// bindLate leaves the choice of a port to connect. Else the kernel takes one at bind
// that nobody has from that address, and there are fewer of those than sockets here.
func bindLate(_, _ string, raw syscall.RawConn) error {
	var err error
	if failed := raw.Control(func(fd uintptr) {
		err = unix.SetsockoptInt(int(fd), unix.SOL_IP, unix.IP_BIND_ADDRESS_NO_PORT, 1)
	}); failed != nil {
		return failed
	}
	return err
}

// ownDescriptor is another descriptor of conn, which Go's network poller does not know.
func ownDescriptor(conn net.Conn) (fd int, err error) {
	raw, err := conn.(*net.TCPConn).SyscallConn()
	if err != nil {
		return -1, err
	}
	failed := raw.Control(func(of uintptr) { fd, err = unix.FcntlInt(of, unix.F_DUPFD_CLOEXEC, 0) })
	return fd, errors.Join(failed, err)
}
