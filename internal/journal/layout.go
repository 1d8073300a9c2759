package journal

import "math"

// chunkSize is how many consecutive events are put into the index together. The more,
// the fewer places a search has to look at, and the more of the newest events it has
// to go through without an index.
const chunkSize layout = 8192

// layout divides the log into chunks of so many events, chunk 0 being the events from
// 0, which does not exist, to its size - 1; and each chunk into granules.
type layout uint64

// granule is how many consecutive events the index does not tell apart.
func (l layout) granule() uint64 { return uint64(l) / maxGranules }

// of is the chunk that an event is in.
func (l layout) of(seq uint64) uint64 { return seq / uint64(l) }

// events are those of a chunk.
func (l layout) events(chunk uint64) span {
	return span{first: chunk * uint64(l), last: (chunk+1)*uint64(l) - 1}
}

// granuleOf is the place of an event in its chunk.
func (l layout) granuleOf(seq uint64) int { return int(seq % uint64(l) / l.granule()) }

// span is the events of two granules, which are counted from the beginning of the log,
// and of those between them.
func (l layout) span(one, other uint64) span {
	return span{first: min(one, other) * l.granule(), last: (max(one, other)+1)*l.granule() - 1}
}

// span is the numbers from first to last, both included, or none.
type span struct{ first, last uint64 }

func (s span) empty() bool { return s.first > s.last }

// len is how many they are; of a log's whole span, which has no end, it is enough to
// know that they are many.
func (s span) len() int { return int(min(s.last-s.first+1, math.MaxInt32)) }

// within is what s and other share.
func (s span) within(other span) span {
	return span{first: max(s.first, other.first), last: min(s.last, other.last)}
}
