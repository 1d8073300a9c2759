package web

import (
	"errors"
	"net/http"

	"github.com/aurorabot/aurora/internal/access"
)

// me is what GET /api/me answers: who the caller is or, in reason, why nobody; then id and
// name are of who could not be let in, if that is known. Texts that are empty are null.
type me struct {
	ID      *string `json:"id"`
	Name    *string `json:"name"`
	Role    *string `json:"role"`
	Via     *string `json:"via"`
	Demo    bool    `json:"demo"`
	Login   *string `json:"login"`
	Reason  *string `json:"reason"`
	Message *string `json:"message"`
	Sim     bool    `json:"sim"`
}

func (s *Server) me(r *http.Request) (any, error) {
	answer := me{Demo: s.cfg.Demo, Sim: s.cfg.Sim != nil}
	if s.cfg.Login != nil {
		answer.Login = new("discord")
	}
	c, why, err := s.visitor(r)
	if err != nil {
		return nil, err
	}
	if why == nil {
		answer.introduce(c)
		return answer, nil
	}
	answer.Reason, answer.Message = &why.code, &why.message
	if before, ok := s.refusedBefore(r); ok && why.status == http.StatusUnauthorized {
		answer.explain(before)
	}
	return answer, nil
}

// explain says why a login did not come about, and whose: nobody is let in by that.
func (m *me) explain(why refusedLogin) {
	m.Reason, m.Message = &why.Code, &why.Message
	if why.User.ID != 0 {
		m.ID, m.Name = new(why.User.ID.String()), &why.User.Name
	}
}

// visitor says who makes r, or why it is nobody who may look.
func (s *Server) visitor(r *http.Request) (c caller, why *apiError, err error) {
	c, err = s.door.identify(r)
	if refusal, refused := errors.AsType[*apiError](err); refused {
		return c, refusal, nil
	}
	if why = s.door.originRefusal(r); why == nil {
		why = (door{who: viewer | readKey}).refusal(c)
	}
	return c, why, err
}

// introduce fills in who c is, who may at least look.
func (m *me) introduce(c caller) {
	name, role := c.source(), string(access.RoleViewer)
	if c.is&admin != 0 {
		role = string(access.RoleAdmin)
	}
	m.Name, m.Role = &name, &role
	switch {
	case c.local:
		m.Via = new("local")
	case c.key.ID != "":
		m.ID, m.Via = &c.key.ID, new("key")
	default:
		m.ID, m.Via = new(c.session.User.String()), new("session")
	}
}
