package web

import (
	"context"
	"fmt"
	"net/http"

	"github.com/aurorabot/aurora/internal/dashboard"
	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/journal"
)

// maxTraced is how many events of a trace are told. A command has a handful; another
// program may give all of its events one trace.
const maxTraced = 500

// trace answers GET /api/traces/{id}.
func (s *Server) trace(r *http.Request) (any, error) {
	id := r.PathValue("id")
	events, err := s.traced(r.Context(), id)
	if err != nil {
		return nil, err
	}
	if len(events) == 0 {
		return nil, &apiError{status: http.StatusNotFound, code: codeNotFound, message: fmt.Sprintf("there is no event of a trace %.100q, or none is kept any more", id)}
	}
	return dashboard.TraceOf(events), nil
}

// traced are the events of a trace, oldest first. A search that ends before the log
// does goes on.
func (s *Server) traced(ctx context.Context, id string) ([]event.Event, error) {
	var events []event.Event
	for after := new(uint64); after != nil && len(events) < maxTraced; {
		page, err := s.cfg.Journal.Select(ctx, journal.Filter{Trace: id, After: after, Limit: maxTraced - len(events)})
		if err != nil {
			return nil, err
		}
		events, after = append(events, page.Events...), page.Next
	}
	return events, nil
}
