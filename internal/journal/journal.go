// Package journal is the durable event log. It numbers events inside the
// transaction that commits them, 1, 2, 3 … in the order of commits and without a
// gap, and its tailer publishes on the bus what is committed, nothing else and
// nothing twice.
//
// It finds events by what they are about at any length of the log: [Journal.Keep]
// puts complete chunks of them into an index, and deletes the oldest.
//
// It does not decide what is worth telling, and it counts nothing: that is the
// dashboard's.
package journal

import (
	"context"
	"crypto/rand"
	"embed"
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
	chunk  layout
	effort int // of a search at most

	queue     queue         // of those who record
	committed chan struct{} // tells the tailer to look at fresh
	complete  chan struct{} // tells the keeper that a chunk is
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
	j := &Journal{
		db: db, bus: bus, logger: logger, now: time.Now, chunk: chunkSize, effort: maxEffort,
		committed: make(chan struct{}, 1), complete: make(chan struct{}, 1),
	}
	// Also on a full disk: where the row is there nothing is written.
	err = db.Reclaim(ctx, func(tx *storage.Tx) error {
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

// Bounds are the seqs of the first event that is still kept and of the last one.
// In an empty log first is last + 1.
func (j *Journal) Bounds(ctx context.Context) (first, last uint64, err error) {
	const query = "SELECT coalesce((SELECT min(seq) FROM journal_events), seq + 1), seq FROM journal_head"
	if err := j.db.QueryRow(ctx, query).Scan(&first, &last); err != nil {
		return 0, 0, fmt.Errorf("bounds of the event log: %w", err)
	}
	return first, last, nil
}
