// Package economysql keeps the economy's ledger in a database. It holds no rules:
// those are the economy's, and the constraints of the tables repeat the ones that
// must never be broken.
package economysql

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/journal"
	"github.com/aurorabot/aurora/internal/modules/economy"
	"github.com/aurorabot/aurora/internal/storage"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Store is an [economy.Store] in a database.
type Store struct {
	db      *storage.DB
	journal *journal.Journal
}

// Open prepares the ledger's tables in db. Events are written to journal, which
// must be in the same database.
func Open(ctx context.Context, db *storage.DB, journal *journal.Journal) (*Store, error) {
	tables, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	if err := db.Migrate(ctx, "economy", tables); err != nil {
		return nil, err
	}
	return &Store{db: db, journal: journal}, nil
}

// Post implements [economy.Store]. A transaction first takes the rows that its
// Postings read, then its accounts in ascending order, and the journal's counter
// last: so no two wait for each other. Nobody asks first whether the key is taken:
// that shows when the entry is written, or in a refusal, since the first delivery may
// have spent all coins. Either way nothing of the second remains, and it is answered
// with what the first has left behind.
//
// The entry is written after the counter was taken because it holds its number. By
// then no other transaction has an entry that is not committed, so this waits for
// nobody.
func (s *Store) Post(ctx context.Context, t economy.Transaction) (economy.Posted, error) {
	var posted economy.Posted
	err := s.write(ctx, func(tx *storage.Tx) (err error) {
		posted, err = s.carryOut(tx, t)
		return err
	})
	switch {
	case err == nil:
		return posted, nil
	case errors.Is(err, economy.ErrOutcomeUnknown) || errors.Is(err, economy.ErrNoSpace):
		return economy.Posted{}, err
	}
	return s.recall(ctx, t, err)
}

// carryOut moves the coins, tells the event, and writes the entries.
func (s *Store) carryOut(tx *storage.Tx, t economy.Transaction) (posted economy.Posted, err error) {
	b := &book{tx: tx}
	postings, err := t.Postings(b)
	if err != nil {
		return posted, err
	}
	balances, err := economy.Changes(postings)
	if err != nil {
		return posted, err
	}
	for n, change := range balances {
		if balances[n].Coins, err = b.add(change, t.Name(change.Holder)); err != nil {
			return posted, err
		}
	}
	posted = economy.Settle(t, postings, balances, b.set)
	seq, err := s.tell(tx, t.Event(posted), posted)
	if err != nil {
		return posted, err
	}
	posted.Number(seq)
	return posted, insert(tx, t, posted)
}

func (s *Store) tell(tx *storage.Tx, e event.Event, posted economy.Posted) (seq int64, err error) {
	e.Time = posted.Time()
	err = s.journal.AppendTx(tx, &e)
	return int64(e.Seq), err
}

// write runs fn in a transaction, and says in the economy's words what the database
// says of its end.
func (s *Store) write(ctx context.Context, fn func(*storage.Tx) error) error {
	err := s.db.Write(ctx, fn)
	switch {
	case errors.Is(err, storage.ErrOutcomeUnknown):
		return fmt.Errorf("%w: %w", economy.ErrOutcomeUnknown, err)
	case errors.Is(err, storage.ErrNoSpace):
		return fmt.Errorf("%w: %w", economy.ErrNoSpace, err)
	}
	return err
}

// orNull is a text, or NULL in place of none.
func orNull(text string) any {
	if text == "" {
		return nil
	}
	return text
}
