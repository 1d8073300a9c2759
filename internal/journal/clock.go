package journal

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/aurorabot/aurora/internal/storage"
)

// doubtFor is how much later than the newest event the clock may be at the start
// before it is doubted, and for how long it is doubted then: whether the program was
// off or the clock has jumped cannot be told, and what is deleted does not return.
const doubtFor = 24 * time.Hour

// steady is a clock that begins with now's time and goes on from there by itself: now
// may be moved later, ahead or back, and it is not.
func steady(now func() time.Time) func() time.Time {
	shown, started := now(), time.Now()
	return func() time.Time { return shown.Add(time.Since(started)) }
}

// doubt is since when the clock, which shows now, is doubted at the start of the
// program; the zero time where it is believed. It is remembered in the database, or a
// second start would see the events of the first, find the clock right, and delete.
func (j *Journal) doubt(ctx context.Context, now time.Time) (time.Time, error) {
	var since, newest sql.NullInt64
	const query = "SELECT doubted_ms, (SELECT time_ms FROM journal_events WHERE seq = ?) FROM journal_head"
	if err := j.db.QueryRow(ctx, query, j.opened).Scan(&since, &newest); err != nil {
		return time.Time{}, fmt.Errorf("age of the event log: %w", err)
	}
	silent := newest.Valid && now.Sub(time.UnixMilli(newest.Int64)) > doubtFor
	setBack := since.Valid && now.Before(time.UnixMilli(since.Int64))
	if silent || setBack {
		return now, j.rememberDoubt(ctx, now.UnixMilli())
	}
	if since.Valid {
		return time.UnixMilli(since.Int64), nil
	}
	return time.Time{}, nil
}

// believe ends the doubt.
func (j *Journal) believe(ctx context.Context) error { return j.rememberDoubt(ctx, nil) }

func (j *Journal) rememberDoubt(ctx context.Context, ms any) error {
	err := j.db.Reclaim(ctx, func(tx *storage.Tx) error {
		_, err := tx.Exec("UPDATE journal_head SET doubted_ms = ?", ms)
		return err
	})
	if err != nil {
		return fmt.Errorf("age of the event log: %w", err)
	}
	return nil
}
