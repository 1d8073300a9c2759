package web

import (
	"net/http"

	"github.com/aurorabot/aurora/internal/dashboard"
	"github.com/aurorabot/aurora/internal/event"
)

// rest answers GET /api/rest.
func (s *Server) rest(r *http.Request) (any, error) {
	log, err := s.newest(r.Context(), "rest.*")
	if err != nil {
		return nil, err
	}
	return struct {
		dashboard.RESTPage
		Log []event.Event `json:"log"`
	}{s.cfg.Details.RESTPage(), log}, nil
}
