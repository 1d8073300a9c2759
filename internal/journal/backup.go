package journal

import (
	"crypto/rand"
	"fmt"
	"io/fs"

	"github.com/aurorabot/aurora/internal/storage"
)

// Room is the log's tables, for a backup. The index is made again from the events. The
// requests of other programs are left out: who sends one again after a restore of the
// last 24 hours has it recorded again, in a log that has another epoch.
func Room() storage.Room {
	files, _ := fs.Sub(migrations, "migrations") // fails for a path that is none
	return storage.Room{
		Name: "journal", Migrations: files,
		Tables: []storage.Table{
			{Name: HeadTable, Key: 1, Columns: storage.Columns("id integer, epoch text, seq integer, doubted_ms integer")},
			{Name: EventsTable, Key: 1, Reading: storage.Log, Columns: storage.Columns(
				"seq integer, time_ms integer, type text, severity text, guild_id integer, user_id integer, shard integer, trace_id text, " +
					"title text, message text, source text, guild_name text, user_name text, command text, interaction_id integer, duration_ms real, data text")},
		},
		Derived: []string{"journal_chunks", "journal_index", "journal_requests"},
	}
}

// The tables by which a backup tells what it holds of the log.
const (
	HeadTable   = "journal_head"
	EventsTable = "journal_events"
)

// Renew gives a restored log an epoch of its own: a position in the one that was backed
// up may mean another event here.
func Renew(tx *storage.Tx) (epoch string, err error) {
	epoch = rand.Text()
	if _, err := tx.Exec("UPDATE journal_head SET epoch = ?", epoch); err != nil {
		return "", fmt.Errorf("begin a new epoch: %w", err)
	}
	return epoch, nil
}
