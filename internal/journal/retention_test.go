package journal_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/journal"
	"github.com/aurorabot/aurora/internal/storage"
	"github.com/aurorabot/aurora/internal/storage/storagetest"
)

const day = 24 * time.Hour

// today is when the newest of the events came that these tests record.
var today = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// recordDays records an event for each of so many days, the last of them today's.
func recordDays(t *testing.T, j *journal.Journal, days int) {
	t.Helper()
	events := make([]event.Event, days)
	for i := range events {
		events[i] = fact(fmt.Sprint(i + 1))
		events[i].Time = today.Add(-time.Duration(days-1-i) * day)
	}
	if err := j.RecordAll(t.Context(), events); err != nil {
		t.Fatal(err)
	}
}

// wantKept checks which events there are.
func wantKept(t *testing.T, j *journal.Journal, first, last uint64) {
	t.Helper()
	if gotFirst, gotLast, err := j.Bounds(t.Context()); err != nil || gotFirst != first || gotLast != last {
		t.Errorf("the log is from %d to %d, %v, want %d to %d", gotFirst, gotLast, err, first, last)
	}
}

// reopened is the journal as a program that starts now finds it.
func reopened(t *testing.T, db *storage.DB, logger *slog.Logger) *journal.Journal {
	t.Helper()
	j, err := journal.Open(t.Context(), db, &event.Bus{}, logger)
	if err != nil {
		t.Fatal(err)
	}
	return j
}

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

// settle lets a keeper do all that is to do at the instant that its clock shows.
func settle(t *testing.T, k *journal.Keeper) {
	t.Helper()
	if err := k.Settle(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestEventsAreKeptByAgeAndByNumber(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		j := reopened(t, database(t, url), quiet())
		recordDays(t, j, 100)
		for _, c := range []struct {
			limits journal.Retention
			first  uint64
		}{
			{journal.Retention{}, 1},
			{journal.Retention{Events: 100, Age: 1000 * day}, 1},
			{journal.Retention{Events: 95}, 6},
			{journal.Retention{Age: 90 * day}, 10},
			{journal.Retention{Age: 90 * day, Events: 20}, 81},
			{journal.Retention{Age: 10 * day, Events: 50}, 90},
		} {
			settle(t, journal.NewKeeper(j, c.limits, func() time.Time { return today }))
			wantKept(t, j, c.first, 100)
		}
		settle(t, journal.NewKeeper(j, journal.Retention{Age: time.Hour}, func() time.Time { return today.Add(2 * time.Hour) }))
		wantKept(t, j, 101, 100)
		if seq, err := j.Record(t.Context(), fact("next")); seq != 101 || err != nil {
			t.Errorf("after all was deleted: %d, %v, want 101", seq, err)
		}
	})
}

func TestEventsAreDeletedInSmallStepsWithTheirIndex(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		db := database(t, url)
		j := reopened(t, db, quiet())
		j.SetSize(256, 10_000)
		recordDays(t, j, 5000)
		k := journal.NewKeeper(j, journal.Retention{Events: 700}, func() time.Time { return today })
		for before := uint64(1); ; {
			more, err := k.Step(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			first, _, err := j.Bounds(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if first-before > 500 {
				t.Fatalf("one step has deleted %d events", first-before)
			}
			if before = first; !more {
				break
			}
		}
		wantKept(t, j, 4301, 5000)
		for _, table := range []string{"journal_index", "journal_chunks"} {
			var first, last int
			if err := db.QueryRow(t.Context(), "SELECT min(chunk), max(chunk) FROM "+table).Scan(&first, &last); err != nil {
				t.Fatal(err)
			}
			if first != 4301/256 || last != 5000/256-1 {
				t.Errorf("%s has the chunks %d to %d, want %d to %d", table, first, last, 4301/256, 5000/256-1)
			}
		}
	})
}

func TestAClockThatIsMovedWhileTheProgramRunsDeletesNothing(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		j := reopened(t, database(t, url), quiet())
		recordDays(t, j, 80)
		now := today
		k := journal.StartKeeper(j, journal.Retention{Age: 90 * day}, func() time.Time { return now })
		for _, moved := range []time.Duration{0, 30 * day, -2 * day} {
			now = today.Add(moved)
			settle(t, k)
			wantKept(t, j, 1, 80)
		}
	})
}

func TestAfterAJumpOfTheClockNothingIsDeletedForADay(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		db := database(t, url)
		recordDays(t, reopened(t, db, quiet()), 80)
		limits := journal.Retention{Age: 90 * day}
		var log bytes.Buffer
		now := today.Add(30 * day) // 19 events would be too old
		start := func() (*journal.Journal, *journal.Keeper) {
			j := reopened(t, db, slog.New(slog.NewTextHandler(&log, nil)))
			return j, journal.NewKeeper(j, limits, func() time.Time { return now })
		}

		recordNow := func(j *journal.Journal) { // an event of the clock that has jumped
			if err := j.RecordAll(t.Context(), []event.Event{{Time: now, Type: "test.now", Severity: event.Info, Source: "test", Title: "now"}}); err != nil {
				t.Fatal(err)
			}
		}

		j, k := start()
		settle(t, k)
		recordNow(j)
		now = now.Add(23 * time.Hour)
		settle(t, k)
		wantKept(t, j, 1, 81)
		if n := strings.Count(log.String(), "level=WARN"); n != 1 {
			t.Errorf("the doubt was told %d times, want once:\n%s", n, &log)
		}

		j, k = start() // again, with an event that says that the clock is right
		settle(t, k)
		wantKept(t, j, 1, 81)
		now = now.Add(2 * time.Hour)
		settle(t, k)
		wantKept(t, j, 22, 81) // it is: the program was off for a month

		recordNow(j)
		now = now.Add(23*time.Hour + time.Minute)
		j, k = start() // nothing is doubted any more
		settle(t, k)
		wantKept(t, j, 23, 82)
	})
}

func TestAClockThatComesBackIsDoubtedForADayOnly(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		db := database(t, url)
		recordDays(t, reopened(t, db, quiet()), 100)
		now := today.Add(30 * day)
		start := func() (*journal.Journal, *journal.Keeper) {
			j := reopened(t, db, quiet())
			return j, journal.NewKeeper(j, journal.Retention{Age: 90 * day}, func() time.Time { return now })
		}
		_, k := start()
		settle(t, k)
		now = today.Add(time.Hour) // put right
		j, k := start()
		settle(t, k)
		wantKept(t, j, 1, 100)
		now = now.Add(day)
		settle(t, k)
		wantKept(t, j, 12, 100)
	})
}
