package history_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/history"
	"github.com/aurorabot/aurora/internal/storage"
	"github.com/aurorabot/aurora/internal/storage/storagetest"
)

var ranges = []history.Range{history.QuarterHour, history.Hour, history.Day}

func TestARangeEndsInTheBucketOfNow(t *testing.T) {
	p := start(t, "sqlite::memory:", &clock{now: noon.Add(7 * time.Second)})
	for r, want := range map[history.Range]struct {
		width, from, to time.Duration
		points          int
	}{
		history.QuarterHour: {5 * time.Second, -14*time.Minute - 50*time.Second, 10 * time.Second, 180},
		history.Hour:        {time.Minute, -59 * time.Minute, time.Minute, 60},
		history.Day:         {15 * time.Minute, -24*time.Hour + 15*time.Minute, 15 * time.Minute, 96},
	} {
		line := p.reads(r)
		if line.Range != r || line.WidthMs != want.width.Milliseconds() || line.Epoch != p.log.Epoch() || len(line.Points) != want.points {
			t.Errorf("%s: got %s, a width of %d, %d points", r, line.Range, line.WidthMs, len(line.Points))
		}
		if !line.From.Equal(noon.Add(want.from)) || !line.To.Equal(noon.Add(want.to)) {
			t.Errorf("%s: got %v to %v", r, line.From, line.To)
		}
		for i, point := range line.Points {
			if at := line.From.Add(time.Duration(i) * want.width); !point.T.Equal(at) {
				t.Fatalf("%s: point %d is of %v, want %v", r, i, point.T, at)
			}
		}
	}
}

func TestWhatHappensIsCountedOnceWhetherStoredOrNot(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		p := start(t, url, &clock{now: noon.Add(time.Second)})
		tell := func() {
			p.uses(10)
			p.hears("command.failed", event.Error, `{"ackMs":30,"errorCode":"internal"}`)
			p.hears("panic.recovered", event.Critical, `{}`)
			p.hears("shard.disconnected", event.Warn, `{}`)
			p.beats(80)
		}
		want := func(times int64) {
			t.Helper()
			for _, r := range ranges {
				events, commands, errors := p.totals(r)
				if events != 4*times || commands != 2*times || errors != 2*times {
					t.Errorf("%s: got %d events, %d commands, %d errors, want %d times 4, 2 and 2", r, events, commands, errors, times)
				}
				last := p.last(r)
				near(t, *last.LatencyP50Ms, 80)
				near(t, *last.LatencyP95Ms, 80)
				near(t, *last.AckP50Ms, 10)
			}
		}
		tell()
		want(1)
		p.saves()
		want(1)
		tell()
		want(2)
		p.saves()
		want(2)
	})
}

// near allows what the package promises: 3 %.
func near(t *testing.T, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 0.03*want {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestPercentilesOfAWideBucketAreThoseOfAllItsReadings(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		p := start(t, url, &clock{now: noon})
		random := rand.New(rand.NewPCG(1, 2))
		var all []float64
		for range 600 / 5 {
			for range 8 {
				ms := math.Exp(random.NormFloat64()*1.2 + 4.5)
				all = append(all, ms)
				p.beats(ms)
			}
			p.clock.advance(5 * time.Second)
			p.saves()
		}
		slices.Sort(all)
		last := p.last(history.Day)
		near(t, *last.LatencyP50Ms, all[(len(all)*50+99)/100-1])
		near(t, *last.LatencyP95Ms, all[(len(all)*95+99)/100-1])
		if last.AckP50Ms != nil {
			t.Errorf("no command was used, and its ack time is %v", *last.AckP50Ms)
		}
	})
}

func TestARestartInTheMidstOfABucketLosesNothing(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		time15 := &clock{now: noon}
		first := start(t, url, time15)
		first.beats(50)
		first.uses(10)
		first.idles(time.Minute)
		first.uses(20) // counted, and not stored when the process is killed
		first.commits("command.completed", event.Debug, `{"ackMs":30}`)
		first.commits("command.failed", event.Error, `{"ackMs":40}`) // committed, and not even counted

		time15.advance(time.Minute)
		second := start(t, url, time15)
		stop := second.runs()
		second.awaits(history.Day, 4) // nothing else happens: what the log holds is counted at the start
		second.commits("command.completed", event.Debug, `{"ackMs":50}`)
		second.awaits(history.Day, 5)
		second.beats(150)
		stop() // stores the rest

		third := start(t, url, time15)
		stop = third.runs()
		third.commits("command.completed", event.Debug, `{"ackMs":60}`)
		third.awaits(history.Day, 6)
		stop()
		for _, r := range ranges {
			if events, commands, errors := third.totals(r); events != 6 || commands != 6 || errors != 1 {
				t.Errorf("%s: got %d events, %d commands, %d errors, want 6, 6 and 1", r, events, commands, errors)
			}
		}
		last := third.last(history.Day)
		near(t, *last.LatencyP50Ms, 50)
		near(t, *last.LatencyP95Ms, 150)
		near(t, *last.AckP50Ms, 30)
	})
}

