//go:build linux

package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
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

	aurora, before, peers, self string // where the servers are
	disk                        string // an empty directory for a database, removed at the end
	pin                         bool
	cores                       cores
	files                       int // how many may be open at once
}

func parse(args []string) (options, error) {
	var o options
	var sockets, servers string
	flags := flag.NewFlagSet("wire", flag.ContinueOnError)
	flags.StringVar(&sockets, "sockets", "100,1000", "how many sockets each server is to serve, comma-separated")
	flags.StringVar(&servers, "servers", "bun,aurora,durable,node-ws,socket.io,floor", "the servers; ratios are to the first")
	flags.IntVar(&o.rounds, "rounds", 3, "how often each server is measured")
	flags.DurationVar(&o.length, "length", time.Second, "how long events are posted in a phase")
	flags.DurationVar(&o.stalled, "stalled", 8*time.Second, "the same for the phase with sockets that never read; 0 leaves it out")
	flags.StringVar(&o.aurora, "aurora", "bin/aurora", "Aurora's binary")
	flags.StringVar(&o.before, "before", "", "another build of Aurora, the server \"before\", to compare a change with")
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
		if serverNamed(name) == nil || name == "before" && o.before == "" {
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
	if o.before, err = filepath.Abs(o.before); err != nil {
		return err
	}
	o.peers, err = filepath.Abs(o.peers)
	return err
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
