package journal_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/journal"
	"github.com/aurorabot/aurora/internal/storage/storagetest"
)

// TestWhatIsRareIsFoundPageAfterPage looks for what has only frequent parts, so that
// the index leads to most granules and a page ends before it has found anything.
func TestWhatIsRareIsFoundPageAfterPage(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		j := reopened(t, database(t, url), quiet())
		j.SetSize(512, 200)
		events := make([]event.Event, 4000)
		for i := range events {
			events[i] = fact("common")
			events[i].Guild.ID, events[i].User.ID = 1, 2
			if i%4 > 0 { // a granule is two events
				events[i].Guild.ID, events[i].User.ID = 2, 1
			}
		}
		var want []uint64
		for seq := uint64(13); seq < 4000; seq += 37 {
			want = append(want, seq)
			events[seq-1].Guild.ID, events[seq-1].User.ID = 1, 1
		}
		if err := j.RecordAll(t.Context(), events); err != nil {
			t.Fatal(err)
		}
		if err := j.SealAll(t.Context()); err != nil {
			t.Fatal(err)
		}
		oldest := uint64(0)
		for _, f := range []journal.Filter{{Guild: 1, User: 1, After: &oldest}, {Guild: 1, User: 1}} {
			got, short := readOn(t, j, f)
			if f.After == nil {
				slices.Reverse(got)
			}
			if !slices.Equal(got, want) {
				t.Errorf("got %d, want %d", got, want)
			}
			if short < 10 {
				t.Errorf("%d pages were not full, want many: the effort of a page has a limit", short)
			}
		}
	})
}

// readOn reads all pages, and counts those that were neither full nor the last.
func readOn(t *testing.T, j *journal.Journal, f journal.Filter) (seqs []uint64, short int) {
	t.Helper()
	for {
		page, err := j.Select(t.Context(), f)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range page.Events {
			seqs = append(seqs, e.Seq)
		}
		if page.Next == nil {
			return seqs, short
		}
		if len(page.Events) < 50 {
			short++
		}
		if f.After != nil {
			f.After = page.Next
		} else {
			f.Before = page.Next
		}
	}
}

func TestTheKeeperIndexesWhatIsCompleteAndDeletesWhatIsOld(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		db := database(t, url)
		j := reopened(t, db, quiet())
		j.SetSize(256, 10_000)
		runs(t, func(ctx context.Context) error { return j.Keep(ctx, journal.Retention{Events: 1000}) })
		for range 30 {
			recordDays(t, j, 100)
		}
		limit := time.After(30 * time.Second)
		for {
			first, last, err := j.Bounds(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			var chunk uint64
			if err := db.QueryRow(t.Context(), "SELECT coalesce(max(chunk), 0) FROM journal_chunks").Scan(&chunk); err != nil {
				t.Fatal(err)
			}
			if first == 2001 && last == 3000 && chunk == 3000/256-1 {
				return
			}
			select {
			case <-limit:
				t.Fatalf("the log is from %d to %d, with an index up to chunk %d", first, last, chunk)
			case <-time.After(10 * time.Millisecond): // leave the processor to the keeper
			}
		}
	})
}

func TestEventsAreCountedInChunksAndBehindThem(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		j := reopened(t, database(t, url), quiet())
		j.SetSize(256, 10_000)
		recordDays(t, j, 1000)
		if err := j.SealAll(t.Context()); err != nil {
			t.Fatal(err)
		}
		for _, days := range []int{0, 10, 300, 999, 2000} {
			got, err := j.Count(t.Context(), today.Add(-time.Duration(days)*day), 990, "test.1", "test.700", "test.995", "test.985")
			want := 0
			for _, n := range []int{1, 700, 985} {
				if 1000-n <= days {
					want++
				}
			}
			if err != nil || got[""] != want {
				t.Errorf("%d days: got %v, %v, want %d", days, got, err, want)
			}
		}
	})
}
