//go:build linux

package main

import (
	"context"
	"fmt"
	"time"
)

// pace says how a phase posts.
type pace struct {
	phase    string
	inFlight int           // so many events on their way at most; 0 = as time demands
	every    time.Duration // or: an event each time this has passed
	size     int           // of an event's JSON
	length   time.Duration // how long events are posted
}

// drain bounds the wait for what is missing at the end of a phase.
const drain = 10 * time.Second

// phase posts events to one server for a while, and counts who has them.
type phase struct {
	pace
	crowd   *crowd
	posters []*poster
	event   *event

	began     int64 // these are times of now
	ends      int64 // when nothing more is posted
	last      int64 // when something was delivered last
	posted    int64
	arrived   int64
	latencies []time.Duration // of deliveries, where the pace is a given one
	spreads   []time.Duration // of events one at a time: until the last client has it
	failures  int64
	failure   string // the first
}

// posters are the connections of a given pace: one would wait for the answer to the event
// before.
const posters = 64

func newPhase(ctx context.Context, c *crowd, p pace) (*phase, error) {
	ph := &phase{pace: p, crowd: c, event: newEvent(c.server, p.size)}
	connections := p.inFlight
	if connections == 0 {
		connections = posters
	}
	for range connections {
		s, err := newPoster(ctx, ph)
		if err != nil {
			ph.close()
			return nil, err
		}
		ph.posters = append(ph.posters, s)
	}
	return ph, nil
}

func (p *phase) close() {
	p.crowd.phase = nil
	for _, s := range p.posters {
		s.close()
	}
}

// run posts, and returns when everybody has everything or drain is over.
func (p *phase) run() error {
	p.began = now()
	p.last, p.ends = p.began, p.began+int64(p.length)
	p.crowd.phase = p
	for !p.over() {
		if err := p.post(); err != nil {
			return err
		}
		if err := p.crowd.loop.poll(p.wait()); err != nil {
			return err
		}
	}
	p.crowd.phase = nil
	return nil
}

// delivered counts an event that one client has. One of an earlier phase that comes late
// was counted as lost there.
func (p *phase) delivered(sent, at int64) {
	if sent < p.began {
		return
	}
	p.arrived++
	p.last = at
	switch {
	case p.inFlight == 0:
		p.latencies = append(p.latencies, time.Duration(at-sent))
	case p.inFlight == 1 && p.arrived == p.expected():
		p.spreads = append(p.spreads, time.Duration(at-sent))
	}
}

// expected is how many deliveries the events posted so far make.
func (p *phase) expected() int64 { return p.posted * int64(len(p.crowd.clients)) }

// post sends what may be sent now, as far as there are connections that wait for nothing.
func (p *phase) post() error {
	for _, s := range p.posters {
		if s.busy || s.fd < 0 {
			continue
		}
		if !p.due() {
			return nil
		}
		if err := s.post(p.event); err != nil {
			return err
		}
		p.posted++
	}
	return nil
}

func (p *phase) due() bool {
	t := now()
	if t >= p.ends {
		return false
	}
	if p.inFlight == 0 {
		return t >= p.nextAt()
	}
	// An event is on its way until the last client has it.
	return p.expected()-p.arrived <= int64(p.inFlight-1)*int64(len(p.crowd.clients))
}

// nextAt is when the next event of a given pace is due.
func (p *phase) nextAt() int64 { return p.began + p.posted*int64(p.every) }

// wait is how long nothing has to be done unless something arrives.
func (p *phase) wait() time.Duration {
	until := p.ends
	if p.inFlight == 0 {
		until = min(until, p.nextAt())
	}
	if left := time.Duration(until - now()); left > 0 {
		return left
	}
	return 10 * time.Millisecond // what is left is to arrive
}

func (p *phase) over() bool {
	t := now()
	if t < p.ends {
		return false
	}
	return t > p.ends+int64(drain) || p.arrived >= p.expected() && !p.waiting()
}

// waiting says whether a request has not been answered.
func (p *phase) waiting() bool {
	for _, s := range p.posters {
		if s.busy && s.fd >= 0 {
			return true
		}
	}
	return false
}

// fail notes what a server should not have done.
func (p *phase) fail(what string) {
	p.failures++
	if p.failure == "" {
		p.failure = fmt.Sprintf("%s %s", p.crowd.server.name, what)
	}
}
