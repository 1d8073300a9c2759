package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/aurorabot/aurora/internal/backup"
	"github.com/aurorabot/aurora/internal/storage"
)

// restoreOptions are the settings of aurora restore.
type restoreOptions struct {
	database databaseOptions
	file     string
	replace  bool
}

func restoreSettings(o *restoreOptions, env environment) *settings {
	s := newSettings("restore", env)
	o.database.define(s)
	s.operand(&o.file, "FILE")
	s.BoolVar(&o.replace, "replace", false, "put it in the place of a database that is there; a file of SQLite's is kept as FILE.before-restore")
	return s
}

// runRestore makes a database from a file that runBackup has written. No program may run
// on that database.
func runRestore(ctx context.Context, env environment) error {
	var o restoreOptions
	if help, err := restoreSettings(&o, env).parse(env); help || err != nil {
		return err
	}
	url, err := o.database.resolve()
	if err != nil {
		return err
	}
	file, err := os.Open(o.file)
	if err != nil {
		return usageError(fmt.Sprintf("FILE: %v", err))
	}
	defer file.Close() //nolint:errcheck // it was only read
	contents, err := backup.Restore(ctx, url, file, o.replace)
	switch {
	case errors.Is(err, storage.ErrOccupied):
		return usageError("there is a database already: name another one with --database-url or --data, or replace it with --replace")
	case err != nil:
		return fmt.Errorf("restore %s: %w", o.file, err)
	}
	printContents(env.stdout, "restored the backup of "+contents.Made.Format(time.RFC3339), contents)
	return nil
}
