package journal

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"sync"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/storage"
)

// maxTogether bounds how many events share a transaction, beside those of the caller
// who leads, and so how long the next have to wait.
const maxTogether = 512

// errAbandoned answers those whose leader was torn away by a panic.
var errAbandoned = errors.New("journal: the transaction was abandoned")

// queue lets callers who record at the same time share a transaction. One of them
// leads: it writes its own events and those of all who wait, answers them, and hands
// the lead to the first of those who have come meanwhile.
type queue struct {
	mu      sync.Mutex
	led     bool
	waiting []*turn
}

// turn is a caller's place in the queue.
type turn struct {
	ctx    context.Context
	events []event.Event
	err    error
	called chan bool // once: true to lead, false when err is the outcome
}

// wait returns when events are written, by write if the caller comes to lead. Its ctx
// is looked at until a leader has taken the events; then the outcome is waited for.
func (q *queue) wait(ctx context.Context, events []event.Event, write func([]event.Event) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	t := &turn{ctx: ctx, events: events, called: make(chan bool, 1)}
	if !q.enter(t) {
		select {
		case lead := <-t.called:
			if !lead {
				return t.err
			}
		case <-ctx.Done():
			if q.leave(t) {
				return ctx.Err()
			}
			if lead := <-t.called; !lead {
				return t.err
			}
		}
	}
	q.lead(t, write)
	return t.err
}

// enter reports whether t leads at once.
func (q *queue) enter(t *turn) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if !q.led {
		q.led = true
		return true
	}
	q.waiting = append(q.waiting, t)
	return false
}

// leave reports whether t was still waiting.
func (q *queue) leave(t *turn) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	i := slices.Index(q.waiting, t)
	if i < 0 {
		return false
	}
	q.waiting = slices.Delete(q.waiting, i, i+1)
	return true
}

// lead writes for t and for those who wait.
func (q *queue) lead(t *turn, write func([]event.Event) error) {
	runtime.Gosched() // those whom the last commit has woken come in before the next begins
	followers, together := q.take(t)
	err := errAbandoned
	defer func() {
		t.err = err
		if t.gaveUp() {
			q.handOver(followers)
			return
		}
		for _, f := range followers {
			f.err = err
			f.called <- false
		}
		q.handOver(nil)
	}()
	err = write(together)
	if err == nil {
		copy(t.events, together)
		at := len(t.events)
		for _, f := range followers {
			at += copy(f.events, together[at:])
		}
	}
}

// gaveUp reports whether nothing was begun, because the leader did not want to wait any
// longer for the database.
func (t *turn) gaveUp() bool {
	stopped := t.ctx.Err()
	return stopped != nil && errors.Is(t.err, stopped) && !errors.Is(t.err, storage.ErrOutcomeUnknown)
}

// take removes those from the queue who are written with t. Who does not want it any
// more is left, to find that out by itself.
func (q *queue) take(t *turn) (followers []*turn, together []event.Event) {
	q.mu.Lock()
	defer q.mu.Unlock()
	together = slices.Clone(t.events)
	q.waiting = slices.DeleteFunc(q.waiting, func(w *turn) bool {
		if w.ctx.Err() != nil || len(together)+len(w.events) > len(t.events)+maxTogether {
			return false
		}
		followers, together = append(followers, w), append(together, w.events...)
		return true
	})
	return followers, together
}

// handOver ends a lead, and puts those back who were taken in vain.
func (q *queue) handOver(back []*turn) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.waiting = append(back, q.waiting...)
	if len(q.waiting) == 0 {
		q.led = false
		return
	}
	next := q.waiting[0]
	q.waiting = q.waiting[1:]
	next.called <- true
}
