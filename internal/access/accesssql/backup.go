package accesssql

import (
	"io/fs"

	"github.com/aurorabot/aurora/internal/storage"
)

// Room is the tables of who may do what, for a backup. Of keys there is only a hash.
func Room() storage.Room {
	files, _ := fs.Sub(migrations, "migrations") // fails for a path that is none
	return storage.Room{
		Name: "access", Migrations: files,
		Tables: []storage.Table{{Name: "access_keys", Key: 1, Columns: storage.Columns(
			"id text, name text, scope text, hash text, created_ms integer, expires_ms integer, revoked_ms integer, last_used_ms integer")}},
	}
}
