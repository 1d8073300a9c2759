package faultdisk_test

import (
	"errors"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/aurorabot/aurora/internal/storage"
	"github.com/aurorabot/aurora/internal/storage/storagetest/faultdisk"
)

// TestWhatWasReadAfterARestartOutlivesAPowerCut ends the program where a payment is
// written and its flush has failed. The next program finds the payment there, shows it
// and answers its key with it; so it is there for good.
func TestWhatWasReadAfterARestartOutlivesAPowerCut(t *testing.T) {
	for seed := range uint64(16) {
		disk := faultdisk.New(t, rand.New(rand.NewPCG(6, seed)))
		b := newBank(t, disk.URL(), storage.Options{})
		disk.Break(func(call faultdisk.Call, _ string) int32 {
			if call == faultdisk.Sync {
				return sqlite3.SQLITE_IOERR_FSYNC
			}
			return sqlite3.SQLITE_OK
		})
		if err := b.post(t.Context(), "late", transfer{From: 1, To: 2, Amount: 3}); !errors.Is(err, storage.ErrOutcomeUnknown) {
			t.Fatalf("got %v, want ErrOutcomeUnknown", err)
		}
		disk = b.restart(disk.Kill())
		if err := b.post(t.Context(), "late", transfer{From: 1, To: 2, Amount: 3}); err != nil {
			t.Error(err)
		}
		shown := b.events()
		b.restart(disk.Cut())
		if diff := cmp.Diff(shown, b.events()); diff != "" {
			t.Errorf("seed %d: what was shown has changed: %s", seed, diff)
		}
		b.verify()
		b.db.Close()
	}
}

// restart goes on with the disk that the end of the program has left.
func (b *bank) restart(disk *faultdisk.Disk) *faultdisk.Disk {
	b.t.Helper()
	b.db.Close() // of which nothing reaches the disk any more
	b.open(disk.URL())
	return disk
}
