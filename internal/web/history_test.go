package web

import (
	"encoding/json"
	"log/slog"
	"testing"
	"time"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/history"
	"github.com/aurorabot/aurora/internal/storage"
)

// TestGoldenHistory keeps an answer to GET /api/history beside the frames: before 11:59
// nothing ran, until noon nothing happened, and then a little.
func TestGoldenHistory(t *testing.T) {
	db, err := storage.Open(t.Context(), "sqlite::memory:")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	now := noon.Add(-time.Minute)
	past, err := history.Open(t.Context(), history.Config{
		DB: db, Epoch: "TSWVL5CPRSY5RBRJHAYNEDL6O6", Now: func() time.Time { return now }, Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	now = noon
	if err := past.Save(t.Context()); err != nil {
		t.Fatal(err)
	}
	completed, failed := goldenEvent(1), goldenEvent(2)
	completed.Type, completed.Data = "command.completed", json.RawMessage(`{"ackMs":12.4,"totalMs":12.4}`)
	failed.Type, failed.Severity, failed.Data = "command.failed", event.Error, json.RawMessage(`{"ackMs":250,"totalMs":250}`)
	past.Record([]event.Event{completed, failed, goldenEvent(3)})
	past.Observe(event.HeartbeatAcked{Latency: 42 * time.Millisecond})
	past.Observe(event.HeartbeatAcked{Latency: 90 * time.Millisecond})
	now = noon.Add(3 * time.Second)
	line, err := past.Read(t.Context(), history.Hour)
	if err != nil {
		t.Fatal(err)
	}
	line.Points = line.Points[len(line.Points)-3:] // of sixty, each in its own way
	latency, perMin, rate, ack := 41.5, 3.25, .01, 240.5
	line.Yesterday = &history.Hourly{AvgLatencyMs: &latency, CommandsPerMin: &perMin, ErrorRate: &rate, AckP99: &ack}
	started := event.Event{Seq: 1, Time: noon.Add(-time.Minute), Type: "system.started", Title: "Aurora started", Message: "version 1.0.0"}
	before := event.Event{Seq: 0, Time: noon.Add(-2 * time.Hour)}
	payload, err := json.Marshal(timeline{line, markersSince(line.From, []event.Event{started, before})})
	if err != nil {
		t.Fatal(err)
	}
	compareGolden(t, "history", payload)
}
