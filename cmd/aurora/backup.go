package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/aurorabot/aurora/internal/backup"
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
	if o.file == standardOutput {
		contents, err := backup.Write(ctx, db, env.stdout, version)
		if err == nil {
			printContents(env.stderr, "backed up", contents)
		}
		return err
	}
	contents, err := backup.WriteFile(ctx, db, o.file, version, o.force)
	if errors.Is(err, backup.ErrExists) {
		return usageError(fmt.Sprintf("%s is there already: name another file, or overwrite it with --force", o.file))
	}
	if err == nil {
		printContents(env.stdout, "backed up", contents)
	}
	return err
}

func printContents(out io.Writer, done string, c backup.Contents) {
	fmt.Fprintf(out, "%s: %d events (%d to %d), %d movements of coins, %d coins in the hands of members\n", done, c.Events(), c.First, c.Last, c.Entries(), c.Supply)
}
