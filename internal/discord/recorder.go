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
	recordPatience = 10 * time.Second
)

// recorder hands events to the journal from one goroutine, so that neither the
// gateway nor a reply waits for a disk. When its queue is full, debug events are
// dropped and others counted by type; how many there were is recorded.
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
			r.recorder.write(ctx, e)
		case <-r.stop:
			r.recorder.drain(ctx)
			return
		}
		if len(r.recorder.queue) == 0 {
			r.recorder.writeOverflow(ctx)
		}
	}
}

func (r *recorder) drain(ctx context.Context) {
	for len(r.queue) > 0 {
		r.write(ctx, <-r.queue)
	}
	r.writeOverflow(ctx)
}

func (r *recorder) write(ctx context.Context, e event.Event) {
	ctx, cancel := context.WithTimeout(ctx, recordPatience)
	defer cancel()
	if _, err := r.journal.Record(ctx, e); err != nil {
		r.logger.Error("event not recorded", "type", e.Type, "error", err)
	}
}

// writeOverflow records what did not fit into the queue, one event a type.
func (r *recorder) writeOverflow(ctx context.Context) {
	r.mu.Lock()
	waiting, dropped := r.overflow, r.dropped
	r.overflow, r.dropped = make(map[string]overflow), 0
	r.mu.Unlock()
	for _, o := range waiting {
		if o.count > 1 {
			o.last.Message = fmt.Sprintf("%s (and %d more of this type)", o.last.Message, o.count-1)
		}
		r.write(ctx, o.last)
	}
	if dropped > 0 {
		r.logger.Warn("debug events were dropped: there were more than could be recorded", "count", dropped)
	}
}
