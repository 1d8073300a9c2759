package economysql

import (
	"fmt"
	"io/fs"

	"github.com/aurorabot/aurora/internal/storage"
)

// Room is the ledger's tables, for a backup. Balances and streaks follow from the
// entries ([Rebuild]); of the accounts it holds the names, and balances only because a
// row has one: they may be of a moment after the last entry. The sums by the hour are
// made again as after a first start.
func Room() storage.Room {
	files, _ := fs.Sub(migrations, "migrations") // fails for a path that is none
	return storage.Room{
		Name: "economy", Migrations: files,
		Tables: []storage.Table{
			{Name: "economy_configs", Key: 2, Columns: storage.Columns("guild_id integer, version integer, key text, content text, time_ms integer, " +
				"actor integer, base integer, step integer, cap integer, zone text, currency text, symbol text")},
			{Name: "economy_stops", Key: 1, Columns: storage.Columns("what text, since_ms integer, reason text")},
			{Name: "economy_resumed", Key: 2, Columns: storage.Columns("what text, guild_id integer")},
			{Name: EntriesTable, Key: 2, Reading: storage.Log, Columns: storage.Columns("seq integer, n integer, key text, content text, once text, " +
				"kind text, time_ms integer, guild_id integer, source integer, destination integer, amount integer, source_after integer, " +
				"destination_after integer, actor integer, reason text, reverses text, streak_day text, streak_length integer")},
			{Name: "economy_accounts", Key: 2, Reading: storage.Current, Columns: storage.Columns("guild_id integer, holder_id integer, balance integer, name text")},
		},
		Derived: []string{"economy_streaks", "economy_flows", "economy_summed", "economy_active"},
	}
}

// EntriesTable is the table by which a backup tells what it holds of the ledger.
const EntriesTable = "economy_entries"

// Issued is what the movement between two holders adds to the coins of members.
func Issued(source, destination, amount int64) int64 {
	switch from, to := isSystem(source), isSystem(destination); {
	case from && !to:
		return amount
	case to && !from:
		return -amount
	}
	return 0
}

// isSystem says of a holder, as it is stored, what the condition system says in SQL.
func isSystem(holder int64) bool { return holder >= 0 && holder <= 1023 }

// rebuild are the statements that make balances and streaks from the entries.
var rebuild = []string{
	"UPDATE economy_accounts SET balance = 0",
	// Opened after the last entry.
	`DELETE FROM economy_accounts
		WHERE NOT EXISTS (SELECT 1 FROM economy_entries e WHERE e.guild_id = economy_accounts.guild_id AND e.source = economy_accounts.holder_id)
		AND NOT EXISTS (SELECT 1 FROM economy_entries e WHERE e.guild_id = economy_accounts.guild_id AND e.destination = economy_accounts.holder_id)`,
	// WHERE, so that SQLite takes ON for the conflict's and not for a join's.
	`INSERT INTO economy_accounts (guild_id, holder_id, balance, name)
		SELECT guild_id, holder_id, CAST(sum(change) AS BIGINT), '' FROM (
			SELECT guild_id, source AS holder_id, -amount AS change FROM economy_entries
			UNION ALL SELECT guild_id, destination, amount FROM economy_entries
		) AS changes WHERE 1 = 1 GROUP BY guild_id, holder_id
		ON CONFLICT (guild_id, holder_id) DO UPDATE SET balance = excluded.balance`,
	"DELETE FROM economy_streaks",
	// Only a daily claim sets a streak, of the member to whom it pays.
	`INSERT INTO economy_streaks (guild_id, holder_id, day, length)
		SELECT guild_id, destination, streak_day, streak_length FROM (
			SELECT guild_id, destination, streak_day, streak_length,
				row_number() OVER (PARTITION BY guild_id, destination ORDER BY seq DESC, n DESC) AS newest
			FROM economy_entries WHERE streak_day <> ''
		) AS claims WHERE newest = 1`,
}

// Rebuild makes the balances and streaks of a restored ledger from its entries.
func Rebuild(tx *storage.Tx) error {
	for _, statement := range rebuild {
		if _, err := tx.Exec(statement); err != nil {
			return fmt.Errorf("rebuild the balances: %w", err)
		}
	}
	return nil
}
