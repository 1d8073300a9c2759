package event

import (
	"context"
	"log/slog"
	"time"
)

// Log is where a follower reads what its subscription dropped: the events after
// seq, oldest first, at most limit of them.
type Log interface {
	After(ctx context.Context, seq uint64, limit int) ([]Event, error)
}

const (
	followPage  = 500 // events read from the log at once, and handed over at once
	followRetry = 250 * time.Millisecond
)

// Follower turns a subscription, which may drop, and the log behind it into one
// sequence without a hole.
type Follower struct {
	Events *Subscription
	Log    Log
	Logger *slog.Logger
}

// Run calls handle with every event after seq, in order, each once, several at a
// time where several are waiting, until ctx ends or the subscription is closed. What
// the log holds already comes first. While the log cannot be read it goes on trying.
// The slice is the callee's only until it returns.
func (f Follower) Run(ctx context.Context, seq uint64, handle func([]Event)) {
	page := make([]Event, 0, followPage)
	dropped := f.Events.Dropped() // before the log is read, where those are that were dropped so far
	seq = f.catchUp(ctx, seq, handle)
	for {
		page = f.waiting(ctx, page[:0])
		if len(page) == 0 {
			return
		}
		next, whole := contiguous(page, seq)
		if len(next) > 0 {
			seq = next[len(next)-1].Seq
			handle(next)
		}
		// A subscription drops only while it is full, so there is always an event
		// after a drop that brings us here.
		if now := f.Events.Dropped(); !whole || now != dropped {
			dropped = now
			seq = f.catchUp(ctx, seq, handle)
		}
	}
}

// waiting blocks for one event and takes those that have arrived behind it. It
// returns none when there will be no more.
func (f Follower) waiting(ctx context.Context, page []Event) []Event {
	select {
	case <-ctx.Done():
		return nil
	case e, open := <-f.Events.C:
		if !open {
			return nil
		}
		page = append(page, e)
	}
	for len(page) < cap(page) {
		select {
		case e, open := <-f.Events.C:
			if !open {
				return page
			}
			page = append(page, e)
		default:
			return page
		}
	}
	return page
}

// contiguous is the part of page that follows seq without a hole, and whether
// that is all of what is new in it.
func contiguous(page []Event, seq uint64) (next []Event, whole bool) {
	for len(page) > 0 && page[0].Seq <= seq {
		page = page[1:]
	}
	for i, e := range page {
		if e.Seq != seq+uint64(i)+1 {
			return page[:i], false
		}
	}
	return page, true
}

// catchUp hands over what the log holds after seq and returns the last one's seq.
func (f Follower) catchUp(ctx context.Context, seq uint64, handle func([]Event)) uint64 {
	failing := false
	for ctx.Err() == nil {
		page, err := f.Log.After(ctx, seq, followPage)
		if err != nil {
			if !failing && ctx.Err() == nil {
				f.Logger.Error("follow: the event log cannot be read; trying again", "error", err)
			}
			failing = true
			pause(ctx, followRetry)
			continue
		}
		if len(page) == 0 {
			return seq
		}
		seq = page[len(page)-1].Seq
		handle(page)
	}
	return seq
}

func pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}
