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
// costs. Aurora is there twice: as "aurora" with a database that is not kept, so that the
// wire alone is compared, and as "durable" with one on disk. All servers run at once, on one core; this program, on another core, opens as
// many sockets to each of them and then exercises them in turn, round after round. A
// round asks each server for the same:
//
//	lockstep    one event at a time: the next is posted when the last client has this one
//	saturated   64 events on their way at any time
//	paced       an event every so many milliseconds, whatever the server does
//	stalled     (up to 100 sockets) 400 events of 4 KiB a second, with five further sockets
//	            that never read
//
// An event is posted over HTTP and carries the moment of its sending. It counts for a
// socket when the whole frame with it was read there; all clocks are this program's.
//
// Figures of one server say much about the machine and the hour. What can be trusted
// are the ratios to the first server of -servers, taken round by round, of which the
// table shows the median and the quartiles. Not even they hold where the machine is busy
// with something else; a row of the table tells. Nothing is said of networks, of TLS, or
// of browsers: everything goes over the loopback device of one machine.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"syscall"
)

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

func run(ctx context.Context, args []string) (err error) {
	o, err := parse(args)
	if err != nil {
		return err
	}
	if err := o.prepare(); err != nil {
		return err
	}
	if o.disk, err = os.MkdirTemp("", "wire-disk-"); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(o.disk)) }()
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
		printDurable(os.Stdout, readings)
		all = append(all, readings...)
	}
	if o.json == "" {
		return nil
	}
	return writeReadings(o.json, all)
}
