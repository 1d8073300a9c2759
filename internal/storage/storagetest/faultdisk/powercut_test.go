package faultdisk_test

import (
	"math/rand/v2"
	"os"
	"testing"
	"time"

	sqlite3 "modernc.org/sqlite/lib"

	"github.com/aurorabot/aurora/internal/storage"
	"github.com/aurorabot/aurora/internal/storage/storagetest/faultdisk"
)

// TestWhatWasAcknowledgedOutlivesAPowerCut is requirement D3. One bank goes from cut to
// cut, each at some call that SQLite makes on its files: in a commit, in a checkpoint,
// in the recovery from the cut before.
func TestWhatWasAcknowledgedOutlivesAPowerCut(t *testing.T) {
	cuts := 20
	switch {
	case os.Getenv("AURORA_TORTURE") != "":
		cuts = 200
	case testing.Short():
		cuts = 4
	}
	random := rand.New(rand.NewPCG(3, 1))
	disk := faultdisk.New(t, random)
	b := newBank(t, disk.URL(), storage.Options{})
	for cut := range cuts {
		powerFails := failAt(disk, 1+random.IntN(600))
		b.load(uint64(cut), b.untilAnError)
		<-powerFails
		disk = disk.Cut()
		b.db.Close() // of which nothing reaches a disk any more

		start := time.Now()
		b.open(disk.URL())
		if err := b.pay(t.Context(), random); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("ready after %s, want at most 5s", took)
		}
		b.verify()
		if t.Failed() {
			t.Fatalf("after cut %d", cut)
		}
	}
	t.Logf("%d cuts, %d acknowledged", cuts, len(b.acked))
	if err := b.db.Close(); err != nil {
		t.Error(err)
	}
}

// failAt lets n-1 calls of SQLite's go well and none after them.
func failAt(disk *faultdisk.Disk, n int) (failed <-chan struct{}) {
	done := make(chan struct{})
	disk.Break(func(faultdisk.Call, string) int32 {
		switch n--; {
		case n > 0:
			return sqlite3.SQLITE_OK
		case n == 0:
			close(done)
		}
		return sqlite3.SQLITE_IOERR
	})
	return done
}
