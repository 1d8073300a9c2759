package journal

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/storage"
)

// transactions is what a queue writes to: each waits until it is let go, with an error
// or without.
type transactions struct {
	release chan error
	mu      sync.Mutex
	written [][]string // the titles, by transaction
	seq     uint64
}

func newTransactions() *transactions { return &transactions{release: make(chan error)} }

func (w *transactions) write(events []event.Event) error {
	if err := <-w.release; err != nil {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	var titles []string
	for i := range events {
		w.seq++
		events[i].Seq = w.seq
		titles = append(titles, events[i].Title)
	}
	w.written = append(w.written, titles)
	return nil
}

// asked is a caller who waits in a queue.
type asked struct {
	events []event.Event
	err    chan error
}

// ask has a caller wait with events of these titles, and returns when it does.
func ask(ctx context.Context, q *queue, w *transactions, titles ...string) asked {
	a := asked{err: make(chan error, 1)}
	for _, title := range titles {
		a.events = append(a.events, event.Event{Title: title})
	}
	go func() { a.err <- q.wait(ctx, a.events, w.write) }()
	synctest.Wait()
	return a
}

func TestThoseWhoWaitShareATransactionAndEachGetsItsNumbers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q, w := &queue{}, newTransactions()
		callers := []asked{ask(t.Context(), q, w, "a"), ask(t.Context(), q, w, "b"), ask(t.Context(), q, w, "c", "d"), ask(t.Context(), q, w, "e")}
		w.release <- nil
		w.release <- nil
		var seqs []uint64
		for _, c := range callers {
			if err := <-c.err; err != nil {
				t.Fatal(err)
			}
			for _, e := range c.events {
				seqs = append(seqs, e.Seq)
			}
		}
		if !slices.Equal(seqs, []uint64{1, 2, 3, 4, 5}) {
			t.Errorf("got the numbers %d", seqs)
		}
		if len(w.written) != 2 || !slices.Equal(w.written[1], []string{"b", "c", "d", "e"}) {
			t.Errorf("the transactions were %q, want a alone and then all who waited", w.written)
		}
	})
}

func TestATransactionThatFailsIsToldToAllWhoShareIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q, w := &queue{}, newTransactions()
		callers := []asked{ask(t.Context(), q, w, "a"), ask(t.Context(), q, w, "b"), ask(t.Context(), q, w, "c")}
		full := errors.New("full")
		w.release <- nil
		w.release <- full
		for i, want := range []error{nil, full, full} {
			if err := <-callers[i].err; !errors.Is(err, want) {
				t.Errorf("caller %d: got %v, want %v", i, err, want)
			}
		}
		last := ask(t.Context(), q, w, "d")
		w.release <- nil
		if err := <-last.err; err != nil || last.events[0].Seq != 2 {
			t.Errorf("after the failure: %d, %v, want 2", last.events[0].Seq, err)
		}
	})
}

func TestWhoLeavesTheQueueIsNotWritten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q, w := &queue{}, newTransactions()
		ctx, cancel := context.WithCancel(t.Context())
		first, leaving, second := ask(t.Context(), q, w, "a"), ask(ctx, q, w, "gone"), ask(t.Context(), q, w, "b")
		cancel()
		if err := <-leaving.err; !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
		w.release <- nil
		w.release <- nil
		if err := errors.Join(<-first.err, <-second.err); err != nil || w.seq != 2 {
			t.Errorf("%d events were written, %v, want 2", w.seq, err)
		}
		if err := q.wait(ctx, first.events, w.write); !errors.Is(err, context.Canceled) {
			t.Errorf("who comes too late got %v", err)
		}
	})
}

func TestALeaderWhoGivesUpFailsNobodyElse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q, w := &queue{}, newTransactions()
		ctx, cancel := context.WithCancel(t.Context())
		first, leader, follower := ask(t.Context(), q, w, "a"), ask(ctx, q, w, "leads"), ask(t.Context(), q, w, "follows")
		w.release <- nil
		synctest.Wait() // the leader has taken the follower, and waits for its turn in the database
		cancel()
		w.release <- ctx.Err()
		w.release <- nil
		if err := <-leader.err; !errors.Is(err, context.Canceled) {
			t.Errorf("the leader got %v", err)
		}
		if err := errors.Join(<-first.err, <-follower.err); err != nil || follower.events[0].Seq != 2 {
			t.Errorf("the follower got %d, %v, want 2", follower.events[0].Seq, err)
		}
	})
}

func TestWhatMayHaveBeenCommittedIsNotWrittenAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q, w := &queue{}, newTransactions()
		ctx, cancel := context.WithCancel(t.Context())
		first, leader, follower := ask(t.Context(), q, w, "a"), ask(ctx, q, w, "leads"), ask(t.Context(), q, w, "follows")
		w.release <- nil
		synctest.Wait()
		cancel()
		w.release <- errors.Join(storage.ErrOutcomeUnknown, ctx.Err())
		for _, a := range []asked{leader, follower} {
			if err := <-a.err; !errors.Is(err, storage.ErrOutcomeUnknown) {
				t.Errorf("got %v, want %v", err, storage.ErrOutcomeUnknown)
			}
		}
		if err := <-first.err; err != nil || w.seq != 1 {
			t.Errorf("%d events were written, %v, want 1", w.seq, err)
		}
	})
}

func TestAPanicLeavesNobodyWaiting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q, w := &queue{}, newTransactions()
		first := ask(t.Context(), q, w, "a")
		crashed := make(chan any, 1)
		go func() {
			defer func() { crashed <- recover() }()
			_ = q.wait(t.Context(), []event.Event{{}}, func([]event.Event) error { <-w.release; panic("crash") })
		}()
		synctest.Wait()
		follower := ask(t.Context(), q, w, "b")
		w.release <- nil
		w.release <- nil
		if got := <-crashed; got != "crash" {
			t.Errorf("got the panic %v", got)
		}
		if err := errors.Join(<-first.err, <-follower.err); !errors.Is(err, errAbandoned) {
			t.Errorf("got %v, want %v", err, errAbandoned)
		}
		last := ask(t.Context(), q, w, "c")
		w.release <- nil
		if err := <-last.err; err != nil {
			t.Error(err)
		}
	})
}
