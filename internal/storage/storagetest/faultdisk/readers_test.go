package faultdisk_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aurorabot/aurora/internal/journal"
	"github.com/aurorabot/aurora/internal/storage"
)

// TestHistoryReadersNeitherLockNorSwellTheLog is requirement D8: pages of history are
// read by 50 while 16 pay, of whom nobody is refused, and the write-ahead log, which can
// start anew only when nobody reads from it, stays bounded.
func TestHistoryReadersNeitherLockNorSwellTheLog(t *testing.T) {
	const readers, mostWAL = 50, 64 << 20
	duration := 6 * time.Second
	switch {
	case os.Getenv("AURORA_TORTURE") != "":
		duration = 30 * time.Minute
	case testing.Short():
		duration = time.Second
	}
	path := filepath.Join(t.TempDir(), "aurora.db")
	b := newBank(t, "sqlite:"+path, storage.Options{})
	var pages, paid atomic.Int64
	var largest int64 // that the first reader has seen
	enough := time.Now().Add(duration)
	going := func() bool { return time.Now().Before(enough) && !t.Failed() }
	var all sync.WaitGroup
	for n := range readers {
		random := rand.New(rand.NewPCG(8, uint64(n)))
		all.Go(func() {
			for going() {
				if err := b.readPage(t.Context(), random, uint64(paid.Load())); err != nil {
					t.Errorf("a page: %v", err)
				}
				pages.Add(1)
				if wal, err := os.Stat(path + "-wal"); n == 0 && err == nil {
					largest = max(largest, wal.Size())
				}
			}
		})
	}
	b.load(8, func(ctx context.Context, random *rand.Rand) bool {
		if err := b.pay(ctx, random); err != nil {
			t.Errorf("a payment: %v", err)
		}
		paid.Add(1)
		return going()
	})
	all.Wait()
	t.Logf("%d payments, %d pages, the write-ahead log at most %d KiB", paid.Load(), pages.Load(), largest>>10)
	if largest > mostWAL {
		t.Errorf("the write-ahead log grew to %d bytes, want at most %d", largest, mostWAL)
	}
	b.verify()
	if err := b.db.Close(); err != nil {
		t.Error(err)
	}
}

// readPage reads 50 events at a place in the past, or those that mention a number.
func (b *bank) readPage(ctx context.Context, random *rand.Rand, last uint64) error {
	before := 1 + random.Uint64N(last+1)
	filter := journal.Filter{Before: &before, Limit: 50}
	if random.IntN(10) == 0 {
		filter.Text = fmt.Sprint("key ", random.Uint64N(last+1))
	}
	_, err := b.log.Select(ctx, filter)
	return err
}