func TestThatItWasDownIsToldFromThatNothingHappened(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		minutes := &clock{now: noon.Add(-30 * time.Minute)}
		first := start(t, url, minutes)
		first.idles(10 * time.Minute)
		minutes.advance(15 * time.Minute) // it is down
		second := start(t, url, minutes)
		second.idles(5*time.Minute + 20*time.Second)

		points := second.reads(history.Hour).Points
		var got []float64
		for _, p := range points[29:] {
			if (p.Events == nil) != (p.Up == 0) || p.Events != nil && *p.Events != 0 || p.LatencyP50Ms != nil {
				t.Errorf("%v: got %+v", p.T, p)
			}
			got = append(got, p.Up)
		}
		want := slices.Concat(slices.Repeat([]float64{1}, 10), make([]float64, 15), slices.Repeat([]float64{1}, 6))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("minutes up (-want +got):\n%s", diff)
		}
		if up := second.reads(history.Day).Points[94].Up; up != 0.333 { // 11:45 to 12:00, up from 11:55
			t.Errorf("up for %v of the quarter before noon, want a third", up)
		}
	})
}

func TestWhereNothingHappensAMinuteIsStoredAtOnce(t *testing.T) {
	p := start(t, storagetest.SQLite(t), &clock{now: noon})
	p.idles(55 * time.Second)
	if got := stored(t, p.db, 5*time.Second); got != 0 {
		t.Errorf("%d rows are stored although nothing happened", got)
	}
	if up := p.reads(history.QuarterHour).Points[168].Up; up != 1 { // the first of them, and in memory only
		t.Errorf("got up for %v, want 1", up)
	}
	p.idles(5 * time.Second)
	if got := stored(t, p.db, 5*time.Second); got != 12 {
		t.Errorf("%d rows are stored after a minute, want 12", got)
	}
}

func stored(t *testing.T, db *storage.DB, width time.Duration) (rows int) {
	t.Helper()
	if err := db.QueryRow(t.Context(), "SELECT count(*) FROM history_buckets WHERE width_ms = ?", width.Milliseconds()).Scan(&rows); err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestTheNewestBucketsAreKeptAndNoMore(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		p := start(t, url, &clock{now: noon})
		for range 70 {
			p.idles(time.Minute)
		}
		for width, want := range map[time.Duration]int{5 * time.Second: 720, time.Minute: 70, 15 * time.Minute: 5} {
			if got := stored(t, p.db, width); got != want {
				t.Errorf("%d buckets of %v are kept, want %d", got, width, want)
			}
		}
		if up := p.reads(history.QuarterHour).Points[0].Up; up != 1 {
			t.Errorf("the oldest that is shown is up for %v, want 1", up)
		}
	})
}

func TestAnEventThatComesLateBelongsToItsOwnTime(t *testing.T) {
	p := start(t, storagetest.SQLite(t), &clock{now: noon})
	p.idles(10 * time.Minute)
	for _, late := range []time.Duration{5 * time.Minute, 40 * time.Minute, 23 * time.Hour, 91 * 24 * time.Hour} {
		e := p.commits("test.late", event.Info, `{}`)
		e.Time = e.Time.Add(-late)
		p.Record([]event.Event{e})
	}
	p.saves()
	for r, want := range map[history.Range]int64{history.QuarterHour: 1, history.Hour: 2, history.Day: 3} {
		if got, _, _ := p.totals(r); got != want {
			t.Errorf("%s: got %d events, want %d", r, got, want)
		}
		if now := p.last(r); *now.Events > 1 {
			t.Errorf("%s: got %d events in the bucket of now", r, *now.Events)
		}
	}
}

func TestAMovedClockHarmsNothing(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		days := &clock{now: noon}
		p := start(t, url, days)
		minute := func() {
			p.uses(10)
			p.idles(time.Minute)
		}
		for range 20 {
			minute()
		}
		before := p.reads(history.Day)
		for _, jump := range []time.Duration{30 * 24 * time.Hour, -2 * 24 * time.Hour} {
			days.advance(jump)
			for range 70 {
				minute()
			}
			for r, want := range map[history.Range]int64{history.QuarterHour: 14, history.Hour: 59} {
				if events, _, _ := p.totals(r); events != want {
					t.Errorf("after a jump of %v: %d events in %s, want %d", jump, events, r, want)
				}
			}
			for i, point := range p.reads(history.Day).Points {
				if up := point.Up; up < 0 || up > 1 {
					t.Errorf("after a jump of %v: up for %v in point %d", jump, up, i)
				}
			}
			days.advance(-70*time.Minute - jump)
			p.saves()
		}
		if diff := cmp.Diff(before, p.reads(history.Day)); diff != "" {
			t.Errorf("the day before the jumps has changed (-before +after):\n%s", diff)
		}
	})
}

func TestTheHistoryOfAnotherLogIsForgotten(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		now := &clock{now: noon}
		first := start(t, url, now)
		first.uses(10)
		first.idles(time.Minute)
		err := first.db.Write(t.Context(), func(tx *storage.Tx) error {
			_, err := tx.Exec("UPDATE journal_head SET epoch = 'restored'")
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		second := start(t, url, now)
		if second.reads(history.Day).Epoch != "restored" {
			t.Fatalf("the epoch is %q", second.log.Epoch())
		}
		if events, _, _ := second.totals(history.Day); events != 0 {
			t.Errorf("%d events of another log", events)
		}
		stop := second.runs()
		defer stop()
		second.awaits(history.Day, 1) // counted again from what the log holds
	})
}
