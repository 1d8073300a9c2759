//go:build linux

package main

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// Times between measurements.
const (
	settling = 1500 * time.Millisecond // after connecting, before memory is read
	between  = 150 * time.Millisecond  // phases
	warming  = 300 * time.Millisecond
)

// filesBeside are open besides the sockets: connections that post, and those that are
// being dialled.
const filesBeside = 300

// compareAt measures all servers with so many sockets each. Where one process may not
// open as many files as all of them need, they are compared in groups, each of which
// has the first server in it, since ratios are to that.
func compareAt(ctx context.Context, o options, sockets int) ([]reading, error) {
	atOnce := (o.files - filesBeside) / sockets
	if atOnce < min(2, len(o.names)) {
		return nil, fmt.Errorf("%d sockets to each of two servers are more than the %d files that may be open (ulimit -n)", sockets, o.files)
	}
	var all []reading
	for i, names := range groups(o.names, atOnce) {
		readings, err := compareGroup(ctx, o, names, sockets)
		if err != nil {
			return nil, err
		}
		for j := range readings {
			readings[j].Group = i + 1
		}
		all = append(all, readings...)
	}
	return all, nil
}

// groups are of at most so many names, with the first name in each.
func groups(names []string, atMost int) [][]string {
	if len(names) <= atMost {
		return [][]string{names}
	}
	var all [][]string
	for others := range slices.Chunk(names[1:], atMost-1) {
		all = append(all, slices.Concat(names[:1], others))
	}
	return all
}

// group is the servers that run at once, and everybody who is connected to them.
type group struct {
	options
	loop    *loop
	sockets int
	crowds  []*crowd
	opened  []reading
}

func compareGroup(ctx context.Context, o options, names []string, sockets int) ([]reading, error) {
	loop, err := newLoop()
	if err != nil {
		return nil, err
	}
	defer loop.close()
	g := &group{options: o, loop: loop, sockets: sockets}
	defer g.stop()
	for _, name := range names {
		if err := g.start(ctx, serverNamed(name)); err != nil {
			return nil, err
		}
	}
	all := g.opened
	for round := range o.rounds {
		readings, err := g.round(ctx, round)
		if err != nil {
			return nil, err
		}
		all = append(all, readings...)
	}
	return all, nil
}

// start starts a server, connects everybody, and measures what they cost while nothing
// happens.
func (g *group) start(ctx context.Context, s *server) error {
	c := &crowd{server: s, loop: g.loop}
	g.crowds = append(g.crowds, c)
	if err := s.start(ctx, g.options); err != nil {
		return err
	}
	before, err := g.memory(s)
	if err != nil {
		return err
	}
	if err := c.connect(ctx, g.sockets); err != nil {
		return err
	}
	after, err := g.memory(s)
	if err != nil {
		return err
	}
	g.opened = append(g.opened, reading{
		Server: s.name, Sockets: g.sockets, Phase: idle, MemoryPerSocket: float64(after-before) / float64(g.sockets),
	})
	return nil
}

// memory is what s has in use when it has come to rest.
func (g *group) memory(s *server) (int64, error) {
	if err := g.loop.idle(settling); err != nil {
		return 0, err
	}
	return residentBytes(s.pid())
}

func (g *group) stop() {
	for _, c := range g.crowds {
		c.close()
	}
	for _, c := range g.crowds {
		c.server.stop()
	}
}

// round measures every phase of every server once. Servers take turns within a phase, in
// the opposite order every other round, so that none is always the one behind another.
func (g *group) round(ctx context.Context, round int) ([]reading, error) {
	order := slices.Clone(g.crowds)
	if round%2 == 1 {
		slices.Reverse(order)
	}
	all, err := g.flush(round + 1)
	if err != nil {
		return nil, err
	}
	for _, p := range g.paces() {
		for _, c := range order {
			r, err := g.turn(ctx, c, p)
			if err != nil {
				return nil, err
			}
			if r.Round = round + 1; r.Phase != warmUp {
				all = append(all, r)
			}
		}
	}
	return all, nil
}

// flush measures the disk itself where a server needs it.
func (g *group) flush(round int) ([]reading, error) {
	if !slices.ContainsFunc(g.crowds, func(c *crowd) bool { return c.server.name == durable }) {
		return nil, nil
	}
	times, err := flushTimes(g.disk)
	if err != nil {
		return nil, err
	}
	return []reading{{Server: "disk", Sockets: g.sockets, Round: round, Phase: flushed, LatencyMedian: micros(quantile(times, 0.5)), Latency99: micros(quantile(times, 0.99))}}, nil
}

// turn measures one phase of one server. One that does not even get through the warm-up
// is not compared.
func (g *group) turn(ctx context.Context, c *crowd, p pace) (reading, error) {
	if ctx.Err() != nil {
		return reading{}, ctx.Err()
	}
	if err := g.loop.idle(between); err != nil {
		return reading{}, err
	}
	r, err := measure(ctx, c, p)
	if err == nil && p.phase == warmUp && (r.Delivered == 0 || r.Failures > 0) {
		err = fmt.Errorf("%s takes or brings no events: %s", c.server.name, r.Failure)
	}
	return r, err
}
