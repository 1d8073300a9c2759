//go:build linux

// Command wire compares Aurora's live wire with other servers: how much work and how
// much time it takes to bring one event to every open WebSocket.
//
//	make bench-live         100 and 1 000 sockets, three rounds
//	make bench-live-full    9 600 sockets too, six rounds
//
// The others are Bun's own WebSocket server with publish, Node with the package ws and
// Socket.IO (all in bench/peers), and the floor: a part of this program that does
// nothing but write prepared bytes to sockets, which is about what the kernel alone
// costs. All servers run at once, on one core; this program, on another core, opens as
// many sockets to each of them and then exercises them in turn, round after round. A
// round asks each server for the same:
//
//	lockstep    one event at a time: the next is posted when the last client has this one
//	saturated   64 events on their way at any time
//	paced       an event every so many milliseconds, whatever the server does
//	stalled     (100 sockets only) 400 events of 4 KiB a second, with five further sockets
//	            that never read
//
// An event is posted over HTTP and carries the moment of its sending. It counts for a
// socket when the whole frame with it was read there; all clocks are this program's.
//
// Figures of one server say much about the machine and the hour. What can be trusted
// are the ratios to the first server of -servers, taken round by round, of which the
// table shows the median and the quartiles. It says nothing of networks, of TLS, or of
// browsers: everything goes over the loopback device of one machine.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// options are the flags.
type options struct {
	sockets []int
	names   []string // of the servers
	rounds  int
	length  time.Duration // of a phase
	stalled time.Duration // of the phase with sockets that never read
	json    string

	aurora, peers, self string // where the servers are
	pin                 bool
	cores               cores
	files               int // how many may be open at once
}

func main() {
	// One thread does everything. It must stay the same one: which core a server runs on is
	// inherited from the thread that starts it, and that thread's end is the server's.
	runtime.LockOSThread()
	if floor := os.Getenv(floorVariable); floor != "" {
		exit(serveFloor(floor))
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	exit(run(ctx, os.Args[1:]))
}

func exit(err error) {
	switch {
	case err == nil || errors.Is(err, flag.ErrHelp):
		os.Exit(0)
	default:
		fmt.Fprintln(os.Stderr, "wire:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	o, err := parse(args)
	if err != nil {
		return err
	}
	if err := o.prepare(); err != nil {
		return err
	}
	debug.SetGCPercent(400) // a collection in the middle of a measurement costs more than memory
	var all []reading
	for _, sockets := range o.sockets {
		readings, err := compareAt(ctx, o, sockets)
		if err != nil {
			return err
		}
		if err := printTable(os.Stdout, o.names, readings); err != nil {
			return err
		}
		all = append(all, readings...)
	}
	if o.json == "" {
		return nil
	}
	return writeReadings(o.json, all)
}

// prepare takes what the flags ask for from the machine.
func (o *options) prepare() (err error) {
	if o.files, err = raiseDescriptors(); err != nil || !o.pin {
		return err
	}
	if o.cores, err = twoCores(); err != nil {
		return err
	}
	return o.cores.pinDriver()
}

func parse(args []string) (options, error) {
	var o options
	var sockets, servers string
	flags := flag.NewFlagSet("wire", flag.ContinueOnError)
	flags.StringVar(&sockets, "sockets", "100,1000", "how many sockets each server is to serve, comma-separated")
	flags.StringVar(&servers, "servers", "bun,aurora,node-ws,socket.io,floor", "the servers; ratios are to the first")
	flags.IntVar(&o.rounds, "rounds", 3, "how often each server is measured")
	flags.DurationVar(&o.length, "length", time.Second, "how long events are posted in a phase")
	flags.DurationVar(&o.stalled, "stalled", 8*time.Second, "the same for the phase with sockets that never read; 0 leaves it out")
	flags.StringVar(&o.aurora, "aurora", "bin/aurora", "Aurora's binary")
	flags.StringVar(&o.peers, "peers", "bench/peers", "the other servers' directory, after npm ci")
	flags.BoolVar(&o.pin, "pin", runtime.NumCPU() > 1, "the servers on one core, this program on another")
	flags.StringVar(&o.json, "json", "", "a file for what every round measured")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	for text := range strings.SplitSeq(sockets, ",") {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			return o, fmt.Errorf("-sockets: %q is no number of sockets", text)
		}
		o.sockets = append(o.sockets, n)
	}
	o.names = strings.Split(servers, ",")
	for _, name := range o.names {
		if serverNamed(name) == nil {
			return o, fmt.Errorf("-servers: there is no %q", name)
		}
	}
	return o, o.place()
}

// place makes paths that hold in any directory.
func (o *options) place() (err error) {
	if o.self, err = os.Executable(); err != nil {
		return err
	}
	if o.aurora, err = filepath.Abs(o.aurora); err != nil {
		return err
	}
	o.peers, err = filepath.Abs(o.peers)
	return err
}
