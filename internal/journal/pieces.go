package journal

import (
	"context"
	"slices"
)

// Neighbouring granules are read as a span from longRun of them on. Others are read
// one by one, up to so many at once.
const (
	longRun      = 8
	maxScattered = 32
)

// lookThrough reads those events of a piece that may be what is wanted. Where the
// effort is spent before its end, what is left of it goes back to rest.
func (s *search) lookThrough(ctx context.Context, wanted *lookup, piece span) error {
	if s.journal.chunk.of(piece.first) >= s.sealed {
		return s.readSpan(ctx, piece)
	}
	granules, err := s.candidates(ctx, wanted, piece)
	if err != nil {
		return err
	}
	for len(granules) > 0 && len(s.events) <= s.limit {
		if s.effort <= 0 {
			s.giveBack(granules[0], piece)
			return nil
		}
		n := run(granules)
		if n >= longRun {
			err = s.readSpan(ctx, s.journal.chunk.span(granules[0], granules[n-1]).within(piece))
		} else {
			n = min(len(granules), maxScattered)
			err = s.readGranules(ctx, granules[:n], piece)
		}
		if err != nil {
			return err
		}
		granules = granules[n:]
	}
	return nil
}

// giveBack returns to rest what of a piece begins with a granule.
func (s *search) giveBack(granule uint64, piece span) {
	part := s.journal.chunk.span(granule, granule).within(piece)
	if s.ascending {
		s.rest.first = part.first
	} else {
		s.rest.last = part.last
	}
}

// candidates are the granules of a piece where the index has all that is wanted, in
// the order of reading, counted from the beginning of the log.
func (s *search) candidates(ctx context.Context, wanted *lookup, piece span) ([]uint64, error) {
	layout := s.journal.chunk
	left, rows, err := wanted.in(ctx, span{layout.of(piece.first), layout.of(piece.last)})
	if err != nil {
		return nil, err
	}
	s.effort -= rows * effortIndexRow
	var granules []uint64
	for chunk, set := range left {
		for n := range maxGranules {
			granule := chunk*maxGranules + uint64(n)
			if set.has(n) && !layout.span(granule, granule).within(piece).empty() {
				granules = append(granules, granule)
			}
		}
	}
	slices.Sort(granules)
	if !s.ascending {
		slices.Reverse(granules)
	}
	return granules, nil
}

// run is how many granules from the first on are neighbours, up to a chunk of them.
func run(granules []uint64) int {
	n := 1
	for n < min(len(granules), maxGranules) && (granules[n] == granules[n-1]+1 || granules[n]+1 == granules[n-1]) {
		n++
	}
	return n
}
