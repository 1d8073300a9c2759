package history

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/aurorabot/aurora/internal/event"
)

// BenchmarkRecord is what the use of a command costs to count.
func BenchmarkRecord(b *testing.B) {
	h := &History{cfg: Config{Now: time.Now}, pending: newBatch(0)}
	page := []event.Event{{Type: "command.completed", Time: time.Now(), Data: json.RawMessage(`{"ackMs":5.2,"totalMs":5.2,"spans":[{"name":"queue","ms":0.1}]}`)}}
	b.ReportAllocs()
	for b.Loop() {
		page[0].Seq++
		h.Record(page)
	}
}

// BenchmarkSave is what five busy seconds cost to store, without the disk.
func BenchmarkSave(b *testing.B) {
	h, _ := open(b, "sqlite::memory:")
	seq := uint64(0)
	b.ReportAllocs()
	for b.Loop() {
		seq++
		h.Record([]event.Event{{Seq: seq, Type: "command.completed", Time: time.Now(), Data: json.RawMessage(`{"ackMs":5.2}`)}})
		h.Observe(event.HeartbeatAcked{Latency: 42 * time.Millisecond})
		if err := h.Save(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkRead reads a whole day of buckets with a thousand readings each.
func BenchmarkRead(b *testing.B) {
	h, _ := open(b, "sqlite::memory:")
	now := time.Now()
	for n := range 96 * 1000 {
		at := now.Add(-time.Duration(n/1000) * 15 * time.Minute)
		if err := h.pending.heartbeat(time.Duration(n%500+20)*time.Millisecond, at); err != nil {
			b.Fatal(err)
		}
	}
	if err := h.Save(b.Context()); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := h.Read(b.Context(), Day); err != nil {
			b.Fatal(err)
		}
	}
}
