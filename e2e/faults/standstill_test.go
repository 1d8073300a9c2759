package faults_test

import (
	"context"
	"sync/atomic"
	"time"
)

const (
	pulse = 20 * time.Millisecond
	// tooStill is a standstill after which nobody can be blamed for having been late: the
	// bot leaves a second for the way of an answer.
	tooStill = 500 * time.Millisecond
)

// standstill is for how long at most the machine let nothing run, in nanoseconds. Where
// many share one, it is seconds at times.
type standstill struct{ longest atomic.Int64 }

// watch measures until ctx ends.
func (s *standstill) watch(ctx context.Context) {
	tick := time.NewTicker(pulse)
	defer tick.Stop()
	for last := time.Now(); ; {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		now := time.Now()
		s.longest.Store(max(s.longest.Load(), int64(now.Sub(last)-pulse)))
		last = now
	}
}

// excuses says whether it explains that a rule was broken: a deadline that was missed,
// or an answer after that, by a bot which could not know it.
func (s *standstill) excuses(rule string) bool {
	return (rule == "deadline_missed" || rule == "unknown_webhook") && time.Duration(s.longest.Load()) > tooStill
}
