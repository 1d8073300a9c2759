package dashboard

import (
	"math"
	"slices"
	"time"
)

// span is how far back windows and samples reach, in seconds: five minutes.
const span = 300

// window counts, second by second, what happened in the last five minutes. The
// zero value is ready.
type window struct {
	seconds [span]struct {
		second int64
		count  int
	}
}

// add counts one at t. What is older than the window leaves no trace.
func (w *window) add(t time.Time) {
	slot := &w.seconds[t.Unix()%span]
	switch {
	case slot.second < t.Unix():
		slot.second, slot.count = t.Unix(), 1
	case slot.second == t.Unix():
		slot.count++
	}
}

// sum is the count of the seconds up to now's, at most span of them.
func (w *window) sum(now time.Time, seconds int) int {
	total := 0
	for _, slot := range w.seconds {
		if age := now.Unix() - slot.second; age >= 0 && age < int64(seconds) {
			total += slot.count
		}
	}
	return total
}

// sampleSize bounds the durations that percentiles are taken from.
const sampleSize = 1024

// sample holds the newest durations, in milliseconds, with their time.
type sample struct {
	values []timed
	next   int
}

type timed struct {
	at time.Time
	ms float64
}

func (s *sample) add(at time.Time, ms float64) {
	if len(s.values) < sampleSize {
		s.values = append(s.values, timed{at, ms})
		return
	}
	s.values[s.next] = timed{at, ms}
	s.next = (s.next + 1) % sampleSize
}

// percentiles of the durations of the last five minutes; nil where there are none.
func (s *sample) percentiles(now time.Time) *Pct {
	recent := make([]float64, 0, len(s.values))
	for _, v := range s.values {
		if now.Sub(v.at) < span*time.Second {
			recent = append(recent, v.ms)
		}
	}
	return percentiles(recent)
}

// percentiles sorts values and reads them by nearest rank.
func percentiles(values []float64) *Pct {
	if len(values) == 0 {
		return nil
	}
	slices.Sort(values)
	rank := func(p float64) float64 {
		return values[int(math.Ceil(p*float64(len(values))))-1]
	}
	return &Pct{N: len(values), P50: rank(.50), P95: rank(.95), P99: rank(.99), Max: values[len(values)-1]}
}
