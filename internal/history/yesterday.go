package history

import (
	"context"
	"time"
)

// Hourly is an hour in figures, to compare this moment with. What was not measured is
// nil.
type Hourly struct {
	AvgLatencyMs   *float64 `json:"avgLatencyMs"` // of heartbeats, all shards together
	CommandsPerMin *float64 `json:"commandsPerMin"`
	ErrorRate      *float64 `json:"errorRate"` // a ratio: of commands that have failed
	AckP99         *float64 `json:"ackP99"`    // ms
}

// The hour of yesterday is that around the same time, in whole buckets.
const (
	quarter  = 15 * time.Minute
	quarters = 4
)

// yesterday sums up the hour around this time yesterday; nil where Aurora was not
// running. The caller holds storing.
func (h *History) yesterday(ctx context.Context, now time.Time) (*Hourly, error) {
	first := keyOf(quarter, now.Add(-24*time.Hour-quarters*quarter/2).Round(quarter))
	last := key{first.width, first.start + (quarters-1)*first.width}
	buckets, err := h.storedBuckets(ctx, first, last)
	if err != nil {
		return nil, err
	}
	var sum bucket
	for _, b := range buckets {
		if err := sum.add(b); err != nil {
			return nil, err
		}
	}
	return sum.hourly(), nil
}

func (b *bucket) hourly() *Hourly {
	if b.up <= 0 {
		return nil
	}
	perMin := hundredth(float64(b.commands) / b.up.Minutes())
	told := &Hourly{AvgLatencyMs: b.latency.mean(), CommandsPerMin: &perMin, AckP99: b.ack.percentile(99)}
	if b.commands > 0 && !b.partly {
		rate := float64(b.failed) / float64(b.commands)
		told.ErrorRate = &rate
	}
	return told
}
