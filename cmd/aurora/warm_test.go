package main

import (
	"encoding/json"
	"log/slog"
	"testing"
	"time"

	"github.com/aurorabot/aurora/internal/dashboard"
	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/journal"
	"github.com/aurorabot/aurora/internal/storage"
	"github.com/aurorabot/aurora/internal/storage/storagetest"
)

// TestTheFiguresKnowTheirDayAfterARestart puts what a day is counted by behind more
// events than are read again.
func TestTheFiguresKnowTheirDayAfterARestart(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		db, err := storage.Open(t.Context(), url)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		log, err := journal.Open(t.Context(), db, &event.Bus{}, slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		shard, now := 0, time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
		told := func(kind, command string) event.Event {
			return event.Event{
				Time: now.Add(-time.Hour), Type: kind, Severity: event.Info, Source: "test", Title: "It happened", Shard: &shard,
				Command: command, Data: json.RawMessage(`{"totalMs":5}`),
			}
		}
		events := []event.Event{
			told("shard.resumed", ""), told("shard.reidentified", ""), told("system.backup.completed", ""),
			told("command.completed", "pay"), told("panic.recovered", "pay"), told("panic.recovered", ""),
		}
		for range lastEvents - 1 {
			events = append(events, told("test.happened", ""))
		}
		events = append(events, told("command.completed", "daily"))
		if err := log.RecordAll(t.Context(), events); err != nil {
			t.Fatal(err)
		}

		recorder := dashboard.NewRecorder(dashboard.Config{Now: func() time.Time { return now }, Build: dashboard.Build{StartedAt: now}, Storage: db})
		last, err := warm(t.Context(), recorder, log, now)
		if err != nil || last != uint64(len(events)) {
			t.Fatalf("got %d, %v", last, err)
		}
		recorder.Observe(event.ShardChanged{Shard: 0, Total: 1, State: event.ShardReady})
		stats := recorder.Stats()
		if g := stats.Gateway; *g.Resumes24h != 1 || *g.Reidentifies24h != 1 || *g.InvalidSessions24h != 1 {
			t.Errorf("got %d resumed, %d new, %d invalid sessions, want 1 each", *g.Resumes24h, *g.Reidentifies24h, *g.InvalidSessions24h)
		}
		if stats.Runtime.DB.LastBackupAt == nil {
			t.Error("the last backup is forgotten")
		}
		if stats.CommandsToday != 3 {
			t.Errorf("got %d commands today, want 3", stats.CommandsToday)
		}
		for _, command := range recorder.CommandPage().Commands {
			if want := map[string]int{"pay": 2, "daily": 1}[command.Name]; command.CallsToday != want {
				t.Errorf("got %d of /%s today, want %d", command.CallsToday, command.Name, want)
			}
		}
	})
}
