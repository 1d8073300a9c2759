package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/aurorabot/aurora/internal/dashboard"
	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/journal"
	"github.com/aurorabot/aurora/internal/storage"
)

// diskReserve is kept beside the database's file for the time when its disk is full:
// room for a clean-up, which moves the write-ahead log into the database.
const diskReserve = 16 << 20

// maxMiB bounds a threshold, which is a mistake above it.
const maxMiB = 1 << 30

// diskOptions are the settings for the disk of the database's file.
type diskOptions struct{ warnMiB, refuseMiB uint64 }

func (o *diskOptions) define(s *settings) {
	s.Uint64Var(&o.warnMiB, "disk-warn-mib", 256, "MiB free on the disk of an SQLite database below which it is called low; 0 = never")
	s.Uint64Var(&o.refuseMiB, "disk-refuse-mib", 64, "MiB free below which nothing is written; 0 = until the disk is full")
}

func (o *diskOptions) check() error {
	if o.warnMiB > maxMiB || o.refuseMiB > maxMiB {
		return usageError("--disk-warn-mib and --disk-refuse-mib are MiB, and at most 1073741824 (2^30)")
	}
	if o.warnMiB > 0 && o.warnMiB < o.refuseMiB {
		return usageError("--disk-warn-mib must be at least --disk-refuse-mib, or 0 for no warning")
	}
	return nil
}

func (o *diskOptions) storage(logger *slog.Logger) storage.Options {
	return storage.Options{WarnBelow: o.warnMiB << 20, RefuseBelow: o.refuseMiB << 20, Reserve: diskReserve, Logger: logger}
}

// tellAgain is how long an event waits that the disk had no room for.
const tellAgain = 5 * time.Second

// diskWatch tells of the disk's state: the dashboard by its figures, and the log by
// events, as far as there is room for them.
type diskWatch struct {
	db       *storage.DB
	log      *journal.Journal
	recorder *dashboard.Recorder
	told     storage.SpaceState
}

func watchDisk(db *storage.DB, log *journal.Journal, recorder *dashboard.Recorder) func(context.Context) error {
	w := &diskWatch{db: db, log: log, recorder: recorder, told: storage.SpaceOK}
	return w.run
}

func (w *diskWatch) run(ctx context.Context) error {
	for {
		var again <-chan time.Time
		if err := w.tell(ctx); errors.Is(err, storage.ErrNoSpace) {
			again = time.After(tellAgain)
		} else if err != nil && ctx.Err() == nil {
			return err
		}
		select {
		case <-ctx.Done():
			return nil
		case <-w.db.SpaceChanged():
		case <-again:
		}
	}
}

func (w *diskWatch) tell(ctx context.Context) error {
	space := w.db.Space()
	w.recorder.SetDiskTrouble(diskTrouble(space))
	if space.State == w.told {
		return nil
	}
	if err := recordInReserve(ctx, w.db, w.log, diskEvent(space)); err != nil {
		return err
	}
	w.told = space.State
	return nil
}

// diskTrouble is what is wrong with the disk, or "".
func diskTrouble(space storage.Space) string {
	if space.State == storage.SpaceOK {
		return ""
	}
	return space.String()
}

func diskEvent(space storage.Space) event.Event {
	e := event.Event{
		Source: "system", Type: "system.disk." + string(space.State), Message: space.String(),
		Data: json.RawMessage(fmt.Sprintf(`{"freeMiB":%d}`, space.Free>>20)),
	}
	switch space.State {
	case storage.SpaceFull:
		e.Severity, e.Title = event.Error, "Disk full"
	case storage.SpaceLow:
		e.Severity, e.Title = event.Warn, "Disk almost full"
	default:
		e.Severity, e.Title, e.Message = event.Notice, "Disk has room again", fmt.Sprintf("%d MiB are free", space.Free>>20)
	}
	return e
}

// recordInReserve records what is told also when the disk is full.
func recordInReserve(ctx context.Context, db *storage.DB, log *journal.Journal, e event.Event) error {
	err := db.Reclaim(ctx, func(tx *storage.Tx) error { return log.AppendTx(tx, &e) })
	if err != nil {
		return fmt.Errorf("record %s: %w", e.Type, err)
	}
	return nil
}
