package levelingsql

import (
	"io/fs"

	"github.com/aurorabot/aurora/internal/storage"
)

// Room is the tables of experience, for a backup. They are of one moment, so that the
// count goes on behind the event that it has come to.
func Room() storage.Room {
	files, _ := fs.Sub(migrations, "migrations") // fails for a path that is none
	return storage.Room{
		Name: "leveling", Migrations: files,
		Tables: []storage.Table{
			{Name: "leveling_counted", Key: 1, Columns: storage.Columns("id integer, seq integer")},
			{Name: "leveling_members", Key: 2, Columns: storage.Columns("guild_id integer, user_id integer, xp integer, credited_ms integer")},
			{Name: "leveling_uses", Key: 1, Columns: storage.Columns("interaction_id integer, time_ms integer")},
		},
	}
}
