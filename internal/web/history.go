package web

import (
	"context"
	"fmt"
	"net/http"
	"net/url"

	"github.com/aurorabot/aurora/internal/history"
)

// History is where the server reads the past in figures.
type History interface {
	Read(ctx context.Context, r history.Range) (history.Timeline, error)
}

// history answers GET /api/history: the points of a range, oldest first.
func (s *Server) history(r *http.Request) (any, error) {
	wanted, err := parseRange(r.URL.Query())
	if err != nil {
		return nil, err
	}
	return s.cfg.History.Read(r.Context(), wanted)
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
