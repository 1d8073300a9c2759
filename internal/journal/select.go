package journal

import (
	"context"
	"fmt"

	"github.com/aurorabot/aurora/internal/event"
)

// Page is what one reading finds.
type Page struct {
	Events []event.Event

	// Next is where to go on reading, with After or Before as this page was asked for;
	// nil where there is nothing more. A page may have fewer events than were asked for,
	// or none, and go on all the same: a search ends a page after a certain amount of
	// work, so that no reading is long.
	Next *uint64
}

// After returns the events after seq, oldest first, at most limit of them.
func (j *Journal) After(ctx context.Context, seq uint64, limit int) ([]event.Event, error) {
	page, err := j.Select(ctx, Filter{After: &seq, Limit: limit})
	return page.Events, err
}

// Select reads a page of the events that f asks for.
func (j *Journal) Select(ctx context.Context, f Filter) (Page, error) {
	s := &search{journal: j, limit: f.limit(), ascending: f.After != nil, rest: f.span(), effort: j.effort}
	s.conditions, s.args = f.conditions()
	if err := s.run(ctx, f.terms()); err != nil {
		return Page{}, fmt.Errorf("read events: %w", err)
	}
	return s.page(), nil
}
