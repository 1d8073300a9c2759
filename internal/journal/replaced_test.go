package journal_test

import (
	"errors"
	"testing"

	"github.com/aurorabot/aurora/internal/journal"
	"github.com/aurorabot/aurora/internal/storage"
	"github.com/aurorabot/aurora/internal/storage/storagetest"
)

// TestALogThatWasRestoredBeneathAProgramIsNotWrittenOn gives the log another epoch, as a
// restore does, while it is open.
func TestALogThatWasRestoredBeneathAProgramIsNotWrittenOn(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		db := database(t, url)
		j, _ := open(t, db)
		if _, err := j.Record(t.Context(), fact("before")); err != nil {
			t.Fatal(err)
		}
		err := db.Write(t.Context(), func(tx *storage.Tx) error {
			_, err := journal.Renew(tx)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := j.Record(t.Context(), fact("after")); !errors.Is(err, journal.ErrReplaced) {
			t.Errorf("recorded: %v", err)
		}
		err = db.Write(t.Context(), func(tx *storage.Tx) error {
			e := fact("after")
			return j.AppendTx(tx, &e)
		})
		if !errors.Is(err, journal.ErrReplaced) {
			t.Errorf("appended: %v", err)
		}
		if _, last, err := j.Bounds(t.Context()); err != nil || last != 1 {
			t.Errorf("the last event is %d, %v; want 1", last, err)
		}
	})
}
