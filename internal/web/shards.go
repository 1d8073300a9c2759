package web

import (
	"context"
	"net/http"

	"github.com/aurorabot/aurora/internal/dashboard"
	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/journal"
)

const (
	// logLength is how many events a page tells of what it is about.
	logLength = 50
	// logEffort is how many pages of a search are worth it where they are rare.
	logEffort = 10
)

// shards answers GET /api/shards.
func (s *Server) shards(r *http.Request) (any, error) {
	log, err := s.newest(r.Context(), "shard.*", "gateway.*")
	if err != nil {
		return nil, err
	}
	return struct {
		dashboard.ShardPage
		Log []event.Event `json:"log"`
	}{s.cfg.Details.ShardPage(), log}, nil
}

// newest are the newest events of some types, newest first.
func (s *Server) newest(ctx context.Context, types ...string) ([]event.Event, error) {
	events := []event.Event{}
	wanted := journal.Filter{Types: types, Limit: logLength}
	for range logEffort {
		page, err := s.cfg.Journal.Select(ctx, wanted)
		if err != nil {
			return nil, err
		}
		events = append(events, page.Events...)
		if page.Next == nil || len(events) >= logLength {
			break
		}
		wanted.Before, wanted.Limit = page.Next, logLength-len(events)
	}
	return events, nil
}
