package web

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/snowflake"
)

// Limits of what another program may tell, in bytes.
const (
	maxType    = 64
	maxCommand = 32
	maxTrace   = 64
	maxName    = 100 // Discord's for a guild's name, in characters
)

// reserved are the beginnings of the types that the rooms of this program tell.
var reserved = []string{"economy.", "command.", "shard.", "gateway.", "rest.", "guild.", "system.", "admin.", "alert."}

// eventFields takes an event's fields one by one. The first problem is kept.
type eventFields struct {
	fields map[string]any
	at     string // what stands before a field's name in a refusal
	err    error
}

// parseEvent reads an event by exact names and JSON types. A source that comes along
// is passed over: whose event it is, the key says.
func parseEvent(value any, source, at string) (event.Event, error) {
	fields, ok := value.(map[string]any)
	if !ok {
		return event.Event{}, (&problem{wrongType, "an event must be an object"}).refusal(strings.TrimSuffix(at, "."))
	}
	f := &eventFields{fields: fields, at: at}
	f.known("type", "severity", "title", "message", "guild", "user", "command", "traceId", "durationMs", "data", "source")
	e := event.Event{
		Source:   source,
		Type:     f.kind(),
		Severity: f.severity(),
		Title:    f.text("title", 1, event.MaxTitle),
		Message:  f.text("message", 0, event.MaxMessage),
		Guild:    f.ref("guild"),
		User:     f.ref("user"),
		Command:  f.text("command", 0, maxCommand),
		TraceID:  f.text("traceId", 0, maxTrace),
		Data:     f.data(),
	}
	e.DurationMs = f.duration()
	return e, f.err
}

func (f *eventFields) refuse(field, code, message string) {
	if f.err == nil {
		f.err = (&problem{code, field + " " + message}).refusal(f.at + field)
	}
}

func (f *eventFields) known(names ...string) {
	for name := range f.fields {
		if !slices.Contains(names, name) {
			f.refuse(fmt.Sprintf("%.32s", name), unknownField, "is not a field of an event; known are "+strings.Join(names, ", "))
		}
	}
}

// text is a string of least to most characters.
func (f *eventFields) text(name string, least, most int) string {
	value, given := f.fields[name]
	if !given && least == 0 {
		return ""
	}
	text, ok := value.(string)
	switch n := utf8.RuneCountInString(text); {
	case !ok:
		f.refuse(name, wrongType, "must be a string")
	case n < least || n > most:
		f.refuse(name, outOfRange, fmt.Sprintf("must have %d to %d characters", max(least, 1), most))
	}
	return text
}

// kind is the event's type: words of a-z, 0-9 and _, with dots between them.
func (f *eventFields) kind() string {
	kind := f.text("type", 1, maxType)
	for word := range strings.SplitSeq(kind, ".") {
		if word == "" || strings.Trim(word, "abcdefghijklmnopqrstuvwxyz0123456789_") != "" {
			f.refuse("type", outOfRange, "must be words of a-z, 0-9 and _ with dots between them, such as backup.finished")
		}
	}
	for _, beginning := range reserved {
		if strings.HasPrefix(kind+".", beginning) {
			f.refuse("type", "reserved_type", "must not begin with "+beginning+" which is told by this program alone")
		}
	}
	return kind
}

func (f *eventFields) severity() event.Severity {
	severity := event.Severity(f.text("severity", 1, 16))
	if !severity.Known() {
		f.refuse("severity", outOfRange, "must be debug, info, notice, warn, error or critical")
	}
	return severity
}

// ref is a guild or a user, {"id","name"}.
func (f *eventFields) ref(name string) (ref event.Ref) {
	value, given := f.fields[name]
	if !given {
		return ref
	}
	fields, ok := value.(map[string]any)
	if !ok {
		f.refuse(name, wrongType, `must be an object, {"id":"…","name":"…"}`)
		return ref
	}
	inner := &eventFields{fields: fields, at: f.at + name + "."}
	inner.known("id", "name")
	id, err := snowflake.Parse(inner.text("id", 1, 20))
	if err != nil || id == 0 {
		inner.refuse("id", outOfRange, "must be a Discord id in a string")
	}
	ref = event.Ref{ID: id, Name: inner.text("name", 0, maxName)}
	if f.err == nil {
		f.err = inner.err
	}
	return ref
}

// duration is in milliseconds.
func (f *eventFields) duration() float64 {
	value, given := f.fields["durationMs"]
	if !given {
		return 0
	}
	number, ok := value.(json.Number)
	if !ok {
		f.refuse("durationMs", wrongType, "must be a number of milliseconds")
		return 0
	}
	ms, err := number.Float64()
	if err != nil || !(ms >= 0 && ms <= math.MaxInt32) {
		f.refuse("durationMs", outOfRange, "must be 0 to 2147483647 milliseconds")
	}
	return ms
}

// data is an object of the caller's own.
func (f *eventFields) data() json.RawMessage {
	value, given := f.fields["data"]
	if !given {
		return nil
	}
	if _, ok := value.(map[string]any); !ok {
		f.refuse("data", wrongType, "must be an object")
		return nil
	}
	text, err := json.Marshal(value)
	if err != nil || len(text) > event.MaxData {
		f.refuse("data", outOfRange, fmt.Sprintf("must have at most %d bytes", event.MaxData))
	}
	return text
}
