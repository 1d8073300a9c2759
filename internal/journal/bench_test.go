package journal_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/journal"
	"github.com/aurorabot/aurora/internal/snowflake"
	"github.com/aurorabot/aurora/internal/storage/storagetest"
)

// BenchmarkRecord records durably, by one caller and by many who share commits, while
// the tailer publishes and the keeper makes the index. flushes is how many times the
// disk's own rate of appended flushes that is.
func BenchmarkRecord(b *testing.B) {
	eachDatabase(b, func(b *testing.B, empty func(testing.TB) string) {
		for _, callers := range []int{1, 64} {
			b.Run(fmt.Sprintf("callers=%d", callers), func(b *testing.B) {
				j, _ := open(b, database(b, empty(b)))
				runs(b, func(ctx context.Context) error { return j.Keep(ctx, journal.Retention{}) })
				flush := flushTime(b)
				b.ResetTimer()
				took := record(b, j, callers, int64(b.N))
				b.ReportMetric(float64(b.N)/took.Seconds(), "events/s")
				b.ReportMetric(flush.Seconds()*float64(b.N)/took.Seconds(), "flushes")
			})
		}
	})
}

// BenchmarkLongLog is what the length of the log costs: 5 000 000 events with
// AURORA_TORTURE, else 200 000. growth is the cost of recording as a multiple of that
// in a log of 10 000; the others are pages of 50 events.
func BenchmarkLongLog(b *testing.B) {
	length := 200_000
	if os.Getenv("AURORA_TORTURE") != "" {
		length = 5_000_000
	}
	eachDatabase(b, func(b *testing.B, empty func(testing.TB) string) {
		db := database(b, empty(b))
		long, _ := open(b, db)
		fill(b, db, long, 1, length)
		for _, c := range searches(length) {
			b.Run(c.name, func(b *testing.B) {
				for b.Loop() {
					page, err := long.Select(b.Context(), c.filter)
					if err != nil || len(page.Events) < c.least {
						b.Fatalf("%d events, %v", len(page.Events), err)
					}
				}
			})
		}
		b.Run("growth", func(b *testing.B) {
			db := database(b, empty(b))
			short, _ := open(b, db)
			fill(b, db, short, 1, 10_000)
			var ratios []float64
			for b.Loop() {
				before := record(b, short, 64, 5000)
				ratios = append(ratios, record(b, long, 64, 5000).Seconds()/before.Seconds())
			}
			slices.Sort(ratios)
			b.ReportMetric(ratios[len(ratios)/2], "growth")
		})
	})
}

// searches are filters for the log that fill makes, and how many events the first page
// has at least.
func searches(length int) []struct {
	name   string
	filter journal.Filter
	least  int
} {
	shard, middle := 3, uint64(length/2)
	type f = journal.Filter
	return []struct {
		name   string
		filter journal.Filter
		least  int
	}{
		{"newest", f{}, 50},
		{"after", f{After: &middle}, 50},
		{"type", f{Types: []string{"rest.ratelimited"}}, 50},
		{"types", f{Types: []string{"economy.*"}}, 50},
		{"rare-type", f{Types: []string{"panic.*"}}, min(50, length/100_000)},
		{"no-type", f{Types: []string{"nothing.*"}}, 0},
		{"severity", f{Severities: []event.Severity{event.Warn}}, 50},
		{"rare-severity", f{Severities: []event.Severity{event.Critical}}, min(50, length/100_000)},
		{"errors", f{Severities: []event.Severity{event.Error, event.Critical}}, min(50, length/100_000)},
		{"many-types", f{Types: []string{"a.*", "b.*", "c.*", "d.*", "e.*", "f.*", "g.*", "h.*", "panic.*"}}, min(50, length/100_000)},
		{"guild", f{Guild: 1_000_007}, 50},
		{"guild-from-the-middle", f{Guild: 1_000_007, After: &middle}, 50},
		{"user", f{User: 5_000_007}, min(50, length/50_000)},
		{"no-user", f{User: 1}, 0},
		{"shard", f{Shard: &shard}, 50},
		{"trace", f{Trace: fmt.Sprint(9_000_000_000 + int64(length)/3)}, 2},
		{"no-trace", f{Trace: "none"}, 0},
		{"guild-and-type", f{Guild: 1_000_007, Types: []string{"rest.*"}}, 0},
		{"guild-and-severity", f{Guild: 1_000_000, Severities: []event.Severity{event.Critical}}, min(50, length/100_000)},
		{"text", f{Text: "Coins paid"}, 50},
		{"rare-text", f{Text: "panic"}, min(50, length/100_000)},
		{"text-of-one-member", f{Text: "member4711 "}, 0},
		{"text-of-frequent-parts", f{Text: "has 9 coins, streak 30"}, 0},
		{"no-text", f{Text: "zorblax"}, 0},
		{"two-letters", f{Text: "zq"}, 0},
	}
}

func eachDatabase(b *testing.B, run func(b *testing.B, empty func(testing.TB) string)) {
	b.Run("SQLite", func(b *testing.B) { run(b, storagetest.SQLite) })
	b.Run("PostgreSQL", func(b *testing.B) { run(b, storagetest.PostgreSQL) })
}

// record has callers record n events in all and returns how long it took.
func record(tb testing.TB, j *journal.Journal, callers int, n int64) time.Duration {
	tb.Helper()
	var next atomic.Int64
	var all sync.WaitGroup
	begun := time.Now()
	for range callers {
		all.Go(func() {
			for i := next.Add(1); i <= n; i = next.Add(1) {
				if _, err := j.Record(tb.Context(), commandEvent(i)); err != nil {
					tb.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
	return time.Since(begun)
}

// commandEvent is like most of what is recorded.
func commandEvent(n int64) event.Event {
	shard := int(n % 16)
	return event.Event{
		Type: "command.completed", Severity: event.Debug, Source: "discord", Title: "/balance", Message: fmt.Sprintf("member%d in 12.4 ms", n%5000),
		Guild: event.Ref{ID: snowflake.ID(1_000_000 + n%200), Name: "guild"}, User: event.Ref{ID: snowflake.ID(5_000_000 + n%5000), Name: "member"},
		Shard: &shard, Command: "balance", InteractionID: snowflake.ID(9_000_000_000 + n), TraceID: fmt.Sprint(9_000_000_000 + n), DurationMs: 12.4,
		Data: []byte(`{"ackMs":12.4,"totalMs":31.8}`),
	}
}

// flushTime is how long the disk takes to append a page to a file, durably.
func flushTime(b *testing.B) time.Duration {
	b.Helper()
	file, err := os.Create(filepath.Join(b.TempDir(), "appended"))
	if err != nil {
		b.Fatal(err)
	}
	defer file.Close()
	const flushes = 200
	page := make([]byte, 4096)
	begun := time.Now()
	for range flushes {
		if _, err := file.Write(page); err != nil {
			b.Fatal(err)
		}
		if err := file.Sync(); err != nil {
			b.Fatal(err)
		}
	}
	return time.Since(begun) / flushes
}
