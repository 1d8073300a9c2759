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

// Post implements [economy.Store]. A transaction takes its key first, then the rows
// that its Postings read, its accounts in ascending order, and the journal's counter
// last: so no two wait for each other, and of two that carry the same key at once the
// second waits and answers like the first.
func (s *Store) Post(ctx context.Context, t economy.Transaction) (economy.Posted, error) {
	var posted economy.Posted
	err := s.db.Write(ctx, func(tx *storage.Tx) error {
		taken, err := take(tx, t)
		if err != nil {
			return err
		}
		if !taken {
			posted, err = recall(tx, t)
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

// take claims the transaction's key and its Once, which the database gives to one
// transaction each. The answer is written later.
func take(tx *storage.Tx, t economy.Transaction) (taken bool, err error) {
	once := sql.NullString{String: t.Once, Valid: t.Once != ""}
	result, err := tx.Exec("INSERT INTO economy_transactions (key, content, once, time_ms, posted) VALUES (?, ?, ?, 0, '') ON CONFLICT DO NOTHING",
		t.Key, t.Content, once)
	if err != nil {
		return false, fmt.Errorf("take %s: %w", t.Key, err)
	}
	rows, err := result.RowsAffected()
	return rows > 0, err
}

// recall finds the answer to a request whose key or Once is taken. Where it is not
// the key, another request has taken the Once.
func recall(tx *storage.Tx, t economy.Transaction) (posted economy.Posted, err error) {
	var content string
	var answer []byte
	err = tx.QueryRow("SELECT content, posted FROM economy_transactions WHERE key = ?", []any{t.Key}, &content, &answer)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return posted, economy.ErrOnce
	case err != nil:
		return posted, fmt.Errorf("recall %s: %w", t.Key, err)
	case content != t.Content:
		return posted, economy.ErrKeyReused
	}
	if err := json.Unmarshal(answer, &posted); err != nil {
		return posted, fmt.Errorf("recall %s: its row is damaged: %w", t.Key, err)
	}
	return posted, nil
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

// keep writes the answer and the ledger's rows.
func keep(tx *storage.Tx, t economy.Transaction, posted economy.Posted) error {
	answer, err := json.Marshal(posted)
	if err != nil {
		return fmt.Errorf("keep %s: %w", t.Key, err)
	}
	_, err = tx.Exec("UPDATE economy_transactions SET time_ms = ?, posted = ? WHERE key = ?", posted.Time.UnixMilli(), string(answer), t.Key)
	if err != nil {
		return fmt.Errorf("keep %s: %w", t.Key, err)
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
	var coins int64
	err := s.db.QueryRow(ctx, "SELECT balance FROM economy_accounts WHERE guild_id = ? AND holder_id = ?", a.Guild, a.Holder).Scan(&coins)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return 0, fmt.Errorf("read balance: %w", err)
	}
	return coins, nil
}

// Totals implements [economy.Store].
func (s *Store) Totals(ctx context.Context) (economy.Totals, error) {
	var totals economy.Totals
	err := s.db.QueryRow(ctx, `SELECT (SELECT count(*) FROM economy_accounts) - count(*), CAST(coalesce(-sum(balance), 0) AS BIGINT)
		FROM economy_accounts WHERE holder_id BETWEEN 0 AND 1023`).Scan(&totals.Accounts, &totals.Supply)
	if err != nil {
		return economy.Totals{}, fmt.Errorf("ledger totals: %w", err)
	}
	return totals, nil
}
