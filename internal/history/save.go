package history

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/aurorabot/aurora/internal/storage"
)

// errOvertaken says that another process has stored a batch since we did.
var errOvertaken = errors.New("history: another process has counted in our place")

// load takes over what is stored, and begins a new batch behind it.
func (h *History) load(ctx context.Context) error {
	h.storing.Lock()
	defer h.storing.Unlock()
	var stored string
	var seq uint64
	err := h.cfg.DB.Write(ctx, func(tx *storage.Tx) error {
		const known = "SELECT batch, seq FROM history_head WHERE epoch = ?"
		err := tx.QueryRow(known, []any{h.cfg.Epoch}, &stored, &seq)
		if !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		stored, seq = "", 0
		if _, err := tx.Exec("DELETE FROM history_buckets"); err != nil {
			return err
		}
		_, err = tx.Exec(`INSERT INTO history_head (id, epoch, seq, batch) VALUES (1, ?, 0, '')
			ON CONFLICT (id) DO UPDATE SET epoch = excluded.epoch, seq = 0, batch = ''`, h.cfg.Epoch)
		return err
	})
	if err != nil {
		return err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	now := h.cfg.Now()
	h.stored, h.failed, h.pending, h.marked, h.saved = stored, nil, newBatch(seq), now, now
	return nil
}

// Save stores what has happened since the last time. Where nothing has, it waits for a
// minute to store that Aurora was running. What could not be stored is stored next time.
func (h *History) Save(ctx context.Context) error {
	h.storing.Lock()
	defer h.storing.Unlock()
	if h.failed == nil {
		h.failed = h.take()
	}
	if h.failed == nil {
		return nil
	}
	if err := h.store(ctx, h.failed); err != nil {
		return fmt.Errorf("save history: %w", err)
	}
	h.stored, h.failed = h.failed.name, nil
	return nil
}

// take begins a new batch and returns the one before it, or nil where that is not worth
// a commit yet.
func (h *History) take() *batch {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.mark()
	if !h.pending.facts && h.marked.Sub(h.saved).Abs() < saveIdle {
		return nil
	}
	taken := h.pending
	h.pending, h.saved = newBatch(taken.seq), h.marked
	return taken
}

// store adds a batch to the stored buckets, unless that was done by an attempt of which
// we were not told how it ended.
func (h *History) store(ctx context.Context, b *batch) error {
	now := h.cfg.Now()
	return h.cfg.DB.Write(ctx, func(tx *storage.Tx) error {
		first, err := h.claim(tx, b)
		if err != nil || !first {
			return err
		}
		for k, added := range b.buckets {
			if err := storeBucket(tx, k, added); err != nil {
				return err
			}
		}
		return prune(tx, now)
	})
}

// claim reports whether b still is to be stored. The head's row is locked from then on.
func (h *History) claim(tx *storage.Tx, b *batch) (first bool, err error) {
	result, err := tx.Exec("UPDATE history_head SET batch = ?, seq = ? WHERE id = 1 AND epoch = ? AND batch = ?", b.name, b.seq, h.cfg.Epoch, h.stored)
	if err != nil {
		return false, err
	}
	if rows, err := result.RowsAffected(); err != nil || rows == 1 {
		return true, err
	}
	var last string
	if err := tx.QueryRow("SELECT batch FROM history_head", nil, &last); err != nil {
		return false, err
	}
	if last != b.name {
		return false, errOvertaken
	}
	return false, nil
}

// storeBucket adds to what is stored of a bucket. A clock that was set back would let
// Aurora have run for longer than a bucket is wide.
func storeBucket(tx *storage.Tx, k key, added *bucket) error {
	sum, err := storedBucket(tx, k)
	if err != nil {
		return err
	}
	if err := sum.add(added); err != nil {
		return err
	}
	sum.up = min(sum.up, time.Duration(k.width)*time.Millisecond)
	_, err = tx.Exec("INSERT INTO history_buckets (width_ms, start_ms, "+bucketColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (width_ms, start_ms) DO UPDATE SET up_ms = excluded.up_ms, events = excluded.events, commands = excluded.commands,
			errors = excluded.errors, failed = excluded.failed, latency = excluded.latency, ack = excluded.ack`,
		append([]any{k.width, k.start}, sum.values()...)...)
	return err
}

func storedBucket(tx *storage.Tx, k key) (*bucket, error) {
	row := bucketRow{}
	const query = "SELECT " + bucketColumns + " FROM history_buckets WHERE width_ms = ? AND start_ms = ?"
	err := tx.QueryRow(query, []any{k.width, k.start}, row.columns()...)
	if errors.Is(err, sql.ErrNoRows) {
		return &bucket{}, nil
	}
	if err != nil {
		return nil, err
	}
	return row.bucket()
}

// prune deletes the oldest buckets of each width. Buckets of the future, which a clock
// that was set back leaves behind, do not push out those of the present.
func prune(tx *storage.Tx, now time.Time) error {
	for _, r := range resolutions {
		width := r.width.Milliseconds()
		_, err := tx.Exec(`DELETE FROM history_buckets WHERE width_ms = ? AND start_ms <=
			(SELECT start_ms FROM history_buckets WHERE width_ms = ? AND start_ms <= ? ORDER BY start_ms DESC LIMIT 1 OFFSET ?)`,
			width, width, now.UnixMilli(), r.keep)
		if err != nil {
			return err
		}
	}
	return nil
}
