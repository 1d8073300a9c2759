package main

import (
	"context"
	"time"

	"github.com/aurorabot/aurora/internal/journal"
)

// retentionOptions say which events are kept.
type retentionOptions struct {
	age    time.Duration
	events int
}

func (o *retentionOptions) define(s *settings) {
	s.DurationVar(&o.age, "retention", 90*24*time.Hour, "how long events are kept; 0 = without limit of time")
	s.IntVar(&o.events, "retention-events", 5_000_000, "how many events are kept at most; 0 = without limit of number")
}

// shortestRetention lets a browser that was away, or an operator after a bad night,
// still find what happened; and fewestEvents what a socket may ask to be sent again.
const (
	shortestRetention = time.Hour
	fewestEvents      = 10_000
)

func (o *retentionOptions) check() error {
	if o.age != 0 && o.age < shortestRetention {
		return usageError("--retention must be 0 or at least 1h")
	}
	if o.events != 0 && o.events < fewestEvents {
		return usageError("--retention-events must be 0 or at least 10000")
	}
	return nil
}

// keep is the part of the program that keeps the log searchable and within limits.
func (o *retentionOptions) keep(log *journal.Journal) func(context.Context) error {
	return func(ctx context.Context) error {
		return log.Keep(ctx, journal.Retention{Age: o.age, Events: uint64(o.events)})
	}
}
