package main

import (
	"context"
	"time"

	"github.com/aurorabot/aurora/internal/dashboard"
	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/journal"
)

const (
	// lastEvents is how many events the dashboard's figures are warmed with.
	lastEvents = 10_000
	// lastSessions is how many events about shards, of those before, at most.
	lastSessions = 2000
)

// warm lets the recorder count what the log holds of late, as it is now, and returns the
// last event that it knows.
func warm(ctx context.Context, recorder *dashboard.Recorder, log *journal.Journal, now time.Time) (last uint64, err error) {
	_, last, err = log.Bounds(ctx)
	if err != nil {
		return 0, err
	}
	from := last - min(last, lastEvents)
	today := now.UTC().Truncate(24 * time.Hour)
	earlier, err := log.Count(ctx, today, from, "command.completed", "command.failed", "panic.recovered")
	if err != nil {
		return 0, err
	}
	delete(earlier, "") // a panic that was no command's
	recorder.CountedToday(earlier)
	if err := warmEarlier(ctx, recorder, log, from+1, now.AddDate(0, 0, -1)); err != nil {
		return 0, err
	}
	for seq := from; seq < last; {
		page, err := log.After(ctx, seq, 500)
		if err != nil {
			return 0, err
		}
		if len(page) == 0 {
			break
		}
		for _, e := range page {
			recorder.RecordEvent(e)
		}
		seq = page[len(page)-1].Seq
	}
	return last, nil
}

// warmEarlier lets the recorder count what the shards told since an instant, and the
// last backup, as far as they are before an event.
func warmEarlier(ctx context.Context, recorder *dashboard.Recorder, log *journal.Journal, before uint64, since time.Time) error {
	sessions, err := newestOf(ctx, log, "shard.*", before, lastSessions, since)
	if err != nil {
		return err
	}
	backups, err := newestOf(ctx, log, "system.backup.completed", before, 1, time.Time{})
	if err != nil {
		return err
	}
	recorder.CountEarlier(append(sessions, backups...))
	return nil
}

// newestOf are the newest events of a type before an event: about as many as are asked
// for, and not many that are older than since.
func newestOf(ctx context.Context, log *journal.Journal, kind string, before uint64, count int, since time.Time) ([]event.Event, error) {
	var events []event.Event
	for next := &before; next != nil && len(events) < count; {
		page, err := log.Select(ctx, journal.Filter{Types: []string{kind}, Before: next, Limit: count})
		if err != nil {
			return nil, err
		}
		events, next = append(events, page.Events...), page.Next
		if n := len(events); n > 0 && events[n-1].Time.Before(since) {
			break
		}
	}
	return events, nil
}
