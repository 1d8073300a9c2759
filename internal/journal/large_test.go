package journal_test

import (
	"testing"

	"github.com/aurorabot/aurora/internal/journal"
	"github.com/aurorabot/aurora/internal/storage"
)

// fill writes the events from first to last into an empty log in the database's own
// SQL, which is much quicker than to record them, and puts them into the index.
//
// They are like those of 200 guilds with 50 000 members in all: two events share a
// trace, one in 20 is a warning, and one in 100 000 a panic.
func fill(tb testing.TB, db *storage.DB, j *journal.Journal, first, last int) {
	tb.Helper()
	const together = 100_000
	for ; first <= last; first += together {
		to := min(first+together-1, last)
		err := db.Write(tb.Context(), func(tx *storage.Tx) error {
			if _, err := tx.Exec(generate, first, to); err != nil {
				return err
			}
			_, err := tx.Exec("UPDATE journal_head SET seq = ?", to)
			return err
		})
		if err != nil {
			tb.Fatal(err)
		}
		if err := j.SealAll(tb.Context()); err != nil {
			tb.Fatal(err)
		}
	}
}

const generate = `INSERT INTO journal_events (seq, time_ms, type, severity, guild_id, user_id, shard, trace_id,
	title, message, source, guild_name, user_name, command, interaction_id, duration_ms, data)
WITH RECURSIVE numbers(n) AS (SELECT CAST(? AS BIGINT) UNION ALL SELECT n + 1 FROM numbers WHERE n < ?)
SELECT n, 1700000000000 + n * 1000,
	CASE WHEN n % 100000 = 0 THEN 'panic.recovered' WHEN n % 20 < 10 THEN 'command.completed' WHEN n % 20 < 14 THEN 'economy.transfer.completed'
		WHEN n % 20 < 19 THEN 'economy.daily.claimed' ELSE 'rest.ratelimited' END,
	CASE WHEN n % 100000 = 0 THEN 'critical' WHEN n % 20 < 10 THEN 'debug' WHEN n % 20 < 19 THEN 'info' ELSE 'warn' END,
	1000000 + n * 7919 % 200, 5000000 + n * 104729 % 50000, n % 16, CAST(9000000000 + n / 2 AS TEXT),
	CASE WHEN n % 100000 = 0 THEN 'Panic recovered' WHEN n % 20 < 10 THEN '/balance' WHEN n % 20 < 14 THEN 'Coins paid'
		WHEN n % 20 < 19 THEN 'Daily claimed' ELSE 'Rate limited' END,
	'member' || CAST(n * 104729 % 50000 AS TEXT) || ' has ' || CAST(n % 977 AS TEXT) || ' coins, streak ' || CAST(n % 31 AS TEXT),
	'economy', 'guild ' || CAST(n * 7919 % 200 AS TEXT), 'member' || CAST(n * 104729 % 50000 AS TEXT), 'balance', 9000000000 + n / 2, n % 50,
	'{"amount":"' || CAST(n % 977 AS TEXT) || '","balance":"' || CAST(n % 100003 AS TEXT) || '"}'
FROM numbers`
