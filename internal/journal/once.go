package journal

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/storage"
)

// ErrKeyReused is returned where a key belongs to a request with another content.
var ErrKeyReused = errors.New("journal: the key belongs to another request")

// What the database says of a write that it did not confirm, or has no room for.
var (
	ErrOutcomeUnknown = storage.ErrOutcomeUnknown
	ErrNoSpace        = storage.ErrNoSpace
)

// Unavailable reports whether err says that the database does not answer now.
func Unavailable(err error) bool { return storage.Unavailable(err) }

// requestKept is how long a request is remembered.
const requestKept = 24 * time.Hour

// forgottenAtOnce bounds how many old requests a new one clears away.
const forgottenAtOnce = 10

// Request is what a client asks to have recorded, under a key of its choice.
type Request struct {
	Owner   string // whose key it is: two owners may choose the same
	Key     string
	Content []byte // by which another request with the same key is noticed
}

// RecordOnce writes events in one transaction, together with the request, and returns
// their seqs after the commit is on disk. The same request again, within 24 hours,
// returns the same seqs and writes nothing; a different one with its key is
// ErrKeyReused. A request without a key is not remembered. Events are completed in
// place, as Record does.
func (j *Journal) RecordOnce(ctx context.Context, r Request, events []event.Event) (seqs []uint64, err error) {
	if r.Key == "" {
		err = j.record(ctx, events)
		seqs = seqsOf(events)
	} else {
		seqs, err = j.recordOnce(ctx, r, events)
	}
	if err != nil {
		return nil, fmt.Errorf("record %d events: %w", len(events), err)
	}
	return seqs, nil
}

func (j *Journal) recordOnce(ctx context.Context, r Request, events []event.Event) (seqs []uint64, err error) {
	for i := range events {
		if err := j.prepare(&events[i]); err != nil {
			return nil, err
		}
	}
	err = j.db.Write(ctx, func(tx *storage.Tx) error {
		var taken bool
		if seqs, taken, err = j.take(tx, r, len(events)); err != nil || !taken {
			return err
		}
		if err := j.write(tx, events); err != nil {
			return err
		}
		seqs = seqsOf(events)
		_, err = tx.Exec("UPDATE journal_requests SET first_seq = ? WHERE owner = ? AND key = ?", seqs[0], r.Owner, r.Key)
		return err
	})
	return seqs, err
}

func seqsOf(events []event.Event) []uint64 {
	seqs := make([]uint64, len(events))
	for i, e := range events {
		seqs[i] = e.Seq
	}
	return seqs
}

// take claims the request's key, or recalls what was written under it before.
func (j *Journal) take(tx *storage.Tx, r Request, events int) (seqs []uint64, taken bool, err error) {
	hash := sha256.Sum256(r.Content)
	content, now := hex.EncodeToString(hash[:]), j.now()
	if err := forget(tx, now); err != nil {
		return nil, false, err
	}
	result, err := tx.Exec(`INSERT INTO journal_requests (owner, key, content, first_seq, events, time_ms) VALUES (?, ?, ?, 0, ?, ?)
		ON CONFLICT (owner, key) DO UPDATE SET content = excluded.content, events = excluded.events, time_ms = excluded.time_ms
		WHERE journal_requests.time_ms <= ?`,
		r.Owner, r.Key, content, events, now.UnixMilli(), now.Add(-requestKept).UnixMilli())
	if err != nil {
		return nil, false, fmt.Errorf("take the key of a request: %w", err)
	}
	if rows, err := result.RowsAffected(); err != nil || rows > 0 {
		return nil, rows > 0, err
	}
	seqs, err = recall(tx, r, content)
	return seqs, false, err
}

func recall(tx *storage.Tx, r Request, content string) ([]uint64, error) {
	var first uint64
	var count int
	var known string
	err := tx.QueryRow("SELECT content, first_seq, events FROM journal_requests WHERE owner = ? AND key = ?", []any{r.Owner, r.Key}, &known, &first, &count)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil, errors.New("recall a request: it is gone")
	case err != nil:
		return nil, fmt.Errorf("recall a request: %w", err)
	case known != content:
		return nil, ErrKeyReused
	}
	seqs := make([]uint64, count)
	for i := range seqs {
		seqs[i] = first + uint64(i) // they were numbered in one transaction
	}
	return seqs, nil
}

// forget clears away a few requests that need not be remembered any more: more than
// one new request brings, so that they do not pile up.
func forget(tx *storage.Tx, now time.Time) error {
	_, err := tx.Exec(`DELETE FROM journal_requests WHERE (owner, key) IN
		(SELECT owner, key FROM journal_requests WHERE time_ms <= ? ORDER BY time_ms LIMIT ?)`,
		now.Add(-requestKept).UnixMilli(), forgottenAtOnce)
	if err != nil {
		return fmt.Errorf("forget old requests: %w", err)
	}
	return nil
}
