package dashboard

import (
	"encoding/json"
	"time"

	"github.com/aurorabot/aurora/internal/event"
)

// TraceSummary is one use of a command in a line, as the event that ended it has it.
// What that event does not tell is nil.
type TraceSummary struct {
	TraceID   string     `json:"traceId"`
	Seq       uint64     `json:"seq"` // of that event
	Time      time.Time  `json:"time"`
	Command   string     `json:"command"`
	TotalMs   *float64   `json:"totalMs"` // receipt to last answer
	AckMs     *float64   `json:"ackMs"`   // receipt to first answer
	Outcome   *string    `json:"outcome"` // completed or failed
	ErrorCode *string    `json:"errorCode"`
	User      *event.Ref `json:"user"`
	Guild     *event.Ref `json:"guild"`
	Shard     *int       `json:"shard"`
}

// Trace is all that was told under one trace id.
type Trace struct {
	TraceSummary
	TransitMs  *float64      `json:"transitMs"`  // from Discord to us, by two clocks
	DeadlineMs int           `json:"deadlineMs"` // of the first answer, from its making at Discord
	Deferred   *bool         `json:"deferred"`
	Spans      []Span        `json:"spans"`  // where the time went, in the order of their ends
	Events     []event.Event `json:"events"` // oldest first
}

// Span is a stretch of a trace's time, from its receipt on.
type Span struct {
	Name    string  `json:"name"`
	StartMs float64 `json:"startMs"`
	Ms      float64 `json:"ms"`
}

// SummaryOf reads the line of a use off the event that tells of it.
func SummaryOf(e event.Event) TraceSummary {
	s := TraceSummary{TraceID: e.TraceID, Seq: e.Seq, Time: e.Time, Command: e.Command, User: known(e.User), Guild: known(e.Guild), Shard: e.Shard}
	if !isUse(e) {
		return s
	}
	timing, outcome := timingOf(e), "completed"
	if isFailedUse(e) {
		code := errorCode(e, timing)
		outcome, s.ErrorCode = "failed", &code
	}
	s.TotalMs, s.AckMs, s.Outcome = timing.TotalMs, timing.AckMs, &outcome
	return s
}

// known is nil for nobody.
func known(r event.Ref) *event.Ref {
	if r.ID == 0 {
		return nil
	}
	return &r
}

// TraceOf puts together what events of one trace, oldest first and at least one, tell.
// Of a use that has not ended, or of what is no use, the first one gives the names.
func TraceOf(events []event.Event) Trace {
	last := events[0]
	for _, e := range events {
		if isUse(e) {
			last = e
		}
	}
	t := Trace{TraceSummary: SummaryOf(last), DeadlineMs: deadlineMs, Spans: []Span{}, Events: events}
	var told struct {
		TransitMs *float64 `json:"transitMs"`
		Deferred  *bool    `json:"deferred"`
		Spans     []Span   `json:"spans"`
	}
	if json.Unmarshal(last.Data, &told) == nil && isUse(last) {
		t.TransitMs, t.Deferred, t.Spans = told.TransitMs, told.Deferred, append(t.Spans, told.Spans...)
	}
	return t
}
