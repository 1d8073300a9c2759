package backup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/history"
	"github.com/aurorabot/aurora/internal/journal"
	"github.com/aurorabot/aurora/internal/modules/economy"
	"github.com/aurorabot/aurora/internal/modules/economy/economysql"
	"github.com/aurorabot/aurora/internal/storage"
)

// Restore makes the database that url names from a backup, with a new epoch. The file is
// read twice: nothing is begun before all of it was found right, and nothing is put in
// place of what was there before the new database was found to hold the same. The errors
// to tell apart are those of [storage.Replace] and of this package.
func Restore(ctx context.Context, url string, file io.ReadSeeker, over bool) (Contents, error) {
	contents, err := read(file, func(storage.Table, []any) error { return ctx.Err() })
	if err != nil {
		return Contents{}, err
	}
	err = storage.Replace(ctx, url, over, func(db *storage.DB) error {
		if _, err := file.Seek(0, io.SeekStart); err != nil {
			return err
		}
		return restore(ctx, db, file, contents)
	})
	return contents, err
}

// restore fills an empty database: the tables of the backup's time first, and then what
// has become of them since.
func restore(ctx context.Context, db *storage.DB, file io.Reader, contents Contents) error {
	for _, room := range rooms() {
		if version := contents.Rooms[room.Name]; version > 0 {
			if err := db.MigrateTo(ctx, room.Name, room.Migrations, version); err != nil {
				return err
			}
		}
	}
	if err := load(ctx, db, file, contents); err != nil {
		return err
	}
	for _, room := range rooms() {
		if err := db.Migrate(ctx, room.Name, room.Migrations); err != nil {
			return err
		}
	}
	if err := db.Write(ctx, func(tx *storage.Tx) error { return renew(tx, contents.Epoch) }); err != nil {
		return err
	}
	return verify(ctx, db, contents)
}

// renew begins the new epoch, and makes again what follows from what was loaded.
func renew(tx *storage.Tx, old string) error {
	epoch, err := journal.Renew(tx)
	if err != nil {
		return err
	}
	if err := history.Follow(tx, old, epoch); err != nil {
		return err
	}
	return economysql.Rebuild(tx)
}

// verify compares the new database with what the backup says of itself.
func verify(ctx context.Context, db *storage.DB, contents Contents) error {
	quiet := slog.New(slog.DiscardHandler)
	log, err := journal.Open(ctx, db, &event.Bus{}, quiet)
	if err != nil {
		return err
	}
	first, last, err := log.Bounds(ctx)
	if err != nil {
		return err
	}
	if int64(first) != contents.First || int64(last) != contents.Last {
		return fmt.Errorf("the new database has the events %d to %d, and not %d to %d", first, last, contents.First, contents.Last)
	}
	ledger, err := economysql.Open(ctx, db, log)
	if err != nil {
		return err
	}
	return verifyLedger(ctx, ledger, contents)
}

func verifyLedger(ctx context.Context, ledger *economysql.Store, contents Contents) error {
	differences, err := economy.Verify(ctx, ledger, func(ctx context.Context) error { return ctx.Err() })
	if err != nil {
		return err
	}
	if len(differences) > 0 {
		return errors.New("the new ledger does not add up")
	}
	totals, err := ledger.Totals(ctx, 0)
	if err != nil {
		return err
	}
	if totals.Supply != contents.Supply {
		return fmt.Errorf("members of the new database have %d coins, and not %d", totals.Supply, contents.Supply)
	}
	return nil
}
