// Package event holds what Aurora tells: facts that are written down ([Event]),
// readings that are not ([Measure]), and the [Bus] that carries the facts to
// whoever is listening in this process.
//
// It stores nothing: the journal numbers events, keeps them, and alone publishes
// them, after their commit.
package event

import (
	"encoding/json"
	"time"
	"unicode/utf8"

	"github.com/aurorabot/aurora/internal/snowflake"
)

// Severity says how much a fact matters to an operator.
type Severity string

// The severities, mildest first.
const (
	Debug    Severity = "debug"
	Info     Severity = "info"
	Notice   Severity = "notice"
	Warn     Severity = "warn"
	Error    Severity = "error"
	Critical Severity = "critical"
)

// Known reports whether s is one of the severities above.
func (s Severity) Known() bool {
	switch s {
	case Debug, Info, Notice, Warn, Error, Critical:
		return true
	}
	return false
}

// Ref names a guild or a member as it was called when the event happened.
type Ref struct {
	ID   snowflake.ID `json:"id"`
	Name string       `json:"name"`
}

// Limits of an event's texts in characters, and of its data in bytes.
const (
	MaxTitle   = 80
	MaxMessage = 280
	MaxData    = 4 << 10
)

// Event is one fact, in the past tense. Its JSON form is the one on the wire and
// in the journal. Seq, Epoch and, if it is zero, Time are set by the journal.
type Event struct {
	Seq           uint64          `json:"seq"`
	Epoch         string          `json:"epoch"`
	Time          time.Time       `json:"time"`
	Type          string          `json:"type"`
	Severity      Severity        `json:"severity"`
	Source        string          `json:"source"`
	Title         string          `json:"title"`
	Message       string          `json:"message,omitzero"`
	Guild         Ref             `json:"guild,omitzero"`
	User          Ref             `json:"user,omitzero"`
	Shard         *int            `json:"shard,omitzero"`
	Command       string          `json:"command,omitzero"`
	InteractionID snowflake.ID    `json:"interactionId,omitzero"`
	TraceID       string          `json:"traceId,omitzero"`
	DurationMs    float64         `json:"durationMs,omitzero"`
	Data          json.RawMessage `json:"data,omitzero"`
}

// Clip returns s cut to at most limit characters, the last of them an ellipsis
// where something was cut.
func Clip(s string, limit int) string {
	if utf8.RuneCountInString(s) <= limit {
		return s
	}
	return string([]rune(s)[:limit-1]) + "…"
}

// Milliseconds is d as the wire carries durations: milliseconds, to the tenth.
func Milliseconds(d time.Duration) float64 {
	return float64(d.Round(100*time.Microsecond).Microseconds()) / 1000
}

// Object is an event's data. The fields given have to be such as JSON can carry.
func Object(fields map[string]any) json.RawMessage {
	text, err := json.Marshal(fields)
	if err != nil {
		panic(err)
	}
	return text
}
