package journal

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/storage"
)

// Record writes e in a transaction that it shares with others who come at the same
// time, and returns its seq after the commit is on disk. Nothing that is wrong with
// an event of theirs fails it.
func (j *Journal) Record(ctx context.Context, e event.Event) (uint64, error) {
	events := []event.Event{e}
	if err := j.record(ctx, events); err != nil {
		return 0, fmt.Errorf("record %s: %w", e.Type, err)
	}
	return events[0].Seq, nil
}

// RecordAll writes events as Record does: all of them, side by side and in their
// order, or none. It completes them in place, as AppendTx does.
func (j *Journal) RecordAll(ctx context.Context, events []event.Event) error {
	if err := j.record(ctx, events); err != nil {
		return fmt.Errorf("record %d events: %w", len(events), err)
	}
	return nil
}

func (j *Journal) record(ctx context.Context, events []event.Event) error {
	for i := range events {
		if err := j.prepare(&events[i]); err != nil {
			return err
		}
	}
	if len(events) == 0 {
		return nil
	}
	return j.queue.wait(ctx, events, func(together []event.Event) error {
		return j.db.Write(ctx, func(tx *storage.Tx) error { return j.write(tx, together) })
	})
}

// AppendTx writes e in the caller's transaction, to be committed and published
// with it or not at all. It sets e's Seq, Epoch and, where it is zero, Time, cuts
// texts that are too long, and replaces in them what is no text: a NUL, and bytes
// that are not UTF-8. Call it last: it takes the row that orders commits.
func (j *Journal) AppendTx(tx *storage.Tx, e *event.Event) error {
	if err := j.prepare(e); err != nil {
		return err
	}
	one := []event.Event{*e}
	if err := j.write(tx, one); err != nil {
		return err
	}
	*e = one[0]
	return nil
}

// ErrReplaced is returned by a write to a database that was restored beneath the running
// program, which knows what is not there any more. Nothing of the write remains.
var ErrReplaced = errors.New("journal: the database was restored beneath this program: start it again")

// write numbers events, which are prepared, and inserts them.
func (j *Journal) write(tx *storage.Tx, events []event.Event) error {
	var last uint64
	var epoch string
	err := tx.QueryRow("UPDATE journal_head SET seq = seq + ? WHERE id = 1 RETURNING seq, epoch", []any{len(events)}, &last, &epoch)
	if err != nil {
		return fmt.Errorf("journal: number: %w", err)
	}
	if epoch != j.epoch {
		return ErrReplaced
	}
	for i := range events {
		events[i].Seq, events[i].Epoch = last-uint64(len(events)-1-i), epoch
	}
	if err := insert(tx, events); err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	tx.OnCommit(func() { j.announce(events) })
	return nil
}

// prepare fills in what the caller left to the journal, and enforces the limits.
func (j *Journal) prepare(e *event.Event) error {
	if e.Type == "" || !e.Severity.Known() || e.Source == "" || e.Title == "" {
		return fmt.Errorf("journal %q: type, severity, source and title are required", e.Type)
	}
	if err := checkData(e.Data); err != nil {
		return fmt.Errorf("journal %s: %w", e.Type, err)
	}
	if e.Time.IsZero() {
		e.Time = j.now()
	}
	e.Time = e.Time.UTC().Truncate(time.Millisecond)
	if e.Time.Year() < 0 || e.Time.Year() > 9999 || math.IsNaN(e.DurationMs) || math.IsInf(e.DurationMs, 0) {
		return fmt.Errorf("journal %s: a time or a duration that JSON cannot hold", e.Type)
	}
	for _, text := range []*string{&e.Type, &e.Source, &e.Title, &e.Message, &e.Guild.Name, &e.User.Name, &e.Command, &e.TraceID} {
		*text = storable(*text)
	}
	e.Title, e.Message = event.Clip(e.Title, event.MaxTitle), event.Clip(e.Message, event.MaxMessage)
	return nil
}

// checkData takes nothing, or one JSON value in UTF-8.
func checkData(data json.RawMessage) error {
	switch {
	case len(data) > event.MaxData:
		return fmt.Errorf("data of %d bytes, at most %d", len(data), event.MaxData)
	case len(data) > 0 && (!json.Valid(data) || storable(string(data)) != string(data)):
		return fmt.Errorf("data is not JSON")
	}
	return nil
}
