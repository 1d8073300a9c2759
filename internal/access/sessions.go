package access

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/snowflake"
)

// Session is a browser that is signed in, without its token.
type Session struct {
	ID      string // by which it can be spoken of; it lets nobody in
	User    snowflake.ID
	Name    string // of the account
	Role    Role   // of the account, now
	Created time.Time
	Seen    time.Time // to the minute
	Expires time.Time
	Address string // from which it was begun
	Agent   string // the browser, as it says itself
}

// Limits of what is kept of a visitor, in characters.
const (
	maxUserName = 100
	maxAgent    = 200
)

// Visitor is somebody who has proved to be a Discord user.
type Visitor struct {
	User    event.Ref
	Address string
	Agent   string
	Token   string // of the session that the browser had, which ends; or ""
}

// SignIn begins a session and returns its token, which is never one that the browser had
// before; ErrNoAccount where the user is not on the list.
func (s *Service) SignIn(ctx context.Context, v Visitor) (token string, begun Session, err error) {
	token, id := newToken()
	now := s.now()
	wanted := Session{
		ID: id, User: v.User.ID, Name: storable(v.User.Name, maxUserName), Created: now, Seen: now, Expires: now.Add(s.cfg.Life),
		Address: v.Address, Agent: storable(v.Agent, maxAgent),
	}
	hash, replaced := hashOf(token), hashOf(v.Token)
	begun, err = s.cfg.Store.AddSession(ctx, wanted, hash[:], replaced[:], now.Add(-s.cfg.Idle), signedIn(wanted))
	if err != nil {
		return "", Session{}, fmt.Errorf("sign in: %w", err)
	}
	return token, begun, nil
}

// storable is a text from outside as both databases take it, of limit characters at most.
func storable(text string, limit int) string {
	return event.Clip(strings.ReplaceAll(strings.ToValidUTF8(text, "\ufffd"), "\x00", "\ufffd"), limit)
}

// SignOut ends a session; ErrNoSession where there is none.
func (s *Service) SignOut(ctx context.Context, id string) error {
	return s.cfg.Store.EndSession(ctx, id)
}

// SignOutEverywhere ends all sessions of a user.
func (s *Service) SignOutEverywhere(ctx context.Context, user snowflake.ID) error {
	return s.cfg.Store.EndSessionsOf(ctx, user)
}

// Sessions lists the sessions that are not over, in no order.
func (s *Service) Sessions(ctx context.Context) ([]Session, error) {
	if err := s.Refresh(ctx); err != nil {
		return nil, fmt.Errorf("list sessions: %w", err)
	}
	var list []Session
	now := s.cfg.Now()
	for _, session := range s.roll.Load().sessions {
		if s.goesOn(session, now) {
			session.Seen = s.uses.latest(session.ID, session.Seen)
			list = append(list, session)
		}
	}
	return list, nil
}

// Session returns the session with this token, and ErrNoSession where there is none or
// it is over.
func (s *Service) Session(ctx context.Context, token string) (Session, error) {
	if !isToken(token) {
		return Session{}, ErrNoSession
	}
	session, found, err := find(ctx, s, func(r *roll) (Session, bool) { session, ok := r.sessions[hashOf(token)]; return session, ok })
	if err != nil {
		return Session{}, fmt.Errorf("check session: %w", err)
	}
	now := s.cfg.Now()
	if !found || !s.goesOn(session, now) {
		return Session{}, ErrNoSession
	}
	s.uses.note(session.ID, now)
	return session, nil
}

// goesOn reports whether the session's time is not up.
func (s *Service) goesOn(session Session, now time.Time) bool {
	return now.Before(session.Expires) && now.Sub(s.uses.latest(session.ID, session.Seen)) < s.cfg.Idle
}

// Spend makes sure that what can be used once is not used again until a time: ErrSpent
// where it was.
func (s *Service) Spend(ctx context.Context, what string, until time.Time) error {
	hash := hashOf(what)
	return s.cfg.Store.Spend(ctx, hash[:], s.now(), until)
}
