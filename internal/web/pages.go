package web

import (
	"context"
	"sync"
	"time"

	"github.com/aurorabot/aurora/internal/event"
)

const (
	pageEvents = 256 // of the log that are read and encoded at once
	pagesHeld  = 48  // a replay of 10 000 events, and some more
	pagesBytes = 32 << 20
	pagesStay  = 10 * time.Second // after the last one was read
)

// pages are the parts of the log that replays have read lately, as finished frames. A
// part is read and encoded once, however many sockets ask for it at the same time: after
// a restart or a cut, all who come back ask for much the same.
type pages struct {
	log event.Log
	enc func(dst []byte, e event.Event) []byte

	mu    sync.Mutex
	held  map[uint64]*logPage // by number: page n begins behind event n × pageEvents
	order []uint64            // of those that are read whole, the one that was read first in front
	bytes int                 // of those
	tidy  *time.Timer         // forgets them; nil where there are none
}

// logPage is a part of the log. When done is closed, either segment is set, or err, or
// neither where the log does not keep any of it.
type logPage struct {
	done    chan struct{}
	segment *segment
	err     error
}

func newPages(log event.Log, enc func([]byte, event.Event) []byte) *pages {
	return &pages{log: log, enc: enc, held: make(map[uint64]*logPage)}
}

// after returns a part of the log with the event that follows seq, which is committed;
// nil where the log does not keep it any more.
func (p *pages) after(ctx context.Context, seq uint64) (*segment, error) {
	n := seq / pageEvents
	for {
		page, mine := p.take(n)
		if mine {
			p.read(ctx, n, page)
		}
		select {
		case <-page.done:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		switch {
		case page.segment.holds(seq + 1):
			return page.segment, nil
		case mine, page.whole(n):
			return nil, page.err
		}
		// It was read before that event was committed, or by somebody who could not.
	}
}

// take returns page n, and whether it is the caller who has to read it.
func (p *pages) take(n uint64) (_ *logPage, mine bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if held := p.held[n]; held != nil {
		return held, false
	}
	made := &logPage{done: make(chan struct{})}
	p.held[n] = made
	return made, true
}

// read reads and encodes page n. Only a whole one is kept: of another there may be more
// the next time.
func (p *pages) read(ctx context.Context, n uint64, page *logPage) {
	var events []event.Event
	events, page.err = p.log.After(ctx, n*pageEvents, pageEvents)
	page.segment = p.encode(events, (n+1)*pageEvents)
	p.mu.Lock()
	defer p.mu.Unlock()
	if page.whole(n) {
		p.keep(n, page)
	} else {
		delete(p.held, n)
	}
	close(page.done)
}

// keep makes room for page n.
func (p *pages) keep(n uint64, page *logPage) {
	p.order = append(p.order, n)
	p.bytes += len(page.segment.bytes)
	for len(p.order) > pagesHeld || p.bytes > pagesBytes && len(p.order) > 1 {
		p.bytes -= len(p.held[p.order[0]].segment.bytes)
		delete(p.held, p.order[0])
		p.order = p.order[1:]
	}
	if p.tidy != nil {
		p.tidy.Stop()
	}
	p.tidy = time.AfterFunc(pagesStay, p.forget)
}

// forget lets go of all that is read whole.
func (p *pages) forget() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, n := range p.order {
		delete(p.held, n)
	}
	p.order, p.bytes, p.tidy = nil, 0, nil
}

// whole says whether the page goes to its end, so that reading it again brings no more.
func (g *logPage) whole(n uint64) bool {
	return g.segment != nil && g.segment.next() > (n+1)*pageEvents
}

// encode makes a segment of events up to last; nil of none.
func (p *pages) encode(events []event.Event, last uint64) *segment {
	if len(events) == 0 || events[0].Seq > last {
		return nil
	}
	g := &segment{first: events[0].Seq}
	for _, e := range events {
		if e.Seq > last {
			break
		}
		g.bytes = p.enc(g.bytes, e)
		g.ends = append(g.ends, uint32(len(g.bytes)))
		g.count++
	}
	return g
}

// holds says whether event seq is in the segment, which may be nil.
func (g *segment) holds(seq uint64) bool { return g != nil && g.first <= seq && seq < g.next() }
