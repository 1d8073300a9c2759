package journal_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/aurorabot/aurora/internal/journal"
	"github.com/aurorabot/aurora/internal/storage"
	"github.com/aurorabot/aurora/internal/storage/storagetest"
)

// TestReadersNeverMissAnEventOfWritersThatPause is requirement D7: with writers that
// pause in their transactions, and of whose work a tenth is undone, whoever has read
// number n never sees a new event up to n.
func TestReadersNeverMissAnEventOfWritersThatPause(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		t.Parallel() // one waits for the disk while the other computes
		const writers, readers = 8, 4
		total := 5_000
		switch {
		case os.Getenv("AURORA_TORTURE") != "":
			total = 100_000
		case testing.Short():
			total = 800
		}
		db := database(t, url)
		j, bus := open(t, db)
		sub := bus.Subscribe(total)
		ctx, stop := context.WithTimeout(t.Context(), 30*time.Minute)
		defer stop()
		var all sync.WaitGroup
		for w := range writers {
			all.Go(func() { write(ctx, t, db, j, rand.New(rand.NewPCG(1, uint64(w))), total/writers) })
		}
		for range readers {
			all.Go(func() { readAll(ctx, t, j, total) })
		}
		all.Wait()
		for i, e := range heard(t, sub, total) {
			if e.Seq != uint64(i)+1 {
				t.Fatalf("heard %d after %d", e.Seq, i)
			}
		}
		if _, last, err := j.Bounds(ctx); err != nil || last != uint64(total) {
			t.Errorf("the last number is %d, %v, want %d", last, err, total)
		}
	})
}

// write commits n events, pausing before and after each was numbered, and undoes a
// tenth more.
func write(ctx context.Context, t *testing.T, db *storage.DB, j *journal.Journal, random *rand.Rand, n int) {
	undone := errors.New("undone")
	for written := 0; written < n; {
		undo := random.IntN(10) == 0
		before, after := pauses(random), pauses(random)
		err := db.Write(ctx, func(tx *storage.Tx) error {
			time.Sleep(before)
			e := fact("paused")
			if err := j.AppendTx(tx, &e); err != nil {
				return err
			}
			time.Sleep(after)
			if undo {
				return undone
			}
			return nil
		})
		switch {
		case err == nil && !undo:
			written++
		case !errors.Is(err, undone):
			t.Error(err)
			return
		}
	}
}

// pauses is none in most cases, so that the test is not all waiting.
func pauses(random *rand.Rand) time.Duration {
	if random.IntN(20) > 0 {
		return 0
	}
	return time.Duration(random.IntN(500)) * time.Microsecond
}

// readAll follows the log from its beginning while it is written.
func readAll(ctx context.Context, t *testing.T, j *journal.Journal, total int) {
	for seq := uint64(0); seq < uint64(total); {
		page, err := j.After(ctx, seq, 100)
		if err != nil {
			t.Error(err)
			return
		}
		for _, e := range page {
			if e.Seq != seq+1 {
				t.Errorf("read %d after %d", e.Seq, seq)
				return
			}
			seq = e.Seq
		}
		if len(page) == 0 {
			time.Sleep(10 * time.Millisecond) // leave the processor to the writers
		}
	}
}

// TestALateAnnouncementIsNotPublishedAgain holds the announcement of the first event
// back, as only PostgreSQL can do, until the second has led the tailer to both.
func TestALateAnnouncementIsNotPublishedAgain(t *testing.T) {
	db := database(t, storagetest.PostgreSQL(t))
	j, bus := open(t, db)
	sub := bus.Subscribe(10)
	committed, release := make(chan struct{}), make(chan struct{})
	var late sync.WaitGroup
	late.Go(func() {
		err := db.Write(t.Context(), func(tx *storage.Tx) error {
			tx.OnCommit(func() { close(committed); <-release })
			e := fact("1")
			return j.AppendTx(tx, &e)
		})
		if err != nil {
			t.Error(err)
		}
	})
	<-committed
	record := func(name string) {
		if _, err := j.Record(t.Context(), fact(name)); err != nil {
			t.Fatal(err)
		}
	}
	record("2")
	first := heard(t, sub, 2)
	close(release)
	late.Wait()
	record("3")
	record("4")
	var seqs []uint64
	for _, e := range append(first, heard(t, sub, 2)...) {
		seqs = append(seqs, e.Seq)
	}
	if got, want := fmt.Sprint(seqs), "[1 2 3 4]"; got != want {
		t.Errorf("heard %s, want %s", got, want)
	}
}
