package history

import (
	"encoding/json"
	"time"

	"github.com/aurorabot/aurora/internal/event"
)

// resolutions are the widths of buckets, and of how many buckets the newest are kept:
// an hour, a day, and 90 days of running.
var resolutions = []resolution{
	{5 * time.Second, 720},
	{time.Minute, 24 * 60},
	{15 * time.Minute, 90 * 24 * 4},
}

type resolution struct {
	width time.Duration
	keep  int
}

// kept reports whether a bucket at the given age would not be deleted at once.
func (r resolution) kept(age time.Duration) bool { return age <= time.Duration(r.keep)*r.width }

// key names a bucket: its width and its beginning, in milliseconds, UTC.
type key struct{ width, start int64 }

func keyOf(width time.Duration, at time.Time) key {
	ms, w := at.UnixMilli(), width.Milliseconds()
	return key{width: w, start: ms - ms%w}
}

func (k key) begin() time.Time { return time.UnixMilli(k.start).UTC() }

func (k key) end() time.Time { return time.UnixMilli(k.start + k.width).UTC() }

// bucket is what happened in a span of time, or the part of it that is not stored yet.
type bucket struct {
	up       time.Duration // for how long Aurora was running
	events   int64
	commands int64
	errors   int64
	failed   int64  // of the commands
	partly   bool   // failed is not of all: a program that did not count them has added to the bucket
	latency  sketch // of heartbeats
	ack      sketch // of commands
}

// count adds an event.
func (b *bucket) count(e event.Event, ackMs *float64) error {
	b.events++
	if e.Severity == event.Error || e.Severity == event.Critical {
		b.errors++
	}
	if isCommand(e) {
		b.commands++
	}
	if isFailed(e) {
		b.failed++
	}
	if ackMs == nil {
		return nil
	}
	return b.ack.add(*ackMs)
}

// add makes two buckets one. What is added stays as it is.
func (b *bucket) add(other *bucket) error {
	b.up += other.up
	b.events += other.events
	b.commands += other.commands
	b.errors += other.errors
	b.failed += other.failed
	b.partly = b.partly || other.partly
	if err := b.latency.merge(other.latency); err != nil {
		return err
	}
	return b.ack.merge(other.ack)
}

// isCommand reports whether e is the end of a command's use; every use has one.
func isCommand(e event.Event) bool { return e.Type == "command.completed" || isFailed(e) }

// isFailed reports whether e is the end of a command that failed, or broke down.
func isFailed(e event.Event) bool {
	return e.Type == "command.failed" || e.Type == "panic.recovered" && e.Command != ""
}

// ackMs is how long Discord waited for the answer to a command; nil for other events.
func ackMs(e event.Event) *float64 {
	if !isCommand(e) {
		return nil
	}
	var timing struct {
		AckMs *float64 `json:"ackMs"`
	}
	_ = json.Unmarshal(e.Data, &timing) // an event without timing is counted all the same
	return timing.AckMs
}
