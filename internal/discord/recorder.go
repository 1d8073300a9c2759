package discord

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/aurorabot/aurora/internal/event"
)

const (
	maxUnrecorded  = 4096
	maxTogether    = 256
	recordPatience = 10 * time.Second
)

// recorder hands events to the journal from one goroutine, so that neither the
// gateway nor a reply waits for a disk; what waits is recorded together. When its
// queue is full, debug events are dropped and others counted by type; how many
// there were is recorded.
type recorder struct {
	journal Journal
	logger  *slog.Logger
	queue   chan event.Event

	mu       sync.Mutex
	overflow map[string]overflow
	dropped  int
}

// overflow is the last event of a type that found the queue full, and how many did.
type overflow struct {
	last  event.Event
	count int
}

func newRecorder(journal Journal, logger *slog.Logger) *recorder {
	return &recorder{
		journal: journal, logger: logger,
		queue: make(chan event.Event, maxUnrecorded), overflow: make(map[string]overflow),
	}
}

// record takes e without waiting.
func (r *recorder) record(e event.Event) {
	e.Time = time.Now()
	select {
	case r.queue <- e:
		return
	default:
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if e.Severity == event.Debug {
		r.dropped++
		return
	}
	r.overflow[e.Type] = overflow{e, r.overflow[e.Type].count + 1}
}

// recording is a recorder at work.
type recording struct {
	recorder *recorder
	stop     chan struct{}
	ended    chan struct{}
}

func (r *recorder) start(ctx context.Context) *recording {
	running := &recording{recorder: r, stop: make(chan struct{}), ended: make(chan struct{})}
	go running.run(context.WithoutCancel(ctx))
	return running
}

// finish records what is waiting and returns.
func (r *recording) finish() {
	close(r.stop)
	<-r.ended
}

func (r *recording) run(ctx context.Context) {
	defer close(r.ended)
	for {
		select {
		case e := <-r.recorder.queue:
			r.recorder.write(ctx, r.recorder.waiting(e))
		case <-r.stop:
			for len(r.recorder.queue) > 0 {
				r.recorder.write(ctx, r.recorder.waiting(<-r.recorder.queue))
			}
			r.recorder.write(ctx, r.recorder.overflowed())
			return
		}
		r.recorder.write(ctx, r.recorder.overflowed())
	}
}

// waiting is first and what has come behind it.
func (r *recorder) waiting(first event.Event) []event.Event {
	events := []event.Event{first}
	for len(events) < maxTogether {
		select {
		case e := <-r.queue:
			events = append(events, e)
		default:
			return events
		}
	}
	return events
}

// overflowed is what did not fit into the queue, one event a type, and how many
// debug events were dropped.
func (r *recorder) overflowed() []event.Event {
	r.mu.Lock()
	defer r.mu.Unlock()
	var events []event.Event
	for kind, o := range r.overflow {
		if o.count > 1 {
			o.last.Message = fmt.Sprintf("%s (and %d more of this type)", o.last.Message, o.count-1)
		}
		events = append(events, o.last)
		delete(r.overflow, kind)
	}
	if r.dropped > 0 {
		events = append(events, event.Event{
			Time: time.Now(), Type: "system.events.dropped", Severity: event.Warn, Source: "discord", Title: "Debug events dropped",
			Message: fmt.Sprintf("%d debug events were more than could be recorded", r.dropped),
			Data:    event.Object(map[string]any{"count": r.dropped}),
		})
		r.dropped = 0
	}
	return events
}

// write records events together or, where that fails, one by one, so that one that
// cannot be recorded costs no other.
func (r *recorder) write(ctx context.Context, events []event.Event) {
	if len(events) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, recordPatience)
	defer cancel()
	err := r.journal.RecordAll(ctx, events)
	if err == nil {
		return
	}
	if len(events) == 1 {
		r.logger.Error("event not recorded", "type", events[0].Type, "error", err)
		return
	}
	for _, e := range events {
		r.write(ctx, []event.Event{e})
	}
}
