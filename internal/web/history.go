package web

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/history"
)

// History is where the server reads the past in figures.
type History interface {
	Read(ctx context.Context, r history.Range) (history.Timeline, error)
}

// timeline answers GET /api/history: the points of a range, oldest first, and what may
// explain them.
type timeline struct {
	history.Timeline
	Markers []marker `json:"markers"` // the newest, oldest first
}

// marker is a start of the program: a deploy, or the end of a time when it was down.
type marker struct {
	Seq     uint64    `json:"seq"`
	At      time.Time `json:"at"`
	Type    string    `json:"type"`
	Title   string    `json:"title"`
	Message string    `json:"message"`
}

func (s *Server) history(r *http.Request) (any, error) {
	wanted, err := parseRange(r.URL.Query())
	if err != nil {
		return nil, err
	}
	line, err := s.cfg.History.Read(r.Context(), wanted)
	if err != nil {
		return nil, err
	}
	starts, err := s.newest(r.Context(), "system.started")
	if err != nil {
		return nil, err
	}
	return timeline{line, markersSince(line.From, starts)}, nil
}

// markersSince are the markers of events, newest first, that are not older than from.
func markersSince(from time.Time, events []event.Event) []marker {
	markers := []marker{}
	for _, e := range slices.Backward(events) {
		if !e.Time.Before(from) {
			markers = append(markers, marker{e.Seq, e.Time, e.Type, e.Title, e.Message})
		}
	}
	return markers
}

func parseRange(query url.Values) (history.Range, error) {
	for name, values := range query {
		switch {
		case name != "range":
			return "", &apiError{
				status: http.StatusBadRequest, code: unknownField, field: name,
				message: fmt.Sprintf("parameter %.32q is not known; known is range", name),
			}
		case len(values) > 1:
			return "", badParameter(name, "comes more than once")
		}
	}
	wanted := history.Range(query.Get("range"))
	if !wanted.Known() {
		return "", badParameter("range", "must be 15m, 1h or 24h")
	}
	return wanted, nil
}
