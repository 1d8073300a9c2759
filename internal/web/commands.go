package web

import (
	"context"
	"fmt"
	"net/http"

	"github.com/aurorabot/aurora/internal/dashboard"
	"github.com/aurorabot/aurora/internal/event"
)

// Details is where the server reads what the pages behind the first one show.
type Details interface {
	CommandPage() dashboard.CommandPage
	Command(name string) (detail dashboard.CommandDetail, known bool)
	ShardPage() dashboard.ShardPage
	RESTPage() dashboard.RESTPage
}

// commandDetail answers GET /api/commands/{name}.
type commandDetail struct {
	dashboard.Command
	Slowest  []dashboard.TraceSummary  `json:"slowest"`
	Failures []dashboard.TraceSummary  `json:"failures"`
	History  []dashboard.CommandMinute `json:"history"`
}

// commands answers GET /api/commands.
func (s *Server) commands(*http.Request) (any, error) { return s.cfg.Details.CommandPage(), nil }

// command answers GET /api/commands/{name}: the figures know which uses are worth
// telling, and the log tells of them.
func (s *Server) command(r *http.Request) (any, error) {
	name := r.PathValue("name")
	known, ok := s.cfg.Details.Command(name)
	if !ok {
		return nil, &apiError{status: http.StatusNotFound, code: codeNotFound, message: fmt.Sprintf("the command %.100q was not used of late; GET /api/commands lists those that were", name)}
	}
	slowest, err := s.summaries(r.Context(), known.Slowest)
	if err != nil {
		return nil, err
	}
	failures, err := s.summaries(r.Context(), known.Failures)
	if err != nil {
		return nil, err
	}
	return commandDetail{Command: known.Command, Slowest: slowest, Failures: failures, History: known.History}, nil
}

// summaries are the uses that events tell of, without those that are no longer kept.
func (s *Server) summaries(ctx context.Context, seqs []uint64) ([]dashboard.TraceSummary, error) {
	summaries := []dashboard.TraceSummary{}
	for _, seq := range seqs {
		e, kept, err := s.event(ctx, seq)
		if err != nil {
			return nil, err
		}
		if kept {
			summaries = append(summaries, dashboard.SummaryOf(e))
		}
	}
	return summaries, nil
}

// event reads one event by its number.
func (s *Server) event(ctx context.Context, seq uint64) (e event.Event, kept bool, err error) {
	found, err := s.cfg.Journal.After(ctx, seq-1, 1)
	if err != nil || len(found) == 0 || found[0].Seq != seq {
		return event.Event{}, false, err
	}
	return found[0], true, nil
}
