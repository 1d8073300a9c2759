//go:build linux

package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
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

// servers are all that can be compared.
var servers = []server{
	{name: "aurora", wsPath: "/ws", postPath: "/api/events", command: auroraCommand},
	{name: "bun", wsPath: "/ws", postPath: "/events", command: peerCommand("node_modules/.bin/bun", "bun.js")},
	{name: "node-ws", wsPath: "/ws", postPath: "/events", command: peerCommand("node", "node-ws.js")},
	{
		name: "socket.io", wsPath: "/socket.io/", wsQuery: "EIO=4&transport=websocket", postPath: "/events",
		hello: "40", ping: "2", pong: "3", // https://socket.io/docs/v4/engine-io-protocol/
		command: peerCommand("node", "socket-io.js"),
	},
	{name: "floor", wsPath: "/ws", postPath: "/events", command: floorCommand},
}

func serverNamed(name string) *server {
	for _, s := range servers {
		if s.name == name {
			return &s
		}
	}
	return nil
}

// auroraCommand is the demo without anybody who uses commands, and with a database
// that is not kept: what is compared is the wire.
func auroraCommand(o options, addr string) (words, env []string) {
	words = strings.Fields("demo --rate 0 --guilds 1 --members 4 --shards 1 --sim-addr 127.0.0.1:0 --log-level error --addr " + addr)
	return append([]string{o.aurora}, words...), []string{"AURORA_DATABASE_URL=sqlite::memory:"}
}

// peerCommand runs a script of the peers' directory. A runtime with a path is there, too;
// another is looked for where programs are.
func peerCommand(runtime, script string) func(o options, addr string) (words, env []string) {
	return func(o options, addr string) (words, env []string) {
		program := runtime
		if strings.Contains(runtime, "/") {
			program = filepath.Join(o.peers, runtime)
		}
		_, port, _ := strings.Cut(addr, ":")
		return []string{program, filepath.Join(o.peers, script)}, []string{"PORT=" + port, "NODE_ENV=production"}
	}
}

// floorVariable makes this program the floor, at the address it holds.
const floorVariable = "WIRE_FLOOR"

func floorCommand(o options, addr string) (words, env []string) {
	return []string{o.self}, []string{floorVariable + "=" + addr}
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
