package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"github.com/aurorabot/aurora/internal/access/accesssql"
	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/history"
	"github.com/aurorabot/aurora/internal/journal"
	"github.com/aurorabot/aurora/internal/modules/economy/economysql"
	"github.com/aurorabot/aurora/internal/modules/leveling/levelingsql"
	"github.com/aurorabot/aurora/internal/storage"
)

// migrateOptions are the settings of aurora migrate.
type migrateOptions struct {
	database databaseOptions
	log      logOptions
}

func migrateSettings(o *migrateOptions, env environment) *settings {
	s := newSettings("migrate", env)
	o.database.define(s)
	o.log.define(s)
	return s
}

// runMigrate brings the database's tables up to date, as serve does when it starts, and
// says what it found and did. Of several programs that do this at once one does it, and
// the others wait and find nothing to do.
func runMigrate(ctx context.Context, env environment) error {
	var o migrateOptions
	s := migrateSettings(&o, env)
	if help, err := s.parse(env); help || err != nil {
		return err
	}
	db, err := o.database.open(ctx)
	if err != nil {
		return err
	}
	err = o.migrate(ctx, db, env)
	if closeErr := db.Close(); err == nil {
		err = closeErr
	}
	return err
}

func (o *migrateOptions) migrate(ctx context.Context, db *storage.DB, env environment) error {
	before, err := db.Versions(ctx)
	if err != nil {
		return err
	}
	if err := o.openRooms(ctx, db, env); err != nil {
		return err
	}
	after, err := db.Versions(ctx)
	if err != nil {
		return err
	}
	printVersions(env.stdout, before, after)
	return nil
}

// openRooms opens every room that has tables, which brings them up to date.
func (o *migrateOptions) openRooms(ctx context.Context, db *storage.DB, env environment) error {
	logger, err := o.log.logger(env.stderr)
	if err != nil {
		return err
	}
	log, err := journal.Open(ctx, db, &event.Bus{}, logger)
	if err != nil {
		return err
	}
	if _, err := economysql.Open(ctx, db, log); err != nil {
		return err
	}
	if _, err := levelingsql.Open(ctx, db); err != nil {
		return err
	}
	if _, err := accesssql.Open(ctx, db, log); err != nil {
		return err
	}
	_, err = history.Open(ctx, history.Config{DB: db, Epoch: log.Epoch(), Now: time.Now, Logger: logger})
	return err
}

// printVersions says for each room what its tables' version is, and was.
func printVersions(out io.Writer, before, after map[string]int64) {
	for _, room := range slices.Sorted(maps.Keys(after)) {
		from, to := before[room], after[room]
		switch from {
		case to:
			fmt.Fprintf(out, "%-8s %d, up to date\n", room, to)
		case 0:
			fmt.Fprintf(out, "%-8s %d, made new\n", room, to)
		default:
			fmt.Fprintf(out, "%-8s %d, was %d\n", room, to, from)
		}
	}
}
