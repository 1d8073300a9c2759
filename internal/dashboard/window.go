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
func (w *window) add(t time.Time) { w.addMany(t, 1) }

func (w *window) addMany(t time.Time, n int) {
	slot := &w.seconds[t.Unix()%span]
	switch {
	case slot.second < t.Unix():
		slot.second, slot.count = t.Unix(), n
	case slot.second == t.Unix():
		slot.count += n
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

// sparkSeconds is how long a point of a spark is.
const sparkSeconds = 15

// spark is the window's course, oldest first.
func (w *window) spark(now time.Time) []int {
	points := make([]int, span/sparkSeconds)
	for _, slot := range w.seconds {
		if age := now.Unix() - slot.second; age >= 0 && age < span {
			points[len(points)-1-int(age)/sparkSeconds] += slot.count
		}
	}
	return points
}

// tally counts over a time longer than a window's, in as many slots of as many
// seconds.
type tally struct {
	width int64
	slots []slot
}

type slot struct {
	number int64 // since 1970
	count  int
}

func newTally(slots int, width time.Duration) *tally {
	return &tally{width: int64(width / time.Second), slots: make([]slot, slots)}
}

// newDay is a tally of the last 24 hours.
func newDay() *tally { return newTally(96, 15*time.Minute) }

func (t *tally) add(at time.Time) {
	number := at.Unix() / t.width
	s := &t.slots[number%int64(len(t.slots))]
	if s.number > number {
		return // long ago
	}
	if s.number < number {
		*s = slot{number: number}
	}
	s.count++
}

func (t *tally) sum(now time.Time) int {
	newest, total := now.Unix()/t.width, 0
	for _, s := range t.slots {
		if s.number <= newest && s.number > newest-int64(len(t.slots)) {
			total += s.count
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
