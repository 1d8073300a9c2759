package journal

import (
	"context"

	"github.com/aurorabot/aurora/internal/event"
)

// maxEffort bounds a search: how many events in a row it looks at. One that lies
// scattered, or a row of the index, costs about twice as much.
const (
	maxEffort       = 12_000
	effortScattered = 2
	effortIndexRow  = 2
)

// maxWindow is how many chunks are asked for in the index at once, after the first
// few, in which a page often is full already.
const maxWindow = 128

// search is one reading through the log. It looks through chunk after chunk until
// the page is full, the log ends or the effort is spent.
type search struct {
	journal    *Journal
	conditions string
	args       []any
	limit      int
	ascending  bool

	rest   span   // what is not looked through yet
	sealed uint64 // the chunks before it are in the index
	effort int    // that may still be made
	events []event.Event
}

// page is what was found. One event more than the limit tells that there are more.
func (s *search) page() Page {
	switch {
	case len(s.events) > s.limit:
		return Page{Events: s.events[:s.limit], Next: &s.events[s.limit-1].Seq}
	case s.rest.empty():
		return Page{Events: s.events}
	}
	next := s.rest.last + 1
	if s.ascending {
		next = s.rest.first - 1
	}
	return Page{Events: s.events, Next: &next}
}

func (s *search) run(ctx context.Context, choices []choice) error {
	if len(choices) == 0 {
		return s.readAll(ctx)
	}
	if err := s.begin(ctx); err != nil {
		return err
	}
	wanted := newLookup(s.journal, choices)
	for window := uint64(1); !s.ended(); window = min(2*window, maxWindow) {
		if err := s.lookThrough(ctx, wanted, s.cut(window)); err != nil {
			return err
		}
	}
	return nil
}

// readAll reads where nothing has to be searched for.
func (s *search) readAll(ctx context.Context) error {
	all := s.rest
	s.rest = span{first: 1, last: 0}
	if all.empty() {
		return nil
	}
	return s.readSpan(ctx, all)
}

// begin learns how far the log and its index reach.
func (s *search) begin(ctx context.Context) error {
	const query = `SELECT coalesce((SELECT min(seq) FROM journal_events), seq + 1), seq, coalesce((SELECT max(chunk) + 1 FROM journal_chunks), 0) FROM journal_head`
	var log span
	if err := s.journal.db.QueryRow(ctx, query).Scan(&log.first, &log.last, &s.sealed); err != nil {
		return err
	}
	s.rest = s.rest.within(log)
	return nil
}

func (s *search) ended() bool {
	return len(s.events) > s.limit || s.rest.empty() || s.effort <= 0
}

// cut takes the next piece off rest: so many chunks of those in the index, or one
// that is not.
func (s *search) cut(window uint64) (piece span) {
	layout := s.journal.chunk
	if s.ascending {
		from := layout.of(s.rest.first)
		if from < s.sealed {
			window = min(window, s.sealed-from)
		} else {
			window = 1
		}
		piece = span{s.rest.first, layout.events(from + window - 1).last}.within(s.rest)
		s.rest.first = piece.last + 1
		return piece
	}
	from := layout.of(s.rest.last)
	if from >= s.sealed {
		window = 1
	}
	piece = span{layout.events(from - min(from, window-1)).first, s.rest.last}.within(s.rest)
	s.rest.last = piece.first - 1
	return piece
}
