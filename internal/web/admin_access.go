package web

import (
	"errors"
	"net/http"
	"time"

	"github.com/aurorabot/aurora/internal/access"
	"github.com/aurorabot/aurora/internal/snowflake"
)

// accountJSON is an entry of the access list as the API shows it.
type accountJSON struct {
	ID      snowflake.ID `json:"id"`
	Name    *string      `json:"name"` // null before the first login
	Role    access.Role  `json:"role"`
	AddedAt time.Time    `json:"addedAt"`
	AddedBy string       `json:"addedBy"`
}

func accountOf(a access.Account) accountJSON {
	shown := accountJSON{ID: a.User, Role: a.Role, AddedAt: a.AddedAt, AddedBy: a.AddedBy}
	if a.Name != "" {
		shown.Name = &a.Name
	}
	return shown
}

func (s *Server) listAccounts(r *http.Request) (any, error) {
	accounts, err := s.cfg.Access.Accounts(r.Context())
	list := make([]accountJSON, 0, len(accounts))
	for _, a := range accounts {
		list = append(list, accountOf(a))
	}
	return map[string]any{"access": list}, err
}

func (s *Server) putAccount(r *http.Request) (any, error) {
	var id, role string
	if err := readFields(r, s.cfg.Limits.BodyBytes, map[string]field{"id": textInto(&id), "role": textInto(&role)}); err != nil {
		return nil, err
	}
	user, err := snowflake.Parse(id)
	if err != nil {
		return nil, (&problem{outOfRange, "id must be a Discord user id, such as 80351110224678912"}).refusal("id")
	}
	if err := access.CheckAccount(user, access.Role(role)); err != nil {
		return nil, (&problem{outOfRange, err.Error()}).refusal("role")
	}
	account, err := s.cfg.Access.PutAccount(r.Context(), callerOf(r).actor(), user, access.Role(role))
	if err != nil {
		return nil, err
	}
	s.settle(r.Context())
	return created{accountOf(account)}, nil
}

func (s *Server) removeAccount(r *http.Request) (any, error) {
	user, err := snowflake.Parse(r.PathValue("id"))
	if err != nil {
		return nil, missing("the access list has no such id")
	}
	err = s.cfg.Access.RemoveAccount(r.Context(), callerOf(r).actor(), user)
	if errors.Is(err, access.ErrNoAccount) {
		return nil, missing("the access list has no such id")
	}
	return s.settled(r, err)
}
