package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"

	"github.com/aurorabot/aurora/internal/backup"
	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/journal"
	"github.com/aurorabot/aurora/internal/storage"
)

// standardOutput is the file name that means it.
const standardOutput = "-"

// backupOptions are the settings of aurora backup.
type backupOptions struct {
	database databaseOptions
	file     string
	force    bool
}

func backupSettings(o *backupOptions, env environment) *settings {
	s := newSettings("backup", env)
	o.database.define(s)
	s.operand(&o.file, "FILE")
	s.BoolVar(&o.force, "force", false, "overwrite FILE where it is there already")
	return s
}

// runBackup writes all that the database holds into one file, also beside a program that
// is running on it.
func runBackup(ctx context.Context, env environment) (err error) {
	var o backupOptions
	if help, err := backupSettings(&o, env).parse(env); help || err != nil {
		return err
	}
	db, err := o.database.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	contents, told, err := o.write(ctx, db, env)
	if err != nil {
		return err
	}
	printContents(told, "backed up", contents)
	if err := noteBackup(ctx, db, contents); err != nil {
		fmt.Fprintf(env.stderr, "the backup is whole, but the dashboard does not know of it: %v\n", err)
	}
	return nil
}

// write writes the file, and returns where to tell of it.
func (o *backupOptions) write(ctx context.Context, db *storage.DB, env environment) (c backup.Contents, told io.Writer, err error) {
	if o.file == standardOutput {
		c, err = backup.Write(ctx, db, env.stdout, version)
		return c, env.stderr, err
	}
	c, err = backup.WriteFile(ctx, db, o.file, version, o.force)
	if errors.Is(err, backup.ErrExists) {
		err = usageError(fmt.Sprintf("%s is there already: name another file, or overwrite it with --force", o.file))
	}
	return c, env.stdout, err
}

// noteBackup records that there is a backup, so that an operator sees its age.
func noteBackup(ctx context.Context, db *storage.DB, c backup.Contents) error {
	log, err := journal.Open(ctx, db, &event.Bus{}, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	_, err = log.Record(ctx, event.Event{
		Type: "system.backup.completed", Severity: event.Notice, Source: "system", Title: "Backup made",
		Message: fmt.Sprintf("%d events and %d movements of coins", c.Events(), c.Entries()),
		Data:    event.Object(map[string]any{"events": c.Events(), "entries": c.Entries()}),
	})
	return err
}

func printContents(out io.Writer, done string, c backup.Contents) {
	fmt.Fprintf(out, "%s: %d events (%d to %d), %d movements of coins, %d coins in the hands of members\n", done, c.Events(), c.First, c.Last, c.Entries(), c.Supply)
}
