package history

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/aurorabot/aurora/internal/event"
)

const (
	// saveEvery is how often what has happened is stored.
	saveEvery = 5 * time.Second
	// saveIdle is how often it is stored that Aurora was running where nothing happened.
	saveIdle = time.Minute
	// catchUpPage is how many events are read from the log at once.
	catchUpPage = 500
)

// Run counts what the follower brings, beginning behind the last event that is counted,
// and stores it, until ctx ends.
func (h *History) Run(ctx context.Context, follower event.Follower) error {
	tick := time.NewTicker(saveEvery)
	defer tick.Stop()
	for ctx.Err() == nil {
		h.follow(ctx, follower, tick.C)
	}
	err := h.Save(context.WithoutCancel(ctx))
	if errors.Is(err, errOvertaken) {
		return nil // the process that goes on counts what we have not stored
	}
	return err
}

// follow counts and saves until ctx ends, or until another process has counted in our
// place; then it takes over what that one has stored.
func (h *History) follow(ctx context.Context, follower event.Follower, ticks <-chan time.Time) {
	turn, end := context.WithCancel(ctx)
	defer end()
	var saving sync.WaitGroup
	saving.Go(func() {
		defer end()
		h.keepSaving(turn, ticks)
	})
	h.catchUp(turn, follower.Log)
	follower.Run(turn, h.position(), h.Record)
	end()
	saving.Wait()
	if ctx.Err() == nil {
		if err := h.load(ctx); err != nil {
			h.cfg.Logger.Error("history: cannot be read; trying again", "error", err)
			pause(ctx, saveEvery)
		}
	}
}

// catchUp counts what was committed before the follower's first event. What it cannot
// read the follower reads later.
func (h *History) catchUp(ctx context.Context, log event.Log) {
	for {
		page, err := log.After(ctx, h.position(), catchUpPage)
		if err != nil || len(page) == 0 {
			return
		}
		h.Record(page)
	}
}

// keepSaving saves at every tick. It returns when ctx ends or another process has saved.
func (h *History) keepSaving(ctx context.Context, ticks <-chan time.Time) {
	failing := false
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticks:
		}
		err := h.Save(ctx)
		switch {
		case errors.Is(err, errOvertaken):
			h.cfg.Logger.Warn("history: another process counts in this database, too; going on where it ended")
			return
		case err != nil && !failing && ctx.Err() == nil:
			h.cfg.Logger.Error("history: cannot be stored; trying again", "error", err)
		}
		failing = err != nil
	}
}

func pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}
