package journal_test

import (
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/journal"
	"github.com/aurorabot/aurora/internal/snowflake"
	"github.com/aurorabot/aurora/internal/storage"
	"github.com/aurorabot/aurora/internal/storage/storagetest"
)

// TestTheLogIsWhatAListWouldBe has random commands carried out on a log and on a list
// in memory, and compares all that can be read.
func TestTheLogIsWhatAListWouldBe(t *testing.T) {
	flag.Set("rapid.nofailfile", "true") // its seed is in the log
	switch {
	case os.Getenv("AURORA_TORTURE") != "":
		flag.Set("rapid.checks", "2000")
	case testing.Short():
		flag.Set("rapid.checks", "20")
	default:
		flag.Set("rapid.checks", "50")
	}
	storagetest.Each(t, func(t *testing.T, url string) {
		db := database(t, url)
		j, err := journal.Open(t.Context(), db, &event.Bus{}, slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		j.SetSize(512, 150)
		rapid.Check(t, func(t *rapid.T) {
			emptied(t, db)
			m := &model{db: db, journal: j}
			t.Repeat(map[string]func(*rapid.T){
				"":           m.checkBounds,
				"record":     m.record,
				"record all": m.recordAll,
				"together":   m.recordTogether,
				"refused":    m.refused,
				"append":     m.appendTx,
				"seal":       m.seal,
				"forget":     m.forget,
				"select":     m.search,
			})
		})
	})
}

// emptied makes a log as it was when it was new.
func emptied(t *rapid.T, db *storage.DB) {
	err := db.Write(t.Context(), func(tx *storage.Tx) error {
		for _, command := range []string{
			"DELETE FROM journal_events", "DELETE FROM journal_chunks", "DELETE FROM journal_index", "UPDATE journal_head SET seq = 0, doubted_ms = NULL",
		} {
			if _, err := tx.Exec(command); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// model is a log and the list that it should be.
type model struct {
	db      *storage.DB
	journal *journal.Journal
	events  []event.Event // that are kept
	last    uint64
}

// add appends what was recorded, which has to have the next number.
func (m *model) add(t *rapid.T, e event.Event) {
	m.last++
	if e.Seq != 0 && e.Seq != m.last {
		t.Fatalf("recorded as %d, want %d", e.Seq, m.last)
	}
	e.Seq, e.Epoch = m.last, m.journal.Epoch()
	m.events = append(m.events, e)
}

func (m *model) record(t *rapid.T) {
	e := anEvent(t)
	seq, err := m.journal.Record(t.Context(), e)
	if err != nil {
		t.Fatal(err)
	}
	e.Seq = seq
	m.add(t, e)
}

// recordAll writes so many events that chunks become complete. Most are alike, so that
// the others lie scattered.
func (m *model) recordAll(t *rapid.T) {
	events := make([]event.Event, rapid.IntRange(1, 400).Draw(t, "events"))
	some := rapid.SliceOfN(rapid.Custom(anEvent), 1, 5).Draw(t, "of these")
	random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
	for i := range events {
		events[i] = some[0]
		if random.IntN(10) == 0 {
			events[i] = some[random.IntN(len(some))]
		}
	}
	if err := m.journal.RecordAll(t.Context(), events); err != nil {
		t.Fatal(err)
	}
	for _, e := range events {
		m.add(t, e)
	}
}

// recordTogether has several callers at once, of whom one records what is refused.
func (m *model) recordTogether(t *rapid.T) {
	events := rapid.SliceOfN(rapid.Custom(anEvent), 2, 10).Draw(t, "events")
	events[0].Severity = "loud"
	var all sync.WaitGroup
	errs := make([]error, len(events))
	for i := range events {
		all.Go(func() { events[i].Seq, errs[i] = m.journal.Record(t.Context(), events[i]) })
	}
	all.Wait()
	if errs[0] == nil {
		t.Fatal("a severity that there is not was recorded")
	}
	if err := errors.Join(errs[1:]...); err != nil {
		t.Fatal(err)
	}
	events = events[1:]
	slices.SortFunc(events, func(a, b event.Event) int { return int(a.Seq) - int(b.Seq) })
	for _, e := range events {
		m.add(t, e)
	}
}

func (m *model) refused(t *rapid.T) {
	events := []event.Event{anEvent(t), anEvent(t)}
	events[1].Data = []byte(rapid.SampledFrom([]string{"{", "1 2", "\"\x00\"", "\"\xff\"", "x"}).Draw(t, "data"))
	if err := m.journal.RecordAll(t.Context(), events); err == nil {
		t.Fatalf("%q was recorded", events[1].Data)
	}
}

// appendTx writes events with a change of the caller's own, which may be undone.
func (m *model) appendTx(t *rapid.T) {
	events := rapid.SliceOfN(rapid.Custom(anEvent), 1, 3).Draw(t, "events")
	undone := errors.New("undone")
	undo := rapid.Bool().Draw(t, "undo")
	err := m.db.Write(t.Context(), func(tx *storage.Tx) error {
		for i := range events {
			if err := m.journal.AppendTx(tx, &events[i]); err != nil {
				return err
			}
		}
		if undo {
			return undone
		}
		return nil
	})
	if undo {
		if !errors.Is(err, undone) {
			t.Fatal(err)
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range events {
		m.add(t, e)
	}
}

func (m *model) seal(t *rapid.T) {
	if err := m.journal.SealAll(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// forget keeps so many events, and those that are not too old.
func (m *model) forget(t *rapid.T) {
	limits := journal.Retention{Events: uint64(rapid.IntRange(0, 2000).Draw(t, "keep"))}
	if limits.Events > 0 && uint64(len(m.events)) > limits.Events {
		m.events = m.events[uint64(len(m.events))-limits.Events:]
	}
	if err := journal.NewKeeper(m.journal, limits, time.Now).Settle(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func (m *model) checkBounds(t *rapid.T) {
	first, last, err := m.journal.Bounds(t.Context())
	if want := m.last - uint64(len(m.events)) + 1; err != nil || first != want || last != m.last {
		t.Fatalf("the log is from %d to %d, %v, want %d to %d", first, last, err, want, m.last)
	}
}

func (m *model) search(t *rapid.T) {
	for range 8 {
		m.compare(t, m.aFilter(t))
	}
}

// compare reads page after page of what f asks for, and compares them with what the
// list has.
func (m *model) compare(t *rapid.T, f journal.Filter) {
	want := m.matching(f)
	var got []event.Event
	for pages := 0; ; pages++ {
		page, err := m.journal.Select(t.Context(), f)
		if err != nil {
			t.Fatal(err)
		}
		if got = append(got, page.Events...); len(page.Events) > f.Limit || pages > 10_000 {
			t.Fatalf("%d events on page %d, of %d", len(page.Events), pages, f.Limit)
		}
		if page.Next == nil {
			break
		}
		if f.After != nil {
			f.After = page.Next
		} else {
			f.Before = page.Next
		}
	}
	if diff := cmp.Diff(seqs(want), seqs(got)); diff != "" {
		t.Fatalf("%+v of %d events up to %d: (-want +got)\n%s", f, len(m.events), m.last, diff)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("%+v of %d events up to %d: (-want +got)\n%s", f, len(m.events), m.last, diff)
	}
}

func seqs(events []event.Event) []uint64 {
	var numbers []uint64
	for _, e := range events {
		numbers = append(numbers, e.Seq)
	}
	return numbers
}

func (m *model) matching(f journal.Filter) []event.Event {
	var found []event.Event
	for _, e := range m.events {
		if matches(e, f) {
			found = append(found, e)
		}
	}
	if f.After == nil {
		slices.Reverse(found)
	}
	return found
}

func matches(e event.Event, f journal.Filter) bool {
	lower, text := strings.ToLower(e.Title)+"\x00"+strings.ToLower(e.Message), strings.ToLower(f.Text)
	return (f.After == nil || e.Seq > *f.After) && (f.Before == nil || e.Seq < *f.Before) &&
		(len(f.Types) == 0 || slices.ContainsFunc(f.Types, func(kind string) bool { return isOf(e.Type, kind) })) &&
		(len(f.Severities) == 0 || slices.Contains(f.Severities, e.Severity)) &&
		(f.Guild == 0 || e.Guild.ID == f.Guild) && (f.User == 0 || e.User.ID == f.User) &&
		(f.Shard == nil || e.Shard != nil && *e.Shard == *f.Shard) &&
		(f.Trace == "" || e.TraceID == f.Trace) && strings.Contains(lower, text)
}

func isOf(name, kind string) bool {
	prefix, family := strings.CutSuffix(kind, "*")
	return name == kind || family && strings.HasPrefix(name, prefix)
}

// What events and filters are made of: few things, so that they meet.
var (
	kinds      = []string{"a", "shard.ready", "shard.resumed", "economy.daily.claimed", "economy." + strings.Repeat("x", 40) + ".y"}
	severities = []event.Severity{event.Debug, event.Info, event.Critical}
	words      = []string{"", "a", "Daily", "daily claimed", "100%_of", `back\slash`, "Émile", "aaaa", "\u202e", strings.Repeat("long ", 40)}
	traces     = []string{"", "1", "2"}
	ids        = []snowflake.ID{0, 1, 2, 1<<64 - 1}
	shards     = []int{-1, 0, 1, 15} // -1 is none
)

func anEvent(t *rapid.T) event.Event {
	name := func(id snowflake.ID) (ref event.Ref) {
		if id != 0 {
			ref = event.Ref{ID: id, Name: fmt.Sprint("name ", id)}
		}
		return ref
	}
	e := event.Event{
		Type: rapid.SampledFrom(kinds).Draw(t, "type"), Severity: rapid.SampledFrom(severities).Draw(t, "severity"), Source: "model",
		Title: "T" + rapid.SampledFrom(words[:7]).Draw(t, "title"), Message: rapid.SampledFrom(words).Draw(t, "message"),
		Guild: name(rapid.SampledFrom(ids).Draw(t, "guild")), User: name(rapid.SampledFrom(ids).Draw(t, "user")),
		TraceID: rapid.SampledFrom(traces).Draw(t, "trace"), DurationMs: rapid.Float64Range(0, 1e6).Draw(t, "ms"),
		Time: time.UnixMilli(rapid.Int64Range(0, 2e12).Draw(t, "time")).UTC(),
	}
	if shard := rapid.SampledFrom(shards).Draw(t, "shard"); shard >= 0 {
		e.Shard = &shard
	}
	if rapid.Bool().Draw(t, "with data") {
		e.Data = []byte(`{"odd":"\u0000 \ud800"}`)
	}
	return e
}

// aFilter asks for one to three things, some of which no event has.
func (m *model) aFilter(t *rapid.T) journal.Filter {
	f := journal.Filter{Limit: rapid.SampledFrom([]int{1, 7, 50, 500}).Draw(t, "limit")}
	position := rapid.Uint64Range(0, m.last+2)
	switch rapid.IntRange(0, 3).Draw(t, "direction") {
	case 1:
		f.After = new(position.Draw(t, "after"))
	case 2:
		f.Before = new(position.Draw(t, "before"))
	case 3:
		f.After, f.Before = new(position.Draw(t, "after")), new(position.Draw(t, "before"))
	}
	for range rapid.IntRange(0, 3).Draw(t, "conditions") {
		switch rapid.IntRange(0, 6).Draw(t, "by") {
		case 0:
			kind := rapid.SampledFrom(append(kinds, "*", "e*", "economy.*", "shard.r*", "economy."+strings.Repeat("x", 40)+"*", "none"))
			f.Types = rapid.SliceOfN(kind, 1, 3).Draw(t, "types")
		case 1:
			f.Severities = rapid.SliceOfN(rapid.SampledFrom(append(severities, event.Warn)), 1, 2).Draw(t, "severities")
		case 2:
			f.Guild = rapid.SampledFrom(append(ids, 77)).Draw(t, "guild")
		case 3:
			f.User = rapid.SampledFrom(append(ids, 77)).Draw(t, "user")
		case 4:
			f.Shard = new(rapid.SampledFrom([]int{0, 1, 15, 16}).Draw(t, "shard"))
		case 5:
			f.Trace = rapid.SampledFrom(append(traces, "none")).Draw(t, "trace")
		case 6:
			f.Text = rapid.SampledFrom([]string{"a", "DAILY", "of", "g", "ly cl", "%_", `k\s`, "Émi", "long long l", "g", "zq", "nothing like it", "ed\nT"}).Draw(t, "text")
		}
	}
	return f
}
