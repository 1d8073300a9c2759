package history_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/history"
	"github.com/aurorabot/aurora/internal/journal"
	"github.com/aurorabot/aurora/internal/storage"
)

// noon is when the stories of these tests begin, at the beginning of buckets of all widths.
var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// clock is moved by the test.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// process is one life of a program that keeps a history.
type process struct {
	*history.History
	t     *testing.T
	clock *clock
	db    *storage.DB
	bus   *event.Bus
	log   *journal.Journal
}

// start opens everything on the database at url. To be killed is to be left alone.
func start(t *testing.T, url string, clock *clock) *process {
	t.Helper()
	p := &process{t: t, clock: clock, bus: &event.Bus{}}
	logger := slog.New(slog.DiscardHandler)
	var err error
	if p.db, err = storage.Open(t.Context(), url); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.db.Close() })
	if p.log, err = journal.Open(t.Context(), p.db, p.bus, logger); err != nil {
		t.Fatal(err)
	}
	p.History, err = history.Open(t.Context(), history.Config{DB: p.db, Epoch: p.log.Epoch(), Now: clock.Now, Logger: logger})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// commits writes an event of the clock's time to the log, and tells nobody.
func (p *process) commits(kind string, severity event.Severity, data string) event.Event {
	p.t.Helper()
	e := event.Event{Type: kind, Severity: severity, Source: "test", Title: "It happened", Time: p.clock.Now(), Data: json.RawMessage(data)}
	seq, err := p.log.Record(p.t.Context(), e)
	if err != nil {
		p.t.Fatal(err)
	}
	e.Seq = seq
	return e
}

// hears commits an event and counts it, as the follower would.
func (p *process) hears(kind string, severity event.Severity, data string) {
	p.t.Helper()
	p.Record([]event.Event{p.commits(kind, severity, data)})
}

// uses lets a command of a use be answered after ms milliseconds.
func (p *process) uses(ms float64) {
	p.t.Helper()
	p.hears("command.completed", event.Debug, fmt.Sprintf(`{"ackMs":%v,"totalMs":%v}`, ms, ms))
}

func (p *process) beats(ms float64) {
	p.Observe(event.HeartbeatAcked{Latency: time.Duration(ms * float64(time.Millisecond))})
}

// idles lets time pass and saves every five seconds, as Run does.
func (p *process) idles(d time.Duration) {
	p.t.Helper()
	for range d / (5 * time.Second) {
		p.clock.advance(5 * time.Second)
		p.saves()
	}
}

func (p *process) saves() {
	p.t.Helper()
	if err := p.Save(p.t.Context()); err != nil {
		p.t.Fatal(err)
	}
}

func (p *process) reads(r history.Range) history.Timeline {
	p.t.Helper()
	line, err := p.Read(p.t.Context(), r)
	if err != nil {
		p.t.Fatal(err)
	}
	return line
}

// last is the point that is being filled.
func (p *process) last(r history.Range) history.Point {
	p.t.Helper()
	line := p.reads(r)
	return line.Points[len(line.Points)-1]
}

// totals are the sums of a range.
func (p *process) totals(r history.Range) (events, commands, errors int64) {
	p.t.Helper()
	for _, point := range p.reads(r).Points {
		if point.Events != nil {
			events, commands, errors = events+*point.Events, commands+*point.Commands, errors+*point.Errors
		}
	}
	return events, commands, errors
}

// runs starts Run, and the tailer that feeds it; stop ends them as a signal would.
func (p *process) runs() (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	follower := event.Follower{Events: p.bus.Subscribe(16), Log: p.log, Logger: slog.New(slog.DiscardHandler)}
	var running sync.WaitGroup
	for _, part := range []func() error{
		func() error { return p.log.Run(ctx) },
		func() error { return p.Run(ctx, follower) },
	} {
		running.Go(func() {
			if err := part(); err != nil {
				p.t.Error(err)
			}
		})
	}
	return func() { cancel(); running.Wait() }
}

// awaits waits until a range holds as many events.
func (p *process) awaits(r history.Range, events int64) {
	p.t.Helper()
	deadline := time.After(30 * time.Second)
	for {
		got, _, _ := p.totals(r)
		if got == events {
			return
		}
		select {
		case <-deadline:
			p.t.Fatalf("%s: got %d events, want %d", r, got, events)
		case <-time.After(5 * time.Millisecond):
		}
	}
}
