package faultdisk_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/aurorabot/aurora/internal/storage"
	"github.com/aurorabot/aurora/internal/storage/storagetest"
	"github.com/aurorabot/aurora/internal/storage/storagetest/faultdisk"

	sqlite3 "modernc.org/sqlite/lib"
)

// TestADiskFilledToTheLastByteRefusesAndHeals is requirement D9, on a real file system.
func TestADiskFilledToTheLastByteRefusesAndHeals(t *testing.T) {
	size := int64(400 << 20)
	if testing.Short() {
		size = 40 << 20
	}
	dir, share := storagetest.SmallDisk(t, size), uint64(size)/400
	b := newBank(t, "sqlite:"+filepath.Join(dir, "aurora.db"), storage.Options{WarnBelow: 256 * share, RefuseBelow: 64 * share, Reserve: 16 * share})
	reserved := func() bool { _, err := os.Stat(filepath.Join(dir, "aurora.db-reserve")); return err == nil }
	await(t, "the reserve", reserved)
	var refused, read atomic.Int64
	stop := b.payAndRead(&refused, &read)
	t.Cleanup(stop)

	filler := filepath.Join(dir, "filler")
	fill(t, filler)
	await(t, "the disk is called full", func() bool { return b.db.Space().State == storage.SpaceFull })
	await(t, "the reserve is given up", func() bool { return !reserved() })
	fill(t, filler) // with what that has given
	before, readBefore := refused.Load(), read.Load()
	await(t, "reads and refusals on the full disk", func() bool { return refused.Load() > before+100 && read.Load() > readBefore+100 })
	cleanUp := fact("clean-up", transfer{})
	err := b.db.Reclaim(t.Context(), func(tx *storage.Tx) error { return b.log.AppendTx(tx, &cleanUp) })
	if err != nil && !errors.Is(err, storage.ErrNoSpace) {
		t.Errorf("clean-up without a byte to spare: %v", err)
	}

	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	await(t, "a payment", func() bool { return b.pay(t.Context(), rand.New(rand.NewPCG(2, 2))) == nil })
	took := time.Since(start)
	stop()
	t.Logf("%d paid, %d refused; writes work again after %s", len(b.acked), refused.Load(), took)
	if took > 10*time.Second {
		t.Errorf("writes work again after %s, want at most 10s", took)
	}
	b.verify()
	await(t, "the reserve is made again", reserved)
	if err := b.db.Close(); err != nil {
		t.Error(err)
	}
}

// payAndRead is a load that goes on while payments are refused for want of room, and of
// which no read is. stop ends it.
func (b *bank) payAndRead(refused, read *atomic.Int64) (stop func()) {
	var enough atomic.Bool
	var all sync.WaitGroup
	all.Go(func() {
		b.load(1, func(ctx context.Context, random *rand.Rand) bool {
			if err := b.pay(ctx, random); errors.Is(err, storage.ErrNoSpace) {
				refused.Add(1)
				time.Sleep(time.Millisecond) // as a member who tries again
			} else if err != nil {
				b.t.Errorf("a payment: %v", err)
			}
			return !enough.Load()
		})
	})
	all.Go(func() {
		for !enough.Load() {
			if _, err := b.log.After(context.Background(), 0, 50); err != nil {
				b.t.Errorf("a read: %v", err)
			}
			read.Add(1)
		}
	})
	return func() { enough.Store(true); all.Wait() }
}

// fill adds to a file until not one byte more finds room.
func fill(t *testing.T, path string) {
	t.Helper()
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for piece := make([]byte, 1<<20); len(piece) > 0; {
		if _, err := file.Write(piece); errors.Is(err, syscall.ENOSPC) {
			piece = piece[:len(piece)/2]
		} else if err != nil {
			t.Fatal(err)
		}
	}
}

// await asks again and again: what it waits for takes place elsewhere.
func await(t *testing.T, what string, is func() bool) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); !is(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%s: waited a minute", what)
		}
	}
}

// TestAFullDiskRefusesAndUndoesNoNeighbour fills the disk for some calls of each
// hundred, so that commits meet its end anywhere.
func TestAFullDiskRefusesAndUndoesNoNeighbour(t *testing.T) {
	disk := faultdisk.New(t, rand.New(rand.NewPCG(4, 1)))
	b := newBank(t, disk.URL(), storage.Options{})
	calls := 0
	disk.Break(func(call faultdisk.Call, _ string) int32 {
		if calls++; call == faultdisk.Write && calls%100 > 80 {
			return sqlite3.SQLITE_FULL
		}
		return sqlite3.SQLITE_OK
	})
	var paid, refused atomic.Int64
	b.load(1, func(ctx context.Context, random *rand.Rand) bool {
		switch err := b.pay(ctx, random); {
		case err == nil:
			paid.Add(1)
		case errors.Is(err, storage.ErrNoSpace):
			refused.Add(1)
		default:
			t.Errorf("a payment: %v", err)
		}
		return !t.Failed() && paid.Load() < 500
	})
	disk.Break(nil)
	if refused.Load() == 0 {
		t.Error("nobody has met the end of the disk")
	}
	b.verify()
	if err := b.db.Close(); err != nil {
		t.Error(err)
	}
	b.open(disk.Cut().URL())
	b.verify()
	b.db.Close()
}
