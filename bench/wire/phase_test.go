//go:build linux

package main

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// beganPhase is a phase with so many clients that has posted some events.
func beganPhase(p pace, clients int, posted int64) *phase {
	c := &crowd{server: &server{name: "test"}, clients: make([]*client, clients)}
	return &phase{pace: p, crowd: c, began: 1_000, ends: 1 << 62, posted: posted}
}

func TestLastClientEndsAnEvent(t *testing.T) {
	p := beganPhase(pace{inFlight: 1}, 3, 1)
	p.delivered(2_000, 3_000)
	p.delivered(2_000, 4_000)
	if p.due() {
		t.Error("the next event is due while one client has not got this one")
	}
	p.delivered(2_000, 9_000)
	if !p.due() {
		t.Error("no event is due though everybody has the last one")
	}
	if diff := cmp.Diff([]time.Duration{7_000}, p.spreads); diff != "" {
		t.Error(diff)
	}
}

func TestSoManyEventsAreOnTheirWay(t *testing.T) {
	p := beganPhase(pace{inFlight: 64}, 2, 63)
	if !p.due() {
		t.Error("the 64th event is not due")
	}
	p.posted++
	p.delivered(2_000, 3_000)
	if p.due() {
		t.Error("a 65th event is due while one client lacks the first")
	}
	p.delivered(2_000, 3_000)
	if !p.due() {
		t.Error("no event is due though everybody has the first")
	}
}

func TestWhatIsMissingIsCountedAndWhatIsLateIsNot(t *testing.T) {
	p := beganPhase(pace{phase: paced}, 2, 3)
	for range 5 {
		p.delivered(2_000, 2_500)
	}
	p.delivered(999, 2_600) // posted before the phase began
	r := p.reading(work{server: time.Millisecond, wall: time.Second})
	if r.Delivered != 5 || r.Lost != 1 || r.LatencyMedian != 0.5 || r.ProcessorPerDelivery != 200 {
		t.Errorf("got %+v, want 5 delivered, 1 lost, 0.5 µs, 200 µs of work", r)
	}
}

func TestOnlyEventsOfAMeasurementCount(t *testing.T) {
	p := beganPhase(pace{phase: paced}, 1, 1)
	c := p.crowd
	event := fmt.Sprintf(`{"type":"NEW_EVENT","data":{"sentNs":"%d"}}`, now())
	c.message([]byte(event))
	c.phase, c.readAt = p, now()
	for _, payload := range []string{
		`{"type":"STATS_UPDATE","data":{}}`,
		`{"type":"NEW_EVENT","data":{"type":"shard.ready"}}`,
		`{"type":"NEW_EVENT","data":{"sentNs":"123"}}`,
		"",
	} {
		c.message([]byte(payload))
	}
	if p.arrived != 0 {
		t.Fatalf("got %d, want none", p.arrived)
	}
	c.message([]byte(event))
	c.message([]byte(`42["event",` + event + `]`)) // elsewhere than the last time
	if p.arrived != 2 {
		t.Errorf("got %d, want 2", p.arrived)
	}
}
