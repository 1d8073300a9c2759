package faultdisk_test

import (
	"context"
	"errors"
	"maps"
	"math/rand/v2"
	"sync/atomic"
	"testing"
	"time"

	sqlite3 "modernc.org/sqlite/lib"

	"github.com/aurorabot/aurora/internal/storage"
	"github.com/aurorabot/aurora/internal/storage/storagetest/faultdisk"
)

// TestAFailedFlushIsNeverGuessedOver is requirement D4. Flushes fail under load; then
// the program is started again: after its own end, after a kill, or after a power cut,
// which leaves any part of what such a flush was for.
func TestAFailedFlushIsNeverGuessedOver(t *testing.T) {
	duration := 5 * time.Second
	if testing.Short() {
		duration = time.Second
	}
	random := rand.New(rand.NewPCG(5, 1))
	disk := faultdisk.New(t, random)
	b := newBank(t, disk.URL(), storage.Options{})
	asked := 0
	for start := time.Now(); time.Since(start) < duration && !t.Failed(); {
		flushesFail(disk, rand.New(rand.NewPCG(random.Uint64(), 1)))
		b.loadUntilUnknown(random.Uint64())
		disk.Break(nil)
		switch random.IntN(3) {
		case 0:
			disk = disk.Cut()
		case 1:
			disk = disk.Kill()
		}
		b.db.Close() // it reaches the disk only where the program ends by itself
		b.open(disk.URL())
		b.verify()
		asked += b.askAgain()
	}
	if asked == 0 {
		t.Error("no outcome was unknown")
	}
	t.Logf("%d acknowledged, %d unknown and asked again", len(b.acked), asked)
	b.db.Close()
}

// flushesFail lets some flushes go well, and then makes every second one fail.
func flushesFail(disk *faultdisk.Disk, random *rand.Rand) {
	well := 1 + random.IntN(60)
	disk.Break(func(call faultdisk.Call, _ string) int32 {
		if call != faultdisk.Sync {
			return sqlite3.SQLITE_OK
		}
		if well--; well < 0 && random.IntN(2) == 0 {
			return sqlite3.SQLITE_IOERR_FSYNC
		}
		return sqlite3.SQLITE_OK
	})
}

// loadUntilUnknown has callers pay until the outcome was unknown to one, and then try
// some more: nothing that begins after that may be acknowledged.
func (b *bank) loadUntilUnknown(seed uint64) {
	var unknown atomic.Bool
	var refused atomic.Int64
	b.load(seed, func(ctx context.Context, random *rand.Rand) bool {
		late := unknown.Load()
		err := b.pay(ctx, random)
		switch {
		case errors.Is(err, storage.ErrOutcomeUnknown):
			unknown.Store(true)
		case err == nil && late:
			b.t.Error("a payment was acknowledged after the disk had failed")
		case err != nil:
			refused.Add(1)
		}
		return !b.t.Failed() && refused.Load() < 100
	})
	if !unknown.Load() {
		b.t.Error("payments were refused, and the outcome was unknown to nobody")
	}
}

// askAgain sends each payment whose outcome was unknown once more, with its key, and
// holds the database against its events: it has told of each once.
func (b *bank) askAgain() (asked int) {
	b.t.Helper()
	for key, what := range maps.Clone(b.unknown) {
		if err := b.post(b.t.Context(), key, what); err != nil {
			b.t.Errorf("%s, asked again: %v", key, err)
		}
		asked++
	}
	b.verify()
	return asked
}
