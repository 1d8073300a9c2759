package economysql

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/aurorabot/aurora/internal/modules/economy"
	"github.com/aurorabot/aurora/internal/snowflake"
	"github.com/aurorabot/aurora/internal/storage"
)

const (
	hour      = int64(time.Hour / time.Millisecond)
	keptHours = 32 * 24

	keptActive = 48 // hours

	// sumPage is how many entries are summed up in one transaction: few enough that
	// nobody waits for it.
	sumPage = 1_000
)

// sums are the columns of economy_flows as they follow from entries.
const sums = `count(*) AS count, CAST(sum(amount) AS BIGINT) AS moved,
	CAST(sum(CASE WHEN source BETWEEN 0 AND 1023 THEN amount ELSE 0 END) AS BIGINT) AS issued,
	CAST(sum(CASE WHEN destination BETWEEN 0 AND 1023 THEN amount ELSE 0 END) AS BIGINT) AS burned,
	max(amount) AS largest`

// Flows implements [economy.Store].
func (s *Store) Flows(ctx context.Context, guild snowflake.ID, since time.Time) ([]economy.Flow, error) {
	for {
		var summed int64
		if err := s.db.QueryRow(ctx, "SELECT seq FROM economy_summed").Scan(&summed); err != nil {
			return nil, fmt.Errorf("read flows: %w", err)
		}
		flows, valid, err := s.flowsWith(ctx, guild, since, summed)
		if err != nil || valid {
			return flows, err
		}
	}
}

// flowsWith reads the sums that are kept, and the entries after summed, in one
// statement. It is not valid where the sums have gone on meanwhile. summed is an
// argument, and not a part of the statement, because PostgreSQL would take a number
// that it does not know for one in the middle, and read the whole ledger.
func (s *Store) flowsWith(ctx context.Context, guild snowflake.ID, since time.Time, summed int64) (_ []economy.Flow, valid bool, _ error) {
	first := since.UnixMilli() / hour
	where, args := "", []any{guild, first, hour, summed, first * hour}
	if guild != 0 { // the sign keeps it from going by the guild: what is new is less
		where, args = " AND +guild_id = ?", append(args, guild)
	}
	valid = true
	rows, err := s.db.Query(ctx, `SELECT (SELECT seq FROM economy_summed), hour, kind, CAST(sum(count) AS BIGINT), CAST(sum(moved) AS BIGINT),
			CAST(sum(issued) AS BIGINT), CAST(sum(burned) AS BIGINT), max(largest) FROM (
		SELECT hour, kind, count, moved, issued, burned, largest FROM economy_flows WHERE guild_id = ? AND hour >= ?
		UNION ALL
		SELECT time_ms / ? AS hour, kind, `+sums+` FROM economy_entries WHERE seq > ? AND time_ms >= ?`+where+` GROUP BY 1, 2
	) AS parts GROUP BY hour, kind ORDER BY hour, kind`, args...)
	flows, err := collect(rows, err, "read flows", func(rows *sql.Rows) (f economy.Flow, err error) {
		var now, began int64
		err = rows.Scan(&now, &began, &f.Kind, &f.Count, &f.Moved, &f.Issued, &f.Burned, &f.Largest)
		f.Hour = time.UnixMilli(began * hour).UTC()
		valid = valid && now == summed
		return f, err
	})
	return flows, valid, err
}

// Sum implements [economy.Store]. It is done beside the transactions that move
// coins, not in them: those of a guild would all wait for one row.
func (s *Store) Sum(ctx context.Context) error {
	for {
		from, upTo, err := s.unsummed(ctx)
		if err != nil || from == upTo {
			return err
		}
		if err := s.write(ctx, func(tx *storage.Tx) error { return sumUp(tx, from, upTo) }); err != nil {
			return fmt.Errorf("sum up the ledger: %w", err)
		}
	}
}

// unsummed is a part of the ledger that is not summed up yet: the entries after from
// and up to upTo, whole transactions.
func (s *Store) unsummed(ctx context.Context) (from, upTo int64, err error) {
	err = s.db.QueryRow(ctx, `SELECT seq, coalesce(
		(SELECT seq FROM economy_entries WHERE seq > economy_summed.seq ORDER BY seq LIMIT 1 OFFSET ?),
		(SELECT max(seq) FROM economy_entries WHERE seq > economy_summed.seq), seq) FROM economy_summed`, sumPage).Scan(&from, &upTo)
	if err != nil {
		return 0, 0, fmt.Errorf("sum up the ledger: %w", err)
	}
	return from, upTo, nil
}

// sumUp adds a part of the ledger to the sums, unless another process has done so.
func sumUp(tx *storage.Tx, from, upTo int64) error {
	var moved int64
	err := tx.QueryRow(`UPDATE economy_summed SET seq = ?, entries = entries + (SELECT count(*) FROM economy_entries WHERE seq > ? AND seq <= ?)
		WHERE seq = ? RETURNING seq`, []any{upTo, from, upTo, from}, &moved)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, guild := range []string{"guild_id", "0"} {
		_, err := tx.Exec(`INSERT INTO economy_flows (guild_id, hour, kind, count, moved, issued, burned, largest)
			SELECT `+guild+` AS guild, time_ms / ?, kind, `+sums+` FROM economy_entries WHERE seq > ? AND seq <= ? GROUP BY 1, 2, 3
			ON CONFLICT (guild_id, hour, kind) DO UPDATE SET count = economy_flows.count + excluded.count,
				moved = economy_flows.moved + excluded.moved, issued = economy_flows.issued + excluded.issued,
				burned = economy_flows.burned + excluded.burned,
				largest = CASE WHEN excluded.largest > economy_flows.largest THEN excluded.largest ELSE economy_flows.largest END`,
			hour, from, upTo)
		if err != nil {
			return err
		}
	}
	if _, err := tx.Exec("DELETE FROM economy_flows WHERE hour < (SELECT max(hour) FROM economy_flows) - ?", keptHours); err != nil {
		return err
	}
	return noteActive(tx, from, upTo)
}

// noteActive notes when the coins of members were moved in a part of the ledger.
func noteActive(tx *storage.Tx, from, upTo int64) error {
	const side = "SELECT guild_id, %s AS holder_id, time_ms / ? AS hour FROM economy_entries WHERE seq > ? AND seq <= ?"
	_, err := tx.Exec(`INSERT INTO economy_active (guild_id, holder_id, hour)
		SELECT guild_id, holder_id, max(hour) FROM (`+fmt.Sprintf(side, "source")+" UNION ALL "+fmt.Sprintf(side, "destination")+`) AS sides
		WHERE `+members+` GROUP BY guild_id, holder_id
		ON CONFLICT (guild_id, holder_id) DO UPDATE SET hour = excluded.hour WHERE economy_active.hour < excluded.hour`,
		hour, from, upTo, hour, from, upTo)
	if err != nil {
		return err
	}
	_, err = tx.Exec("DELETE FROM economy_active WHERE hour < (SELECT max(hour) FROM economy_active) - ?", keptActive)
	return err
}
