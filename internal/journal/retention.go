package journal

import (
	"context"
	"fmt"
	"time"

	"github.com/aurorabot/aurora/internal/storage"
)

// Retention says which events are kept: those that are younger than Age, and of them
// the newest Events. 0 means no limit.
type Retention struct {
	Age    time.Duration
	Events uint64
}

// maxDelete is how many events are deleted at once, which keeps other writers waiting
// for a few milliseconds.
const maxDelete = 500

// deleteSome deletes the oldest of the events that need not be kept: those before
// the newest so many, and those that came before the instant oldest. An event that is
// younger keeps all that follow it. more is true where it is worth to go on at once.
func (j *Journal) deleteSome(ctx context.Context, keep uint64, oldest time.Time) (more bool, err error) {
	first, last, err := j.Bounds(ctx)
	if err != nil {
		return false, err
	}
	next := min(first+maxDelete, last+1) // the first that is not looked at in this step
	end := first                         // the first that is kept
	if keep > 0 && last > keep {
		end = max(end, min(last-keep+1, next))
	}
	if !oldest.IsZero() {
		young, err := j.firstSince(ctx, oldest, next)
		if err != nil {
			return false, err
		}
		end = max(end, young)
	}
	if end == first {
		return false, nil
	}
	err = j.db.Reclaim(ctx, func(tx *storage.Tx) error { return j.deleteBetween(tx, first, end) })
	if err != nil {
		return false, fmt.Errorf("delete the oldest events: %w", err)
	}
	return end == next, nil
}

// firstSince is the first event of those before next that came at the instant oldest
// or later; next where there is none.
func (j *Journal) firstSince(ctx context.Context, oldest time.Time, next uint64) (seq uint64, err error) {
	const query = "SELECT coalesce((SELECT seq FROM journal_events WHERE seq < ? AND time_ms >= ? ORDER BY seq LIMIT 1), ?)"
	if err := j.db.QueryRow(ctx, query, next, oldest.UnixMilli(), next).Scan(&seq); err != nil {
		return 0, fmt.Errorf("age of the oldest events: %w", err)
	}
	return seq, nil
}

// deleteBetween deletes the events from first to before end and, where chunks end with
// them, what the index has of these.
func (j *Journal) deleteBetween(tx *storage.Tx, first, end uint64) error {
	if _, err := tx.Exec("DELETE FROM journal_events WHERE seq >= ? AND seq < ?", first, end); err != nil {
		return err
	}
	chunk := j.chunk.of(end)
	if chunk == j.chunk.of(first) {
		return nil
	}
	for bucket := range maxBuckets {
		if _, err := tx.Exec("DELETE FROM journal_index WHERE bucket = ? AND chunk < ?", bucket, chunk); err != nil {
			return err
		}
	}
	_, err := tx.Exec("DELETE FROM journal_chunks WHERE chunk < ?", chunk)
	return err
}
