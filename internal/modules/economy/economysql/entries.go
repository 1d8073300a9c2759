package economysql

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/aurorabot/aurora/internal/modules/economy"
	"github.com/aurorabot/aurora/internal/storage"
)

// errTaken says that the key of a transaction, its once, or what it reverses was
// taken by another. Which of them, the other's entry shows.
var errTaken = errors.New("the key is taken")

// insert writes the entries of a transaction. The database decides whether it is the
// first with its key.
func insert(tx *storage.Tx, t economy.Transaction, posted economy.Posted) error {
	once := orNull(t.Once)
	for _, e := range posted.Entries {
		result, err := tx.Exec(`INSERT INTO economy_entries (seq, n, key, content, once, kind, time_ms, guild_id, source, destination,
			amount, source_after, destination_after, actor, reason, reverses, streak_day, streak_length)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
			e.Seq, e.N, e.Key, t.Content, once, string(e.Kind), e.Time.UnixMilli(), e.From.Guild, e.From.Holder, e.To.Holder,
			e.Amount, e.FromAfter, e.ToAfter, e.Actor, e.Reason, orNull(e.Reverses), e.Streak.Day, e.Streak.Length)
		if err != nil {
			return fmt.Errorf("write entry %s: %w", e.Key, err)
		}
		rows, err := result.RowsAffected()
		if err != nil {
			return fmt.Errorf("write entry %s: %w", e.Key, err)
		}
		if rows == 0 {
			return errTaken
		}
		once = nil // the first one has it
	}
	return nil
}

// recall answers a transaction that was not carried out, for the reason refused, like
// the one that has its key, where there is one.
func (s *Store) recall(ctx context.Context, t economy.Transaction, refused error) (economy.Posted, error) {
	var content string
	err := s.db.QueryRow(ctx, "SELECT content FROM economy_entries WHERE key = ? AND n = 0", t.Key).Scan(&content)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return economy.Posted{}, s.reason(ctx, t, refused)
	case err != nil:
		return economy.Posted{}, errors.Join(refused, fmt.Errorf("recall %s: %w", t.Key, err))
	case content != t.Content:
		return economy.Posted{}, economy.ErrKeyReused
	}
	entries, err := s.Entries(ctx, t.Key)
	return economy.Posted{Entries: entries}, err
}

// reason says why a transaction with a new key was refused. One that would take back
// what was taken back already may have failed for want of the coins, before that
// could show.
func (s *Store) reason(ctx context.Context, t economy.Transaction, refused error) error {
	if t.Reverses != "" {
		var other string
		err := s.db.QueryRow(ctx, "SELECT key FROM economy_entries WHERE reverses = ?", t.Reverses).Scan(&other)
		switch {
		case err == nil:
			return economy.ErrReversed
		case !errors.Is(err, sql.ErrNoRows):
			return errors.Join(refused, fmt.Errorf("who has reversed %s: %w", t.Reverses, err))
		}
	}
	if errors.Is(refused, errTaken) {
		return economy.ErrOnce
	}
	return refused
}

// entryColumns are what scanEntry reads.
const entryColumns = `e.seq, e.n, e.key, e.kind, e.time_ms, e.guild_id, e.source, e.destination, e.amount,
	e.source_after, e.destination_after, e.actor, e.reason, coalesce(e.reverses, ''), e.streak_day, e.streak_length`

func scanEntry(rows *sql.Rows, more ...any) (e economy.Entry, err error) {
	var ms int64
	err = rows.Scan(append([]any{
		&e.Seq, &e.N, &e.Key, &e.Kind, &ms, &e.From.Guild, &e.From.Holder, &e.To.Holder, &e.Amount,
		&e.FromAfter, &e.ToAfter, &e.Actor, &e.Reason, &e.Reverses, &e.Streak.Day, &e.Streak.Length,
	}, more...)...)
	e.To.Guild, e.Time = e.From.Guild, time.UnixMilli(ms).UTC()
	return e, err
}

// Entries implements [economy.Store].
func (s *Store) Entries(ctx context.Context, key string) ([]economy.Entry, error) {
	rows, err := s.db.Query(ctx, "SELECT "+entryColumns+" FROM economy_entries e WHERE e.key = ? ORDER BY e.n", economy.Storable(key))
	return collect(rows, err, "read entries", func(rows *sql.Rows) (economy.Entry, error) { return scanEntry(rows) })
}

// Replay implements [economy.Store].
func (s *Store) Replay(ctx context.Context, after economy.Position, limit int) ([]economy.Entry, error) {
	rows, err := s.db.Query(ctx, "SELECT "+entryColumns+` FROM economy_entries e
		WHERE (e.seq, e.n) > (?, ?) ORDER BY e.seq, e.n LIMIT ?`, after.Seq, after.N, limit)
	return collect(rows, err, "replay the ledger", func(rows *sql.Rows) (economy.Entry, error) { return scanEntry(rows) })
}

// History implements [economy.Store]. No entry has one account on both of its sides.
func (s *Store) History(ctx context.Context, a economy.Account, before economy.Position, limit int) ([]economy.NamedEntry, error) {
	const side = `SELECT * FROM (SELECT * FROM economy_entries
		WHERE guild_id = ? AND %s = ? AND (seq, n) < (?, ?) ORDER BY seq DESC, n DESC LIMIT ?) AS %[1]ss`
	rows, err := s.db.Query(ctx, "SELECT "+entryColumns+`, coalesce(f.name, ''), coalesce(t.name, '')
		FROM (`+fmt.Sprintf(side, "source")+" UNION ALL "+fmt.Sprintf(side, "destination")+`) AS e
		LEFT JOIN economy_accounts f ON f.guild_id = e.guild_id AND f.holder_id = e.source
		LEFT JOIN economy_accounts t ON t.guild_id = e.guild_id AND t.holder_id = e.destination
		ORDER BY e.seq DESC, e.n DESC LIMIT ?`,
		a.Guild, a.Holder, before.Seq, before.N, limit, a.Guild, a.Holder, before.Seq, before.N, limit, limit)
	return collect(rows, err, "read history", func(rows *sql.Rows) (named economy.NamedEntry, err error) {
		named.Entry, err = scanEntry(rows, &named.FromName, &named.ToName)
		return named, err
	})
}

// collect reads all rows of a query and closes it.
func collect[T any](rows *sql.Rows, err error, what string, scan func(*sql.Rows) (T, error)) ([]T, error) {
	if err != nil {
		return nil, fmt.Errorf("%s: %w", what, err)
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		one, err := scan(rows)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", what, err)
		}
		all = append(all, one)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", what, err)
	}
	return all, nil
}
