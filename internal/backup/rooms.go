package backup

import (
	"context"
	"fmt"

	"github.com/aurorabot/aurora/internal/access/accesssql"
	"github.com/aurorabot/aurora/internal/history"
	"github.com/aurorabot/aurora/internal/journal"
	"github.com/aurorabot/aurora/internal/modules/economy/economysql"
	"github.com/aurorabot/aurora/internal/modules/leveling/levelingsql"
	"github.com/aurorabot/aurora/internal/storage"
)

// rooms are all that have tables. A new one gets a line here.
func rooms() []storage.Room {
	return []storage.Room{
		journal.Room(),
		economysql.Room(),
		levelingsql.Room(),
		history.Room(),
		accesssql.Room(),
	}
}

// tables are those of all rooms.
func tables() (all []storage.Table) {
	for _, room := range rooms() {
		all = append(all, room.Tables...)
	}
	return all
}

// currentVersions are the versions of the rooms in db, which have to be this program's:
// a backup reads the tables as it knows them, and changes nothing beneath a program that
// is running.
func currentVersions(ctx context.Context, db *storage.DB) (map[string]int64, error) {
	found, err := db.Versions(ctx)
	if err != nil {
		return nil, err
	}
	versions := make(map[string]int64)
	for _, room := range rooms() {
		own, err := room.Version()
		if err != nil {
			return nil, err
		}
		if versions[room.Name] = own; found[room.Name] != own {
			return nil, fmt.Errorf("the tables of %s have version %d, and this program's are %d: back up with the program that serves the database, or bring it up to date with aurora migrate", room.Name, found[room.Name], own)
		}
	}
	return versions, nil
}
