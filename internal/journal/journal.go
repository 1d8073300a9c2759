// Package journal is the durable event log. It numbers events inside the
// transaction that commits them, 1, 2, 3 … in the order of commits and without a
// gap, and its tailer publishes on the bus what is committed, nothing else and
// nothing twice.
//
// It does not decide what is worth telling, and it counts nothing: that is the
// dashboard's.
package journal

import (
	"context"
	"crypto/rand"
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"log/slog"
	"sync"
	"time"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/storage"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Journal is the event log in a database. All methods may be called from several
// goroutines, AppendTx from the transaction's own.
type Journal struct {
	db     *storage.DB
	bus    *event.Bus
	logger *slog.Logger
	now    func() time.Time
	epoch  string
	opened uint64 // the last seq when the journal was opened

	committed chan struct{} // tells the tailer to look at fresh
	mu        sync.Mutex
	fresh     []event.Event // committed here, not yet published
}

// Open prepares the log in db, with a new epoch where there is none yet. What is
// committed from then on is published on bus while [Journal.Run] runs.
func Open(ctx context.Context, db *storage.DB, bus *event.Bus, logger *slog.Logger) (*Journal, error) {
	tables, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	if err := db.Migrate(ctx, "journal", tables); err != nil {
		return nil, err
	}
	j := &Journal{db: db, bus: bus, logger: logger, now: time.Now, committed: make(chan struct{}, 1)}
	err = db.Write(ctx, func(tx *storage.Tx) error {
		if _, err := tx.Exec("INSERT INTO journal_head (id, epoch, seq) VALUES (1, ?, 0) ON CONFLICT (id) DO NOTHING", rand.Text()); err != nil {
			return err
		}
		return tx.QueryRow("SELECT epoch, seq FROM journal_head", nil, &j.epoch, &j.opened)
	})
	if err != nil {
		return nil, fmt.Errorf("open journal: %w", err)
	}
	return j, nil
}

// Epoch names this log: a position in one epoch means nothing in another.
func (j *Journal) Epoch() string { return j.epoch }

// Record writes e in a transaction of its own, which it may share with others who
// come at the same time, and returns its seq after the commit is on disk.
func (j *Journal) Record(ctx context.Context, e event.Event) (uint64, error) {
	err := j.db.Write(ctx, func(tx *storage.Tx) error { return j.AppendTx(tx, &e) })
	if err != nil {
		return 0, fmt.Errorf("record %s: %w", e.Type, err)
	}
	return e.Seq, nil
}

// RecordAll writes events in one transaction: all of them, in their order, or none.
func (j *Journal) RecordAll(ctx context.Context, events []event.Event) error {
	err := j.db.Write(ctx, func(tx *storage.Tx) error {
		for _, e := range events {
			if err := j.AppendTx(tx, &e); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("record %d events: %w", len(events), err)
	}
	return nil
}

// AppendTx writes e in the caller's transaction, to be committed and published
// with it or not at all. It sets e's Seq, Epoch and, where it is zero, Time, and
// cuts texts that are too long. Call it last: it takes the row that orders commits.
func (j *Journal) AppendTx(tx *storage.Tx, e *event.Event) error {
	if err := j.complete(e); err != nil {
		return err
	}
	e.Seq, e.Epoch = 0, "" // columns of their own; a transaction that is run again has set them
	body, err := json.Marshal(e)
	if err != nil {
		return fmt.Errorf("journal %s: %w", e.Type, err)
	}
	if err := tx.QueryRow("UPDATE journal_head SET seq = seq + 1 WHERE id = 1 RETURNING seq, epoch", nil, &e.Seq, &e.Epoch); err != nil {
		return fmt.Errorf("journal %s: number: %w", e.Type, err)
	}
	_, err = tx.Exec(`INSERT INTO journal_events (seq, time_ms, type, severity, guild_id, user_id, shard, trace_id, words, body)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		e.Seq, e.Time.UnixMilli(), storable(e.Type), string(e.Severity),
		orNull(e.Guild.ID), orNull(e.User.ID), e.Shard, orNull(storable(e.TraceID)),
		searchable(e.Title+"\n"+e.Message), storable(string(body))) // in JSON a NUL is an escape, and stays
	if err != nil {
		return fmt.Errorf("journal %s: %w", e.Type, err)
	}
	written := *e
	tx.OnCommit(func() { j.announce(written) })
	return nil
}

// complete fills in what the caller left to the journal and enforces the limits.
func (j *Journal) complete(e *event.Event) error {
	if e.Type == "" || !e.Severity.Known() || e.Source == "" || e.Title == "" {
		return fmt.Errorf("journal %q: type, severity, source and title are required", e.Type)
	}
	if len(e.Data) > event.MaxData {
		return fmt.Errorf("journal %s: data of %d bytes, at most %d", e.Type, len(e.Data), event.MaxData)
	}
	if e.Time.IsZero() {
		e.Time = j.now()
	}
	e.Time = e.Time.UTC().Truncate(time.Millisecond)
	e.Title, e.Message = event.Clip(e.Title, event.MaxTitle), event.Clip(e.Message, event.MaxMessage)
	return nil
}

// Bounds are the seqs of the first event that is still kept and of the last one.
// In an empty log first is last + 1.
func (j *Journal) Bounds(ctx context.Context) (first, last uint64, err error) {
	const query = "SELECT coalesce((SELECT min(seq) FROM journal_events), seq + 1), seq FROM journal_head"
	if err := j.db.QueryRow(ctx, query).Scan(&first, &last); err != nil {
		return 0, 0, fmt.Errorf("bounds of the event log: %w", err)
	}
	return first, last, nil
}

// orNull is v, or NULL in place of its zero value.
func orNull[T comparable](v T) any {
	var zero T
	if v == zero {
		return nil
	}
	return v
}

// decode reads an event back from its row.
func decode(seq uint64, epoch string, body []byte) (event.Event, error) {
	var e event.Event
	if err := json.Unmarshal(body, &e); err != nil {
		return event.Event{}, fmt.Errorf("event %d: its row is damaged: %w", seq, err)
	}
	e.Seq, e.Epoch = seq, epoch
	return e, nil
}
