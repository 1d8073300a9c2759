//go:build linux

package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// server is one of those that are compared, and how it is spoken to.
type server struct {
	name     string
	wsPath   string
	wsQuery  string
	postPath string
	hello    string // what a client says first, if anything
	ping     string // the server's heartbeat, where that is a message
	pong     string
	command  func(o options, addr string) (words, env []string)

	port    int
	process *exec.Cmd
	ended   chan struct{} // closed when the process has ended
	output  *os.File
}

// answer is what a client says to a message that is the server's heartbeat, else "".
func (s *server) answer(message []byte) string {
	if s.ping == "" || string(message) != s.ping {
		return ""
	}
	return s.pong
}

func (s *server) address() string { return "127.0.0.1:" + strconv.Itoa(s.port) }

func (s *server) pid() int { return s.process.Process.Pid }

// start starts the server's process and returns when it listens. The end of ctx ends it.
func (s *server) start(ctx context.Context, o options) (err error) {
	if s.port, err = freePort(ctx); err != nil {
		return err
	}
	if s.output, err = os.CreateTemp("", "wire-"+s.name+"-"); err != nil {
		return err
	}
	words, env := s.command(o, s.address())
	s.process = exec.CommandContext(ctx, words[0], words[1:]...)
	s.process.Env = append(os.Environ(), env...)
	s.process.Dir = os.TempDir() // where there is no aurora.toml
	s.process.Stdout, s.process.Stderr = s.output, s.output
	s.process.Cancel = func() error { return s.process.Process.Signal(syscall.SIGTERM) }
	s.process.WaitDelay = 20 * time.Second
	s.process.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM}
	if err := o.cores.launch(s.process.Start); err != nil {
		return fmt.Errorf("start %s: %w", s.name, err)
	}
	s.ended = make(chan struct{})
	go func() {
		defer close(s.ended)
		_ = s.process.Wait() // most of them end by the signal that stop sends
	}()
	return s.awaitListening(ctx)
}

func (s *server) awaitListening(ctx context.Context) error {
	var dialer net.Dialer
	for deadline := time.Now().Add(patience); ; {
		conn, err := dialer.DialContext(ctx, "tcp4", s.address())
		if err == nil {
			return conn.Close()
		}
		if s.hasEnded() || time.Now().After(deadline) {
			return fmt.Errorf("%s does not listen: %w\n%s", s.name, err, s.said())
		}
		time.Sleep(20 * time.Millisecond)
	}
}

func (s *server) hasEnded() bool {
	select {
	case <-s.ended:
		return true
	default:
		return false
	}
}

// said is what the server has printed.
func (s *server) said() string {
	text, _ := os.ReadFile(s.output.Name())
	return strings.TrimSpace(string(text))
}

// stop ends the server's process and waits for it.
func (s *server) stop() {
	if s.ended != nil {
		_ = s.process.Cancel() // it may have ended by itself
		<-s.ended
	}
	if s.output != nil {
		_ = s.output.Close()
		_ = os.Remove(s.output.Name())
	}
}

// freePort is one that nobody listens on now.
func freePort(ctx context.Context) (int, error) {
	var config net.ListenConfig
	l, err := config.Listen(ctx, "tcp4", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	port := l.Addr().(*net.TCPAddr).Port
	return port, l.Close()
}
