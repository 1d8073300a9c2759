package discord

import (
	"log/slog"
	"testing"

	"github.com/aurorabot/aurora/internal/event"
)

func TestAFullRecorderDropsDebugAndCountsTheRest(t *testing.T) {
	notes := &notebook{hold: make(chan struct{})}
	r := newRecorder(notes, slog.New(slog.DiscardHandler))
	for range maxUnrecorded {
		r.record(event.Event{Type: "fits", Severity: event.Debug})
	}
	for range 5 {
		r.record(event.Event{Type: "dropped", Severity: event.Debug})
		r.record(event.Event{Type: "shard.zombie", Severity: event.Error, Message: "shard 1"})
	}
	close(notes.hold)
	r.start(t.Context()).finish()
	if n := len(notes.events); n != maxUnrecorded+2 {
		t.Fatalf("%d events were recorded, want %d", n, maxUnrecorded+2)
	}
	told := map[string]string{}
	for _, e := range notes.events {
		told[e.Type] = e.Message
	}
	if got, want := told["shard.zombie"], "shard 1 (and 4 more of this type)"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := told["system.events.dropped"], "5 debug events were more than could be recorded"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestAnEventThatCannotBeRecordedCostsNoOther(t *testing.T) {
	notes := &notebook{}
	r := newRecorder(notes, slog.New(slog.DiscardHandler))
	for _, kind := range []string{"a", "", "b"} {
		r.record(event.Event{Type: kind})
	}
	r.start(t.Context()).finish()
	if notes.types() != "a b" {
		t.Errorf("recorded %s, want a b", notes.types())
	}
}
