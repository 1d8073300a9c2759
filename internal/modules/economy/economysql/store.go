// Package economysql keeps the economy's ledger in a database. It holds no rules:
// those are the economy's, and the constraints of the tables repeat the ones that
// must never be broken.
package economysql

import (
	"context"
	"database/sql"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"time"

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

// Post implements [economy.Store].
func (s *Store) Post(ctx context.Context, t economy.Transaction) (economy.Posted, error) {
	var posted economy.Posted
	err := s.db.Write(ctx, func(tx *storage.Tx) error {
		var known bool
		var err error
		if posted, known, err = recall(tx, t); known || err != nil {
			return err
		}
		if posted, err = carryOut(tx, t); err != nil {
			return err
		}
		if err := keep(tx, t, posted); err != nil {
			return err
		}
		e := t.Event(posted)
		e.Time = posted.Time
		return s.journal.AppendTx(tx, &e)
	})
	if err != nil {
		return economy.Posted{}, err
	}
	return posted, nil
}

// recall finds the answer to a request that was carried out before.
func recall(tx *storage.Tx, t economy.Transaction) (posted economy.Posted, known bool, err error) {
	var content string
	var answer []byte
	err = tx.QueryRow("SELECT content, posted FROM economy_transactions WHERE key = ?", []any{t.Key}, &content, &answer)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return posted, false, nil
	case err != nil:
		return posted, false, fmt.Errorf("recall %s: %w", t.Key, err)
	case content != t.Content:
		return posted, false, economy.ErrKeyReused
	}
	if err := json.Unmarshal(answer, &posted); err != nil {
		return posted, false, fmt.Errorf("recall %s: its row is damaged: %w", t.Key, err)
	}
	return posted, true, nil
}

// carryOut moves the coins.
func carryOut(tx *storage.Tx, t economy.Transaction) (economy.Posted, error) {
	b := &book{tx: tx}
	postings, err := t.Postings(b)
	if err != nil {
		return economy.Posted{}, err
	}
	posted := economy.Posted{Time: time.Now().UTC().Truncate(time.Millisecond), Postings: postings, Streak: b.set}
	changes, err := economy.Changes(postings)
	if err != nil {
		return economy.Posted{}, err
	}
	for _, change := range changes {
		balance, err := b.add(change)
		if err != nil {
			return economy.Posted{}, err
		}
		posted.Balances = append(posted.Balances, balance)
	}
	return posted, nil
}

// keep writes the ledger's rows.
func keep(tx *storage.Tx, t economy.Transaction, posted economy.Posted) error {
	answer, err := json.Marshal(posted)
	if err != nil {
		return fmt.Errorf("keep %s: %w", t.Key, err)
	}
	once := sql.NullString{String: t.Once, Valid: t.Once != ""}
	result, err := tx.Exec("INSERT INTO economy_transactions (key, content, once, time_ms, posted) VALUES (?, ?, ?, ?, ?) ON CONFLICT (once) DO NOTHING",
		t.Key, t.Content, once, posted.Time.UnixMilli(), string(answer))
	if err != nil {
		return fmt.Errorf("keep %s: %w", t.Key, err)
	}
	if rows, err := result.RowsAffected(); err != nil || rows == 0 {
		return errors.Join(economy.ErrOnce, err)
	}
	for n, p := range posted.Postings {
		_, err := tx.Exec("INSERT INTO economy_postings (key, n, guild_id, source, destination, amount) VALUES (?, ?, ?, ?, ?, ?)",
			t.Key, n, p.From.Guild, p.From.Holder, p.To.Holder, p.Amount)
		if err != nil {
			return fmt.Errorf("keep %s: posting %d: %w", t.Key, n, err)
		}
	}
	return nil
}

// Balance implements [economy.Store].
func (s *Store) Balance(ctx context.Context, a economy.Account) (int64, error) {
	return balance(s.db.QueryRow(ctx, selectBalance, a.Guild, a.Holder).Scan)
}

// Totals implements [economy.Store].
func (s *Store) Totals(ctx context.Context) (economy.Totals, error) {
	var totals economy.Totals
	err := s.db.QueryRow(ctx, `SELECT (SELECT count(*) FROM economy_accounts) - count(*), coalesce(-sum(balance), 0)
		FROM economy_accounts WHERE holder_id BETWEEN 0 AND 1023`).Scan(&totals.Accounts, &totals.Supply)
	if err != nil {
		return economy.Totals{}, fmt.Errorf("ledger totals: %w", err)
	}
	return totals, nil
}
