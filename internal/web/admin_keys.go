package web

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/aurorabot/aurora/internal/access"
)

// keyJSON is a key as the API shows it. Times that have not come are null.
type keyJSON struct {
	ID       string       `json:"id"`
	Name     string       `json:"name"`
	Scope    access.Scope `json:"scope"`
	Created  time.Time    `json:"created"`
	Expires  *time.Time   `json:"expires"`
	Revoked  *time.Time   `json:"revoked"`
	LastUsed *time.Time   `json:"lastUsed"`
	State    string       `json:"state"`
}

func keyOf(k access.Key) keyJSON {
	return keyJSON{
		ID: k.ID, Name: k.Name, Scope: k.Scope, Created: k.Created, Expires: orNull(k.Expires), Revoked: orNull(k.Revoked),
		LastUsed: orNull(k.LastUsed), State: k.State(time.Now()),
	}
}

func orNull(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

func (s *Server) listKeys(r *http.Request) (any, error) {
	keys, err := s.cfg.Access.Keys(r.Context())
	list := make([]keyJSON, 0, len(keys))
	for _, k := range keys {
		list = append(list, keyOf(k))
	}
	return map[string]any{"keys": list}, err
}

// createKey answers with the secret, which is shown this once.
func (s *Server) createKey(r *http.Request) (any, error) {
	var wanted access.NewKey
	var scope string
	err := readFields(r, s.cfg.Limits.BodyBytes, map[string]field{"name": textInto(&wanted.Name), "scope": textInto(&scope), "expiresInSec": secondsInto(&wanted.Life)})
	if err != nil {
		return nil, err
	}
	wanted.Scope = access.Scope(scope)
	if err := wanted.Check(); err != nil {
		return nil, (&problem{outOfRange, err.Error()}).refusal("")
	}
	secret, key, err := s.cfg.Access.CreateKey(r.Context(), callerOf(r).actor(), wanted)
	if err != nil {
		return nil, err
	}
	return created{map[string]any{"key": keyOf(key), "secret": secret}}, nil
}

func (s *Server) revokeKey(r *http.Request) (any, error) {
	_, err := s.cfg.Access.RevokeKey(r.Context(), callerOf(r).actor(), r.PathValue("id"))
	if errors.Is(err, access.ErrNoKey) {
		return nil, missing("there is no such key")
	}
	return s.settled(r, err)
}

// settled answers a request that has changed who may do what.
func (s *Server) settled(r *http.Request, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	s.settle(r.Context())
	return noContent{}, nil
}

// settle makes a change of who may do what count at once, and not a second later.
func (s *Server) settle(ctx context.Context) {
	if err := s.cfg.Access.Refresh(ctx); err != nil {
		s.cfg.Logger.Warn("a change of access counts a moment later", "error", err)
	}
	s.visits.check()
}

func missing(message string) *apiError {
	return &apiError{status: http.StatusNotFound, code: "not_found", message: message}
}
