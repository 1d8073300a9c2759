package history

import (
	"context"
	"fmt"
	"math"
	"time"
)

// Range is how far back a timeline reaches.
type Range string

// The ranges.
const (
	QuarterHour Range = "15m" // in buckets of 5 seconds
	Hour        Range = "1h"  // of a minute
	Day         Range = "24h" // of 15 minutes
)

// spans are the width of a range's buckets, and their number.
var spans = map[Range]struct {
	width  time.Duration
	points int
}{
	QuarterHour: {5 * time.Second, 180},
	Hour:        {time.Minute, 60},
	Day:         {15 * time.Minute, 96},
}

// Known reports whether r is one of the ranges above.
func (r Range) Known() bool {
	_, known := spans[r]
	return known
}

// Timeline is a range of the past up to now, one point for each bucket, oldest first.
type Timeline struct {
	Range   Range     `json:"range"`
	WidthMs int64     `json:"widthMs"`
	From    time.Time `json:"from"`
	To      time.Time `json:"to"` // the end of the bucket that is being filled
	Epoch   string    `json:"epoch"`
	Points  []Point   `json:"points"`

	Yesterday *Hourly `json:"yesterday"` // nil where Aurora was not running then
}

// Point is one bucket. Its counts are nil where Aurora was not running and so nobody
// counted; its percentiles, in milliseconds, where nothing was measured.
type Point struct {
	T            time.Time `json:"t"`  // its beginning
	Up           float64   `json:"up"` // for which part of the bucket, so far, Aurora was running
	Events       *int64    `json:"events"`
	Commands     *int64    `json:"commands"` // that were completed or have failed
	Failed       *int64    `json:"failed"`   // of these; nil also for buckets from before it was counted
	Errors       *int64    `json:"errors"`   // events of the severity error or critical, command.failed among them
	LatencyP50Ms *float64  `json:"latencyP50Ms"`
	LatencyP95Ms *float64  `json:"latencyP95Ms"` // of the gateway's heartbeats, all shards together
	AckP50Ms     *float64  `json:"ackP50Ms"`
	AckP95Ms     *float64  `json:"ackP95Ms"` // from a command's arrival to its answer
}

// Read returns what happened in a range, to the last event that was recorded.
func (h *History) Read(ctx context.Context, r Range) (Timeline, error) {
	span, known := spans[r]
	if !known {
		return Timeline{}, fmt.Errorf("history: there is no range %q", r)
	}
	h.storing.RLock()
	defer h.storing.RUnlock()
	now := h.cfg.Now()
	last := keyOf(span.width, now)
	first := key{last.width, last.start - int64(span.points-1)*last.width}
	buckets, err := h.stretch(ctx, first, last)
	if err != nil {
		return Timeline{}, fmt.Errorf("read history: %w", err)
	}
	yesterday, err := h.yesterday(ctx, now)
	if err != nil {
		return Timeline{}, fmt.Errorf("read history: %w", err)
	}
	t := Timeline{Yesterday: yesterday, Range: r, WidthMs: last.width, From: first.begin(), To: last.end(), Epoch: h.cfg.Epoch}
	for k := first; k.start <= last.start; k.start += k.width {
		t.Points = append(t.Points, pointOf(k, buckets[k], now))
	}
	return t, nil
}

// stretch is what is known of the buckets from first to last: what is stored, and what
// is not yet.
func (h *History) stretch(ctx context.Context, first, last key) (map[key]*bucket, error) {
	buckets, err := h.storedBuckets(ctx, first, last)
	if err != nil {
		return nil, err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.mark()
	for _, b := range []*batch{h.failed, h.pending} {
		if err := b.addTo(buckets, first, last); err != nil {
			return nil, err
		}
	}
	if buckets[last] == nil {
		buckets[last] = &bucket{} // whoever asks now finds Aurora running
	}
	return buckets, nil
}

func (h *History) storedBuckets(ctx context.Context, first, last key) (map[key]*bucket, error) {
	rows, err := h.cfg.DB.Query(ctx, "SELECT start_ms, "+bucketColumns+" FROM history_buckets WHERE width_ms = ? AND start_ms BETWEEN ? AND ?",
		first.width, first.start, last.start)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	buckets := make(map[key]*bucket)
	for rows.Next() {
		k, row := key{width: first.width}, bucketRow{}
		if err := rows.Scan(append([]any{&k.start}, row.columns()...)...); err != nil {
			return nil, err
		}
		if buckets[k], err = row.bucket(); err != nil {
			return nil, err
		}
	}
	return buckets, rows.Err()
}

// pointOf is the point of a bucket, nil where nothing is known of it.
func pointOf(k key, b *bucket, now time.Time) Point {
	p := Point{T: k.begin()}
	if b == nil {
		return p
	}
	p.Events, p.Commands, p.Errors = &b.events, &b.commands, &b.errors
	if !b.partly {
		p.Failed = &b.failed
	}
	p.LatencyP50Ms, p.LatencyP95Ms = b.latency.percentile(50), b.latency.percentile(95)
	p.AckP50Ms, p.AckP95Ms = b.ack.percentile(50), b.ack.percentile(95)
	if so := min(now.Sub(k.begin()), k.end().Sub(k.begin())); so > 0 {
		p.Up = min(math.Round(1000*b.up.Seconds()/so.Seconds())/1000, 1)
	}
	return p
}
