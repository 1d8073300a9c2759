//go:build linux

package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"syscall"
	"time"

	"github.com/gobwas/ws"
	"golang.org/x/sys/unix"
)

// patience bounds a handshake, and how long a server may refuse handshakes.
const patience = 60 * time.Second

// perAddress is how many sockets go to one server from one address: fewer than there
// are ephemeral ports, 28 232 where nobody has changed that.
const perAddress = 4000

// dial opens the ith WebSocket to s and returns its descriptor, which is non-blocking,
// and what the server sent right behind its answer.
func dial(ctx context.Context, l *loop, s *server, i int) (fd int, rest []byte, err error) {
	for deadline := time.Now().Add(patience); ; {
		fd, rest, wait, err := handshake(ctx, s, i)
		if wait == 0 || time.Now().After(deadline) {
			return fd, rest, err
		}
		// A server may bound how many handshakes a second it takes (RFC 9110, 10.2.3).
		if err := l.idle(wait); err != nil {
			return -1, nil, err
		}
	}
}

// handshake makes one try. wait is how long to wait before the next, where the server
// says so.
func handshake(ctx context.Context, s *server, i int) (fd int, rest []byte, wait time.Duration, err error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	from := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, byte(2+i/perAddress))}, Control: bindLate}
	conn, err := from.DialContext(ctx, "tcp4", s.address())
	if err != nil {
		return -1, nil, 0, err
	}
	defer conn.Close()
	upgrade := ws.Dialer{OnStatusError: func(_ int, _ []byte, answer io.Reader) { wait = retryAfter(answer) }}
	reader, _, err := upgrade.Upgrade(conn, &url.URL{Scheme: "ws", Host: s.address(), Path: s.wsPath, RawQuery: s.wsQuery})
	if err != nil {
		return -1, nil, wait, fmt.Errorf("handshake: %w", err)
	}
	if reader != nil {
		defer ws.PutReader(reader)
		early, _ := reader.Peek(reader.Buffered())
		rest = append(rest, early...)
	}
	fd, err = ownDescriptor(conn)
	return fd, rest, 0, err
}

// retryAfter is how long a server that is too busy asks to wait, and 0 for any other
// answer.
func retryAfter(answer io.Reader) time.Duration {
	response, err := http.ReadResponse(bufio.NewReader(answer), nil)
	if err != nil {
		return 0
	}
	defer func() { _ = response.Body.Close() }()
	seconds, err := strconv.Atoi(response.Header.Get("Retry-After"))
	if err != nil || response.StatusCode != http.StatusServiceUnavailable {
		return 0
	}
	return max(time.Duration(seconds)*time.Second, 100*time.Millisecond)
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
