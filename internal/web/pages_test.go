package web

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aurorabot/aurora/internal/event"
)

// countedLog is a log of the events from first to last, which counts how often it is
// read, and lets reading wait for or fail by hand.
type countedLog struct {
	first, last uint64
	reads       int
	before      func(ctx context.Context) error
}

func (l *countedLog) After(ctx context.Context, seq uint64, limit int) (events []event.Event, err error) {
	l.reads++
	if l.before != nil {
		if err := l.before(ctx); err != nil {
			return nil, err
		}
	}
	for seq = max(seq+1, l.first); seq <= l.last && len(events) < limit; seq++ {
		events = append(events, event.Event{Seq: seq})
	}
	return events, nil
}

func pagesOf(l *countedLog) *pages {
	return newPages(l, func(dst []byte, e event.Event) []byte { return append(dst, byte(e.Seq)) })
}

func TestAPageIsReadOnceForAllWhoAskAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := &countedLog{first: 1, last: 1000}
		begin := make(chan struct{})
		log.before = func(context.Context) error { <-begin; return nil }
		p := pagesOf(log)
		var all sync.WaitGroup
		for seq := range uint64(100) {
			all.Go(func() {
				if g, err := p.after(t.Context(), 256+seq); err != nil || g.first != 257 || g.count != pageEvents || g.bytes[seq] != byte(257+seq) {
					t.Errorf("after %d: got %v, %v", 256+seq, g, err)
				}
			})
		}
		synctest.Wait()
		close(begin)
		all.Wait()
		if log.reads != 1 {
			t.Errorf("the log was read %d times, want once", log.reads)
		}
	})
}

func TestAnUnfinishedPageIsReadAgain(t *testing.T) {
	log := &countedLog{first: 1, last: 10}
	p := pagesOf(log)
	for _, last := range []uint64{10, 11, 256, 300} {
		log.last = last
		if g, err := p.after(t.Context(), min(last, 256)-1); err != nil || g.next() != min(last, 256)+1 {
			t.Errorf("of %d events: got %v, %v", last, g, err)
		}
	}
	if log.reads != 3 {
		t.Errorf("the log was read %d times, want 3: what is whole is not read again", log.reads)
	}
}

func TestWhatTheLogDoesNotKeepIsNotFound(t *testing.T) {
	p := pagesOf(&countedLog{first: 100, last: 1000})
	for _, seq := range []uint64{0, 98, 1000} {
		if g, err := p.after(t.Context(), seq); g != nil || err != nil {
			t.Errorf("after %d: got %v, %v", seq, g, err)
		}
	}
	if g, err := p.after(t.Context(), 99); err != nil || g.first != 100 {
		t.Errorf("got %v, %v", g, err)
	}
}

// TestAReaderThatGivesUpIsReplacedByOneWhoWaits cancels who reads for both.
func TestAReaderThatGivesUpIsReplacedByOneWhoWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := &countedLog{first: 1, last: 1000}
		log.before = func(ctx context.Context) error {
			if log.reads == 1 {
				<-ctx.Done()
				return ctx.Err()
			}
			return nil
		}
		p := pagesOf(log)
		ctx, leave := context.WithCancel(t.Context())
		var both sync.WaitGroup
		both.Go(func() {
			if _, err := p.after(ctx, 0); !errors.Is(err, context.Canceled) {
				t.Errorf("who left: got %v", err)
			}
		})
		synctest.Wait()
		both.Go(func() {
			if g, err := p.after(t.Context(), 0); err != nil || !g.holds(1) {
				t.Errorf("who stayed: got %v, %v", g, err)
			}
		})
		synctest.Wait()
		leave()
		both.Wait()
	})
}

func TestPagesAreBoundedAndForgotten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := &countedLog{first: 1, last: 1e6}
		p := pagesOf(log)
		for n := range uint64(2 * pagesHeld) {
			if _, err := p.after(t.Context(), n*pageEvents); err != nil {
				t.Fatal(err)
			}
		}
		expect := func(count int) {
			t.Helper()
			p.mu.Lock()
			defer p.mu.Unlock()
			if len(p.held) != count || p.bytes != count*pageEvents {
				t.Errorf("%d pages of %d bytes are held, want %d", len(p.held), p.bytes, count)
			}
		}
		expect(pagesHeld)
		time.Sleep(pagesStay) // of the bubble's clock
		synctest.Wait()
		expect(0)
	})
}
