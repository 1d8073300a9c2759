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
	for h.follow(ctx, follower, tick.C) {
		h.takeOver(ctx)
	}
	err := h.Save(context.WithoutCancel(ctx))
	if errors.Is(err, errOvertaken) {
		return nil // the process that goes on counts what we have not stored
	}
	return err
}

// follow counts and saves until ctx ends, or until another process has counted in our
// place, and reports whether that is so.
func (h *History) follow(ctx context.Context, follower event.Follower, ticks <-chan time.Time) (overtaken bool) {
	turn, end := context.WithCancel(ctx)
	defer end()
	var saving sync.WaitGroup
	saving.Go(func() {
		defer end()
		overtaken = h.keepSaving(turn, ticks)
	})
	h.catchUp(turn, follower.Log)
	follower.Run(turn, h.position(), h.Record)
	end()
	saving.Wait()
	return overtaken
}

// takeOver goes on from what the other process has stored. Where that cannot be read we
// find ourselves overtaken again.
func (h *History) takeOver(ctx context.Context) {
	h.cfg.Logger.Warn("history: another process counts in this database, too; going on where it ended")
	if err := h.load(ctx); err != nil && ctx.Err() == nil {
		h.cfg.Logger.Error("history: cannot be read; trying again", "error", err)
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

// keepSaving saves at every tick, until ctx ends or another process has saved.
func (h *History) keepSaving(ctx context.Context, ticks <-chan time.Time) (overtaken bool) {
	failing := false
	for {
		select {
		case <-ctx.Done():
			return false
		case <-ticks:
		}
		err := h.Save(ctx)
		switch {
		case errors.Is(err, errOvertaken):
			return true
		case err != nil && !failing && ctx.Err() == nil:
			h.cfg.Logger.Error("history: cannot be stored; trying again", "error", err)
		}
		failing = err != nil
	}
}
