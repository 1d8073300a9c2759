package history

import (
	"fmt"
	"io/fs"

	"github.com/aurorabot/aurora/internal/storage"
)

// Room is the history's tables, for a backup.
func Room() storage.Room {
	files, _ := fs.Sub(migrations, "migrations") // fails for a path that is none
	return storage.Room{
		Name: "history", Migrations: files,
		Tables: []storage.Table{
			{Name: "history_head", Key: 1, Columns: storage.Columns("id integer, epoch text, seq integer, batch text")},
			{Name: "history_buckets", Key: 2, Columns: storage.Columns(
				"width_ms integer, start_ms integer, up_ms integer, events integer, commands integer, errors integer, latency bytes, ack bytes, failed integer")},
		},
	}
}

// Follow makes the restored history of a log the one of that log restored, which has
// another epoch.
func Follow(tx *storage.Tx, log, restored string) error {
	if _, err := tx.Exec("UPDATE history_head SET epoch = ? WHERE epoch = ?", restored, log); err != nil {
		return fmt.Errorf("take the history over: %w", err)
	}
	return nil
}
