package journal

import (
	"context"
	"errors"
	"time"
)

const (
	// keepAgain is how often the keeper looks for events that have become too old.
	keepAgain = time.Second
	// keepPause is between two steps of the keeper, for others to write.
	keepPause = 5 * time.Millisecond
)

// Keep keeps the log searchable and within limits until ctx ends: it puts complete
// chunks into the index and deletes the oldest events, both in small steps. Where it
// fails it says so once and tries again.
//
// SQLite uses the space of deleted events for new ones; its file does not become
// smaller.
func (j *Journal) Keep(ctx context.Context, limits Retention) error {
	k := j.newKeeper(limits)
	tick := time.NewTicker(keepAgain)
	defer tick.Stop()
	failing := false
	for {
		more, err := k.step(ctx)
		if err != nil && !failing && ctx.Err() == nil {
			j.logger.Error("the event log cannot be kept in order; trying again", "error", err)
		}
		failing = err != nil
		var pause <-chan time.Time
		if more && !failing {
			pause = time.After(keepPause)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-pause:
		case <-j.complete:
		case <-tick.C:
		}
	}
}

// keeper is what Keep remembers from step to step.
type keeper struct {
	*Journal
	limits Retention
	now    func() time.Time

	begun   bool
	doubted time.Time // since when the clock is; zero where it is believed
}

func (j *Journal) newKeeper(limits Retention) *keeper {
	return &keeper{Journal: j, limits: limits, now: steady(j.now)}
}

// step puts one chunk into the index or, where that cannot be done, deletes some
// events: on a full disk it is deleting that makes room.
func (k *keeper) step(ctx context.Context) (more bool, err error) {
	sealed, sealErr := k.sealNext(ctx)
	if sealed {
		return true, nil
	}
	oldest, clockErr := k.oldest(ctx)
	more, err = k.deleteSome(ctx, k.limits.Events, oldest)
	return more, errors.Join(sealErr, clockErr, err)
}

// oldest is the instant before which events are too old; the zero time where none is,
// or where it cannot be told.
func (k *keeper) oldest(ctx context.Context) (time.Time, error) {
	if k.limits.Age == 0 {
		return time.Time{}, nil
	}
	now := k.now()
	if err := k.consult(ctx, now); err != nil || !k.doubted.IsZero() {
		return time.Time{}, err
	}
	return now.Add(-k.limits.Age), nil
}

// consult settles whether the clock is doubted.
func (k *keeper) consult(ctx context.Context, now time.Time) (err error) {
	if !k.begun {
		if k.doubted, err = k.doubt(ctx, now); err != nil {
			return err
		}
		k.begun = true
		if !k.doubted.IsZero() {
			k.logger.Warn("the newest event is more than a day older than the clock says: no event is deleted for its age for a day",
				"clock", now, "until", k.doubted.Add(doubtFor))
		}
	}
	if k.doubted.IsZero() || now.Sub(k.doubted) < doubtFor {
		return nil
	}
	if err := k.believe(ctx); err != nil {
		return err
	}
	k.doubted = time.Time{}
	return nil
}
