package web

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
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

// reserved are the first words of the types that the rooms of this program tell.
var reserved = []string{"economy", "command", "shard", "gateway", "rest", "guild", "system", "admin", "alert", "panic"}

// eventFields takes an event's fields one by one. The first problem is kept.
type eventFields struct {
	body  *document
	at    string // what stands before a field's name in a refusal
	event event.Event
	err   error
}

// readEvent reads an event by exact names and JSON types. A source that comes along
// is passed over: whose event it is, the key says.
// at stands before a field in a refusal.
func readEvent(body *document, source, at string) (event.Event, error) {
	f := &eventFields{body: body, at: at, event: event.Event{Source: source}}
	if body.next() != '{' {
		body.skip()
		return event.Event{}, (&problem{wrongType, "an event must be an object"}).refusal(strings.TrimSuffix(at, "."))
	}
	body.object(f.field)
	f.require("type", f.event.Type)
	f.require("severity", string(f.event.Severity))
	f.require("title", f.event.Title)
	return f.event, f.err
}

// field takes the value of a field.
func (f *eventFields) field(name []byte) {
	e := &f.event
	switch string(name) {
	case "type":
		e.Type = f.kind()
	case "severity":
		e.Severity = f.severity()
	case "title":
		e.Title = f.text("title", 1, event.MaxTitle)
	case "message":
		e.Message = f.text("message", 0, event.MaxMessage)
	case "guild":
		e.Guild = f.ref("guild")
	case "user":
		e.User = f.ref("user")
	case "command":
		e.Command = f.text("command", 0, maxCommand)
	case "traceId":
		e.TraceID = f.text("traceId", 0, maxTrace)
	case "durationMs":
		e.DurationMs = f.duration()
	case "data":
		e.Data = f.data()
	case "source":
		f.body.skip()
	default:
		f.unknown(name, "type, severity, title, message, guild, user, command, traceId, durationMs, data, source")
	}
}

func (f *eventFields) refuse(field, code, message string) {
	if f.err == nil {
		f.err = (&problem{code, field + " " + message}).refusal(f.at + field)
	}
}

func (f *eventFields) unknown(name []byte, known string) {
	f.refuse(fmt.Sprintf("%.32s", name), unknownField, "is not known here; known are "+known)
	f.body.skip()
}

// require refuses an event without a field: one that is empty was refused before.
func (f *eventFields) require(name, value string) {
	if value == "" {
		f.refuse(name, wrongType, "must be a string")
	}
}

// text is a string of least to most characters.
func (f *eventFields) text(name string, least, most int) string {
	if f.body.next() != '"' {
		f.refuse(name, wrongType, "must be a string")
		f.body.skip()
		return ""
	}
	text := f.body.string()
	if n := utf8.RuneCount(text); n < least || n > most {
		f.refuse(name, outOfRange, fmt.Sprintf("must have %d to %d characters", max(least, 1), most))
		return ""
	}
	return string(text)
}

// kind is the event's type: words of a-z, 0-9 and _, with dots between them.
func (f *eventFields) kind() string {
	kind := f.text("type", 1, maxType)
	if !isDotted(kind) {
		f.refuse("type", outOfRange, "must be words of a-z, 0-9 and _ with dots between them, such as backup.finished")
	}
	room, _, _ := strings.Cut(kind, ".")
	if slices.Contains(reserved, room) {
		f.refuse("type", "reserved_type", "must not begin with "+room+". which is told by this program alone")
	}
	return kind
}

func isDotted(kind string) bool {
	for word := range strings.SplitSeq(kind, ".") {
		if word == "" || strings.Trim(word, "abcdefghijklmnopqrstuvwxyz0123456789_") != "" {
			return false
		}
	}
	return true
}

func (f *eventFields) severity() event.Severity {
	severity := event.Severity(f.text("severity", 1, 16))
	if !severity.Known() {
		f.refuse("severity", outOfRange, "must be debug, info, notice, warn, error or critical")
	}
	return severity
}

// ref is a guild or a user, {"id","name"}.
func (f *eventFields) ref(name string) event.Ref {
	if f.body.next() != '{' {
		f.refuse(name, wrongType, `must be an object, {"id":"…","name":"…"}`)
		f.body.skip()
		return event.Ref{}
	}
	var ref event.Ref
	id := ""
	inner := &eventFields{body: f.body, at: f.at + name + "."}
	f.body.object(func(field []byte) {
		switch string(field) {
		case "id":
			id = inner.text("id", 1, 20)
		case "name":
			ref.Name = inner.text("name", 0, maxName)
		default:
			inner.unknown(field, "id, name")
		}
	})
	inner.require("id", id)
	var err error
	if ref.ID, err = snowflake.Parse(id); err != nil || ref.ID == 0 {
		inner.refuse("id", outOfRange, "must be a Discord id in a string")
	}
	if f.err == nil {
		f.err = inner.err
	}
	return ref
}

// duration is in milliseconds.
func (f *eventFields) duration() float64 {
	if c := f.body.next(); c != '-' && (c < '0' || c > '9') {
		f.refuse("durationMs", wrongType, "must be a number of milliseconds")
		f.body.skip()
		return 0
	}
	ms, err := strconv.ParseFloat(string(f.body.number()), 64)
	if err != nil || !(ms >= 0 && ms <= math.MaxInt32) {
		f.refuse("durationMs", outOfRange, "must be 0 to 2147483647 milliseconds")
	}
	return ms
}

// data is an object of the caller's own, kept as it is written but for spaces.
func (f *eventFields) data() json.RawMessage {
	if f.body.next() != '{' {
		f.refuse("data", wrongType, "must be an object")
		f.body.skip()
		return nil
	}
	blanks := f.body.blanks
	data := f.body.skip()
	if f.body.blanks > blanks && f.body.wrong == nil {
		var compact bytes.Buffer
		_ = json.Compact(&compact, data) // which fails only on what is no JSON
		data = compact.Bytes()
	}
	if len(data) > event.MaxData {
		f.refuse("data", outOfRange, fmt.Sprintf("must have at most %d bytes", event.MaxData))
		return nil
	}
	return bytes.Clone(data) // the event lives longer than the request's body
}
