package storage

import (
	"context"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
)

// Migrate brings the tables of one room up to date with the numbered .sql files in
// files. Migrations only go forward; each room counts its own.
func (db *DB) Migrate(ctx context.Context, room string, files fs.FS) error {
	provider, err := goose.NewProvider(goose.DialectSQLite3, db.write, files,
		goose.WithTableName(room+"_migrations"), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return fmt.Errorf("migrate %s: %w", room, err)
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("migrate %s: %w", room, err)
	}
	return nil
}
