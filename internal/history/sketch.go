package history

import (
	"fmt"
	"math"

	"github.com/DataDog/sketches-go/ddsketch"
	"github.com/DataDog/sketches-go/ddsketch/mapping"
	"github.com/DataDog/sketches-go/ddsketch/store"
)

// accuracy is how far a percentile may be from the true one, relative to it.
const accuracy = 0.01

// longest bounds what is measured, in milliseconds, and so the size of a sketch: an
// hour. A sketch has at most some 1 200 bins and 4 KiB, whatever is added.
const (
	shortest = 1e-4
	longest  = 3.6e6
)

// sketch holds durations in milliseconds so that percentiles can be read from it and
// two can be made one: a DDSketch (Masson, Rim, Lee: "DDSketch: a fast and
// fully-mergeable quantile sketch with relative-error guarantees", VLDB 2019). Its zero
// value is empty and ready.
type sketch struct {
	values *ddsketch.DDSketch
}

func (s *sketch) ready() *ddsketch.DDSketch {
	if s.values == nil {
		bins, err := mapping.NewLogarithmicMapping(accuracy)
		if err != nil {
			panic(err) // only where accuracy is not between 0 and 1
		}
		s.values = ddsketch.NewDDSketch(bins, store.NewSparseStore(), store.NewSparseStore())
	}
	return s.values
}

// add takes one duration; one that cannot be is passed over.
func (s *sketch) add(ms float64) error {
	if !(ms >= 0 && ms <= longest) { // NaN is neither
		return nil
	}
	if err := s.ready().Add(max(ms, shortest)); err != nil {
		return fmt.Errorf("measure %v ms: %w", ms, err)
	}
	return nil
}

// merge adds all of another sketch, which stays as it is.
func (s *sketch) merge(other sketch) error {
	if other.values == nil {
		return nil
	}
	return s.ready().MergeWith(other.values)
}

// encoded is the sketch as it is stored; nil where it is empty.
func (s *sketch) encoded() []byte {
	if s.values == nil {
		return nil
	}
	var bytes []byte
	s.values.Encode(&bytes, true) // the bins are the same for all
	return bytes
}

// decode adds what encoded has written.
func (s *sketch) decode(bytes []byte) error {
	if len(bytes) == 0 {
		return nil
	}
	return s.ready().DecodeAndMergeWith(bytes)
}

// percentile is the nearest rank's, in milliseconds, to the hundredth; nil where nothing
// was measured. A quantile of the library's is a share of the way from the first value
// to the last: of two values its 95th percentile would be the smaller.
func (s *sketch) percentile(p float64) *float64 {
	if s.values == nil || s.values.IsEmpty() {
		return nil
	}
	count := s.values.GetCount()
	rank := math.Ceil(p / 100 * count) // from 1
	ms, err := s.values.GetValueAtQuantile((rank - 1) / max(count-1, 1))
	if err != nil {
		return nil // only a quantile beyond 0 to 1 is refused
	}
	ms = hundredth(ms)
	return &ms
}

// mean is the mean, in milliseconds, to the hundredth; nil where nothing was measured.
func (s *sketch) mean() *float64 {
	if s.values == nil || s.values.IsEmpty() {
		return nil
	}
	ms := hundredth(s.values.GetSum() / s.values.GetCount())
	return &ms
}

func hundredth(x float64) float64 { return math.Round(x*100) / 100 }
