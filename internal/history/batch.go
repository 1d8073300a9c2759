package history

import (
	"crypto/rand"
	"time"

	"github.com/aurorabot/aurora/internal/event"
)

// batch is what has happened since the last one was stored, as additions to buckets of
// every width. Because a bucket is the sum of what was added to it, it does not matter
// how often the program was restarted in its midst.
type batch struct {
	name    string // of this one alone
	seq     uint64 // the last event in it
	facts   bool   // there is more in it than that Aurora was running
	buckets map[key]*bucket
}

func newBatch(seq uint64) *batch {
	return &batch{name: rand.Text(), seq: seq, buckets: make(map[key]*bucket)}
}

func (b *batch) bucket(k key) *bucket {
	if b.buckets[k] == nil {
		b.buckets[k] = &bucket{}
	}
	return b.buckets[k]
}

// each yields the bucket of at in every width that would still keep it.
func (b *batch) each(at, now time.Time, change func(*bucket) error) error {
	for _, r := range resolutions {
		if !r.kept(now.Sub(at)) {
			continue
		}
		if err := change(b.bucket(keyOf(r.width, at))); err != nil {
			return err
		}
	}
	return nil
}

func (b *batch) record(e event.Event, now time.Time) error {
	b.seq, b.facts = e.Seq, true
	ack := ackMs(e)
	return b.each(e.Time, now, func(to *bucket) error { return to.count(e, ack) })
}

func (b *batch) heartbeat(latency time.Duration, now time.Time) error {
	b.facts = true
	return b.each(now, now, func(to *bucket) error { return to.latency.add(event.Milliseconds(latency)) })
}

// ran notes that Aurora was running from one moment to another.
func (b *batch) ran(from, to time.Time) {
	for _, r := range resolutions {
		for at := from; at.Before(to); {
			k := keyOf(r.width, at)
			until := k.end()
			if until.After(to) {
				until = to
			}
			b.bucket(k).up += until.Sub(at)
			at = until
		}
	}
}

// addTo adds to buckets what the batch, which may be nil, has of those from first to last.
func (b *batch) addTo(buckets map[key]*bucket, first, last key) error {
	if b == nil {
		return nil
	}
	for k, added := range b.buckets {
		if k.width != first.width || k.start < first.start || k.start > last.start {
			continue
		}
		if buckets[k] == nil {
			buckets[k] = &bucket{}
		}
		if err := buckets[k].add(added); err != nil {
			return err
		}
	}
	return nil
}
