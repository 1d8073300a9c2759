package storage

import (
	"context"
	"fmt"
	"strings"
)

// versionTable ends the names of the tables in which each room's migrations are counted.
const versionTable = "_migrations"

// Versions are the numbers of the last migrations, by room. A room that has never been
// migrated is not there.
func (db *DB) Versions(ctx context.Context) (map[string]int64, error) {
	tables, err := db.tables(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the tables' versions: %w", err)
	}
	versions := make(map[string]int64)
	for _, table := range tables {
		room, counts := strings.CutSuffix(table, versionTable)
		if !counts {
			continue
		}
		var version int64
		if err := db.QueryRow(ctx, "SELECT max(version_id) FROM "+table).Scan(&version); err != nil {
			return nil, fmt.Errorf("read the version of %s: %w", room, err)
		}
		versions[room] = version
	}
	return versions, nil
}

// tables are the names of all tables.
func (db *DB) tables(ctx context.Context) (names []string, err error) {
	query := "SELECT name FROM sqlite_master WHERE type = 'table'"
	if _, ok := db.engine.(*postgres); ok {
		query = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
	}
	rows, err := db.Query(ctx, query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, rows.Err()
}
