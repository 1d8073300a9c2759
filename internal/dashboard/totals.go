package dashboard

import (
	"maps"

	"github.com/aurorabot/aurora/internal/event"
)

// Totals count what has happened since this process began: what was before, and only
// read from the log at the start, is not among it. They are a value.
type Totals struct {
	Events    map[event.Severity]uint64
	Completed uint64         // uses of commands that were answered, with a refusal or otherwise
	Failed    uint64         // … that were not, or not as they should
	REST      map[int]uint64 // requests to Discord, by the answer's status; 0: there was none
	Resumed   uint64         // sessions of shards
	Begun     uint64         // … that could not be resumed, so that another began
}

func newTotals() Totals {
	return Totals{Events: make(map[event.Severity]uint64), REST: make(map[int]uint64)}
}

func (t *Totals) count(e event.Event) {
	t.Events[e.Severity]++
	switch {
	case e.Type == "command.completed":
		t.Completed++
	case isFailedUse(e):
		t.Failed++
	case e.Type == "shard.resumed":
		t.Resumed++
	case e.Type == "shard.reidentified":
		t.Begun++
	}
}

// Totals are the counts of now.
func (r *Recorder) Totals() Totals {
	r.mu.Lock()
	defer r.mu.Unlock()
	totals := r.totals
	totals.Events, totals.REST = maps.Clone(totals.Events), maps.Clone(totals.REST)
	return totals
}

// follow counts what has just happened.
func (r *Recorder) follow(events []event.Event) {
	now := r.cfg.Now()
	for _, e := range events {
		r.RecordEvent(e)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.bus.arrived(events, now)
	for _, e := range events {
		r.totals.count(e)
	}
}
