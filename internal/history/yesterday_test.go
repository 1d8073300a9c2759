package history_test

import (
	"log/slog"
	"os"
	"testing"
	"time"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/history"
	"github.com/aurorabot/aurora/internal/journal"
	"github.com/aurorabot/aurora/internal/storage"
	"github.com/aurorabot/aurora/internal/storage/storagetest"
)

// breaks lets a use end in a panic.
func (p *process) breaks() {
	p.t.Helper()
	e := p.commits("panic.recovered", event.Critical, `{"ackMs":20}`)
	e.Command = "pay"
	p.Record([]event.Event{e})
}

func TestThisHourIsComparedWithThatOfYesterday(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		p := start(t, url, &clock{now: noon})
		if got := p.reads(history.Day).Yesterday; got != nil {
			t.Errorf("nothing ran, and yesterday is %+v", got)
		}
		p.uses(10)
		p.hears("command.failed", event.Error, `{"ackMs":200}`)
		p.breaks()
		p.hears("shard.zombie", event.Error, `{}`) // no command's
		p.beats(40)
		p.beats(80)
		p.idles(time.Minute)
		p.clock.advance(23*time.Hour + 45*time.Minute)
		p.saves()

		got := p.reads(history.Hour).Yesterday
		if got == nil || *got.CommandsPerMin != 3 || *got.ErrorRate != 2.0/3 {
			t.Fatalf("got %+v", got)
		}
		near(t, *got.AvgLatencyMs, 60)
		near(t, *got.AckP99, 200)
		if point := p.reads(history.Day).Points[0]; *point.Commands != 3 || *point.Failed != 2 {
			t.Errorf("got %d failed of %d", *point.Failed, *point.Commands)
		}
		p.clock.advance(time.Hour)
		if got := p.reads(history.Hour).Yesterday; got != nil {
			t.Errorf("an hour later: got %+v", got)
		}
	})
}

// TestFailuresFromBeforeTheyWereCountedAreNotZero has a database from the program before.
func TestFailuresFromBeforeTheyWereCountedAreNotZero(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		leaveAsBefore(t, url)
		p := start(t, url, &clock{now: noon.Add(24 * time.Hour)})
		line := p.reads(history.Day)
		if got := line.Yesterday; got == nil || *got.CommandsPerMin != 2 || got.ErrorRate != nil {
			t.Errorf("got %+v", got)
		}
		p.clock.advance(-24 * time.Hour)
		p.hears("command.failed", event.Error, `{}`)
		p.saves()
		if got := p.last(history.Day); *got.Commands != 21 || got.Failed != nil {
			t.Errorf("a bucket of both: got %v failed of %d", got.Failed, *got.Commands)
		}
	})
}

// leaveAsBefore makes a history without the last migration: twenty commands in ten
// minutes at noon.
func leaveAsBefore(t *testing.T, url string) {
	t.Helper()
	db, err := storage.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	log, err := journal.Open(t.Context(), db, &event.Bus{}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	if err := db.MigrateTo(t.Context(), "history", os.DirFS("migrations"), 1); err != nil {
		t.Fatal(err)
	}
	err = db.Write(t.Context(), func(tx *storage.Tx) error {
		if _, err := tx.Exec("INSERT INTO history_head (id, epoch, seq, batch) VALUES (1, ?, 0, '')", log.Epoch()); err != nil {
			return err
		}
		_, err := tx.Exec("INSERT INTO history_buckets (width_ms, start_ms, up_ms, events, commands, errors) VALUES (?, ?, ?, 20, 20, 1)",
			(15 * time.Minute).Milliseconds(), noon.UnixMilli(), (10 * time.Minute).Milliseconds())
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
