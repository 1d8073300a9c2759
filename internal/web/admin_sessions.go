package web

import (
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/aurorabot/aurora/internal/access"
	"github.com/aurorabot/aurora/internal/event"
)

// sessionJSON is a session as the API shows it.
type sessionJSON struct {
	ID       string      `json:"id"` // it lets nobody in
	User     event.Ref   `json:"user"`
	Role     access.Role `json:"role"`
	Created  time.Time   `json:"createdAt"`
	LastSeen time.Time   `json:"lastSeenAt"`
	Address  string      `json:"address"`
	Agent    string      `json:"agent"`
	Current  bool        `json:"current"`
}

// listSessions shows who is signed in, who was seen last first.
func (s *Server) listSessions(r *http.Request) (any, error) {
	sessions, err := s.cfg.Access.Sessions(r.Context())
	if err != nil {
		return nil, err
	}
	slices.SortFunc(sessions, func(a, b access.Session) int { return b.Seen.Compare(a.Seen) })
	list := make([]sessionJSON, 0, len(sessions))
	for _, one := range sessions {
		list = append(list, sessionJSON{
			ID: one.ID, User: event.Ref{ID: one.User, Name: one.Name}, Role: one.Role, Created: one.Created, LastSeen: one.Seen,
			Address: one.Address, Agent: one.Agent, Current: one.ID == callerOf(r).session.ID,
		})
	}
	return map[string]any{"sessions": list}, nil
}

func (s *Server) endSession(r *http.Request) (any, error) {
	err := s.cfg.Access.SignOut(r.Context(), r.PathValue("id"))
	if errors.Is(err, access.ErrNoSession) {
		return nil, missing("there is no such session")
	}
	return s.settled(r, err)
}

// endOwnSessions signs the caller out everywhere. A program and who is at this machine
// have no session.
func (s *Server) endOwnSessions(r *http.Request) (any, error) {
	c := callerOf(r)
	if c.session.ID == "" {
		return noContent{}, nil
	}
	return s.settled(r, s.cfg.Access.SignOutEverywhere(r.Context(), c.session.User))
}
