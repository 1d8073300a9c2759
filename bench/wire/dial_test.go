//go:build linux

package main

import (
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gobwas/ws"
	"golang.org/x/sys/unix"
)

// dialHandler dials a server that answers with h.
func dialHandler(t *testing.T, h http.HandlerFunc) (fd int, rest []byte, err error) {
	t.Helper()
	web := httptest.NewServer(h)
	t.Cleanup(web.Close)
	port := web.Listener.Addr().(*net.TCPAddr).Port
	return dial(t.Context(), &server{wsPath: "/ws", port: port}, 3*perAddress)
}

func TestWhatComesRightBehindTheHandshakeIsKept(t *testing.T) {
	fd, rest, err := dialHandler(t, func(w http.ResponseWriter, r *http.Request) {
		conn, _, _, err := ws.UpgradeHTTP(r, w)
		if err != nil {
			t.Error(err)
			return
		}
		defer conn.Close()
		_, _ = conn.Write([]byte("early"))
		if from := conn.RemoteAddr().String(); !strings.HasPrefix(from, "127.0.0.5:") {
			t.Errorf("got a socket from %s, want the fourth address, 127.0.0.5", from)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = unix.Close(fd) }()
	if len(rest) == 0 { // it did not come with the answer
		_, _ = unix.Poll([]unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}}, 30_000)
		rest = make([]byte, len("early"))
		_, _ = unix.Read(fd, rest)
	}
	if string(rest) != "early" {
		t.Errorf("got %q behind the handshake", rest)
	}
}

func TestRefusedHandshakeIsToldAtOnce(t *testing.T) {
	_, _, err := dialHandler(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) })
	if err == nil || !strings.Contains(err.Error(), "403") {
		t.Errorf("got %v, want 403", err)
	}
}
