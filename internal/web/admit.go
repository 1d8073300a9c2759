package web

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"strings"

	"github.com/aurorabot/aurora/internal/access"
)

// Keys knows API keys by their secret.
type Keys interface {
	// Check returns access.ErrNoKey for what is not the secret of a valid key.
	Check(ctx context.Context, secret string) (access.Key, error)
}

// caller is who makes a request: somebody at this machine, who may do everything, or
// a program with a key.
type caller struct {
	key   access.Key
	local bool
}

// source names the caller in events.
func (c caller) source() string {
	if c.local {
		return "local"
	}
	return c.key.Name
}

type callerKey struct{}

// callerOf is who makes r, which was admitted.
func callerOf(r *http.Request) caller {
	c, _ := r.Context().Value(callerKey{}).(caller)
	return c
}

// entrance asks everybody who comes in who they are.
type entrance struct {
	gate
	keys   Keys
	logger *slog.Logger
}

// admit lets requests through to next that are local or show a key with the scope
// needed.
func (e entrance) admit(needed access.Scope, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c, err := e.identify(r)
		if err == nil && !c.local && !c.key.Scope.Allows(needed) {
			err = forbidden("scope_missing", "the key's scope is "+string(c.key.Scope)+"; this needs "+string(needed)+" or admin")
		}
		if err != nil {
			fail(w, r, e.logger, err)
			return
		}
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), callerKey{}, c)))
	})
}

// identify says who makes r. Who shows a key is who the key says, also at this
// machine.
func (e entrance) identify(r *http.Request) (caller, error) {
	if keyInURL(r.URL) {
		return caller{}, errKeyInURL
	}
	shown := r.Header.Values("Authorization")
	if len(shown) == 0 {
		if refusal := e.refusal(r); refusal != nil {
			return caller{}, refusal
		}
		return caller{local: true}, nil
	}
	if refusal := e.originRefusal(r); refusal != nil {
		return caller{}, refusal
	}
	key, err := e.keyOf(r.Context(), shown)
	return caller{key: key}, err
}

func (e entrance) keyOf(ctx context.Context, shown []string) (access.Key, error) {
	scheme, secret, _ := strings.Cut(shown[0], " ")
	if len(shown) > 1 || !strings.EqualFold(scheme, "Bearer") {
		return access.Key{}, unauthorized("one header Authorization: Bearer aur_… is understood")
	}
	key, err := e.keys.Check(ctx, strings.TrimSpace(secret))
	if errors.Is(err, access.ErrNoKey) {
		return access.Key{}, unauthorized("the key is not known, has expired or was revoked; 'aurora key list' shows the keys there are")
	}
	return key, err
}

// errKeyInURL does not repeat the key.
var errKeyInURL = &apiError{
	status: http.StatusBadRequest, code: "key_in_url",
	message: "a key in an address ends up in logs: revoke it, and send the next one in the header Authorization: Bearer aur_…",
}

func unauthorized(message string) *apiError {
	return &apiError{status: http.StatusUnauthorized, code: "unauthorized", message: message}
}

// keyInURL finds the beginning of a key anywhere in an address.
func keyInURL(u *url.URL) bool {
	if strings.Contains(u.Path, access.Prefix) {
		return true
	}
	query, err := url.QueryUnescape(u.RawQuery)
	return strings.Contains(u.RawQuery, access.Prefix) || err == nil && strings.Contains(query, access.Prefix)
}
