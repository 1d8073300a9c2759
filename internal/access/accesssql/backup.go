package accesssql

import (
	"io/fs"

	"github.com/aurorabot/aurora/internal/storage"
)

// Room is the tables of who may do what, for a backup. Of keys there is only a hash. Who
// is signed in is not kept: a restored database asks everybody again.
func Room() storage.Room {
	files, _ := fs.Sub(migrations, "migrations") // fails for a path that is none
	return storage.Room{
		Name: "access", Migrations: files,
		Tables: []storage.Table{
			{Name: "access_keys", Key: 1, Columns: storage.Columns(
				"id text, name text, scope text, hash text, created_ms integer, expires_ms integer, revoked_ms integer, last_used_ms integer")},
			{Name: "access_accounts", Key: 1, Columns: storage.Columns(
				"user_id integer, name text, role text, added_ms integer, added_by text")},
		},
		Derived: []string{"access_sessions", "access_spent", "access_version"},
	}
}
