package economysql

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"github.com/aurorabot/aurora/internal/modules/economy"
	"github.com/aurorabot/aurora/internal/snowflake"
)

// Sheets implements [economy.Statistics]. One statement reads all balances, each as it
// was at the same moment.
func (s *Store) Sheets(ctx context.Context) ([]economy.Sheet, error) {
	rows, err := s.db.Query(ctx, `SELECT guild_id, count(*),
		CAST(sum(CASE WHEN `+system+` AND balance < 0 THEN -balance ELSE 0 END) AS BIGINT),
		CAST(sum(CASE WHEN `+system+` AND balance > 0 THEN balance ELSE 0 END) AS BIGINT),
		CAST(sum(CASE WHEN `+members+` THEN balance ELSE 0 END) AS BIGINT)
		FROM economy_accounts GROUP BY guild_id ORDER BY guild_id`)
	return collect(rows, err, "sum up the accounts", func(rows *sql.Rows) (sheet economy.Sheet, err error) {
		return sheet, rows.Scan(&sheet.Guild, &sheet.Accounts, &sheet.Issued, &sheet.Burned, &sheet.Supply)
	})
}

// Count implements [economy.Statistics]. What is summed up is counted, and what is
// behind it only ever grows: two statements say the same as one would.
func (s *Store) Count(ctx context.Context) (int64, error) {
	var seq, counted, behind int64
	err := s.db.QueryRow(ctx, "SELECT seq, entries FROM economy_summed").Scan(&seq, &counted)
	if err == nil {
		err = s.db.QueryRow(ctx, "SELECT count(*) FROM economy_entries WHERE seq > ?", seq).Scan(&behind)
	}
	if err != nil {
		return 0, fmt.Errorf("count the ledger's entries: %w", err)
	}
	return counted + behind, nil
}

// Active implements [economy.Statistics].
func (s *Store) Active(ctx context.Context, since time.Time) (active int64, err error) {
	err = s.db.QueryRow(ctx, "SELECT count(*) FROM economy_active WHERE hour >= ?", since.UnixMilli()/hour).Scan(&active)
	if err != nil {
		return 0, fmt.Errorf("count active members: %w", err)
	}
	return active, nil
}

// largestHours is how many hours [Store.Largest] looks at.
const largestHours = 24

// largestQuery takes the largest of each hour from its index, so that what it costs does
// not follow from how much was moved. The index is on the quotient as it is written.
var largestQuery = "SELECT " + entryColumns + " FROM (" + strings.Join(largestOfHours(), " UNION ALL ") + `) AS largest
	JOIN economy_entries e ON e.seq = largest.seq AND e.n = largest.n
	ORDER BY e.amount DESC, e.seq DESC, e.n LIMIT ?`

func largestOfHours() []string {
	hours := make([]string, largestHours)
	for n := range hours {
		hours[n] = fmt.Sprintf(`SELECT * FROM (SELECT seq, n FROM economy_entries
			WHERE kind = 'transfer' AND time_ms / 3600000 = ? ORDER BY amount DESC, seq DESC, n LIMIT ?) AS hour%d`, n)
	}
	return hours
}

// Largest implements [economy.Statistics].
func (s *Store) Largest(ctx context.Context, since time.Time, limit int) ([]economy.Entry, error) {
	first := since.UnixMilli() / hour
	args := make([]any, 0, 2*largestHours+1)
	for n := range int64(largestHours) {
		args = append(args, first+n, limit)
	}
	rows, err := s.db.Query(ctx, largestQuery, append(args, limit)...)
	return collect(rows, err, "read the largest transfers", func(rows *sql.Rows) (economy.Entry, error) { return scanEntry(rows) })
}

// Streaks implements [economy.Statistics].
func (s *Store) Streaks(ctx context.Context, from string) ([]economy.Streaks, error) {
	rows, err := s.db.Query(ctx, `SELECT s.guild_id, s.day, s.count, s.days, s.longest, coalesce((SELECT zone FROM economy_configs c
			WHERE c.guild_id = s.guild_id ORDER BY version DESC LIMIT 1), ?)
		FROM (SELECT day, guild_id, count(*) AS count, CAST(sum(length) AS BIGINT) AS days, max(length) AS longest
			FROM economy_streaks WHERE day >= ? GROUP BY day, guild_id) AS s
		ORDER BY s.day, s.guild_id`, economy.DefaultConfig.Zone, from)
	return collect(rows, err, "count streaks", func(rows *sql.Rows) (streaks economy.Streaks, err error) {
		return streaks, rows.Scan(&streaks.Guild, &streaks.Day, &streaks.Count, &streaks.Days, &streaks.Longest, &streaks.Zone)
	})
}

// Longest implements [economy.Statistics].
func (s *Store) Longest(ctx context.Context, guild snowflake.ID, day string, limit int) ([]economy.Streaking, error) {
	rows, err := s.db.Query(ctx, `SELECT holder_id, length FROM economy_streaks WHERE guild_id = ? AND day = ?
		ORDER BY length DESC, holder_id LIMIT ?`, guild, day, limit)
	return collect(rows, err, "read the longest streaks", func(rows *sql.Rows) (streaking economy.Streaking, err error) {
		streaking.Guild = guild
		return streaking, rows.Scan(&streaking.Holder, &streaking.Days)
	})
}

// Names implements [economy.Statistics].
func (s *Store) Names(ctx context.Context, accounts []economy.Account) (map[economy.Account]string, error) {
	if len(accounts) == 0 {
		return nil, nil
	}
	args := make([]any, 0, 2*len(accounts))
	for _, a := range accounts {
		args = append(args, a.Guild, a.Holder)
	}
	rows, err := s.db.Query(ctx, `WITH wanted(guild_id, holder_id) AS (VALUES (CAST(? AS BIGINT), CAST(? AS BIGINT))`+strings.Repeat(", (?, ?)", len(accounts)-1)+`)
		SELECT a.guild_id, a.holder_id, a.name FROM wanted w
		CROSS JOIN economy_accounts a WHERE a.guild_id = w.guild_id AND a.holder_id = w.holder_id AND a.name <> ''`, args...)
	names := make(map[economy.Account]string, len(accounts))
	_, err = collect(rows, err, "read names", func(rows *sql.Rows) (struct{}, error) {
		var a economy.Account
		var name string
		err := rows.Scan(&a.Guild, &a.Holder, &name)
		names[a] = name
		return struct{}{}, err
	})
	return names, err
}
