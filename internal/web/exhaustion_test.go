//go:build unix

package web_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"github.com/gobwas/ws"
)

// serverRole, in the environment, makes the test below the server's side of itself.
const serverRole = "AURORA_TEST_FEW_DESCRIPTORS"

// TestOutOfDescriptorsItRefusesAndRecovers is requirement O3. The limit is one of a
// process and the clients need descriptors too, so the server is a process of its own:
// this test once more.
func TestOutOfDescriptorsItRefusesAndRecovers(t *testing.T) {
	if os.Getenv(serverRole) != "" {
		serveWithFewDescriptors(t)
		return
	}
	s := &site{t: t, address: startServer(t)}
	refused, admitted := 0, []*client{}
	for range 400 {
		c, err := s.tryDial("")
		if err == nil {
			admitted = append(admitted, c)
			continue
		}
		if refusal, ok := errors.AsType[ws.StatusError](err); !ok || int(refusal) != http.StatusServiceUnavailable {
			t.Fatal(err)
		}
		refused++
	}
	if status, body, _ := s.request("GET", "/healthz"); status != http.StatusOK {
		t.Errorf("with no room for sockets, health says %d %s", status, body)
	}
	t.Logf("%d were admitted, %d refused", len(admitted), refused)
	if refused == 0 || len(admitted) < 128 {
		t.Errorf("%d were admitted and %d refused of 400 with 256 descriptors", len(admitted), refused)
	}
	for _, c := range admitted {
		c.expect("STATS_UPDATE")
		c.conn.Close()
	}
	s.dialUntilAdmitted("").expect("STATS_UPDATE")
}

// startServer runs the server's side until the test ends, and returns its address.
func startServer(t *testing.T) (address string) {
	t.Helper()
	command := exec.CommandContext(context.WithoutCancel(t.Context()), os.Args[0], "-test.run", "^"+t.Name()+"$", "-test.v")
	command.Env = append(os.Environ(), serverRole+"=1")
	in, err := command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	t.Cleanup(func() {
		in.Close()
		rest, _ := io.ReadAll(out)
		if err := command.Wait(); err != nil {
			t.Errorf("the server: %v\n%s", err, rest)
		}
	})
	for lines.Scan() {
		if _, address, found := strings.Cut(lines.Text(), "serving at "); found {
			return address
		}
	}
	t.Fatal("the server did not start")
	return ""
}

// serveWithFewDescriptors serves until its standard input ends.
func serveWithFewDescriptors(t *testing.T) {
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &syscall.Rlimit{Cur: 256, Max: 256}); err != nil {
		t.Fatal(err)
	}
	s := open(t, setup{})
	fmt.Println("serving at " + s.address)
	_, _ = io.Copy(io.Discard, os.Stdin) // ends when the other side has seen enough
}
