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

// warm lets the recorder count what the log holds of late, and returns the last
// event that it knows.
func warm(ctx context.Context, recorder *dashboard.Recorder, log *journal.Journal) (last uint64, err error) {
	_, last, err = log.Bounds(ctx)
	if err != nil {
		return 0, err
	}
	from := last - min(last, lastEvents)
	now := time.Now().UTC()
	today := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.UTC)
	earlier, err := log.Count(ctx, today, from, "command.completed", "command.failed", "panic.recovered")
	if err != nil {
		return 0, err
	}
	delete(earlier, "") // a panic that was no command's
	recorder.CountedToday(earlier)
	if err := warmSessions(ctx, recorder, log, from+1, now.AddDate(0, 0, -1)); err != nil {
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

// warmSessions lets the recorder count what the shards told since an instant and before
// an event.
func warmSessions(ctx context.Context, recorder *dashboard.Recorder, log *journal.Journal, before uint64, since time.Time) error {
	var told []event.Event
	for next := &before; next != nil && len(told) < lastSessions; {
		page, err := log.Select(ctx, journal.Filter{Type: "shard.*", Before: next, Limit: 500})
		if err != nil {
			return err
		}
		told, next = append(told, page.Events...), page.Next
		if n := len(told); n > 0 && told[n-1].Time.Before(since) {
			break
		}
	}
	recorder.CountedSessions(told)
	return nil
}
