package web

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"net/netip"
	"strings"

	"github.com/aurorabot/aurora/internal/access"
)

// caller is who makes a request: somebody at this machine, who may do everything where
// nobody else is expected; a person who is signed in; a program with a key; or nobody.
type caller struct {
	is      who
	local   bool           // let in because of the place
	key     access.Key     // or by this
	session access.Session // or by this
	why     *apiError      // or not, and why
	address netip.Addr
}

// callerKey is where a request's context has its caller.
type callerKey struct{}

// callerOf is who makes r, which was admitted.
func callerOf(r *http.Request) caller {
	c, _ := r.Context().Value(callerKey{}).(caller)
	return c
}

// source names the caller in events.
func (c caller) source() string {
	switch {
	case c.key.ID != "":
		return c.key.Name
	case c.session.ID != "":
		return c.session.Name
	}
	return "local"
}

// account is whose limits the request is counted to; "" for who is at this machine.
func (c caller) account() string {
	if c.session.ID != "" {
		return c.session.User.String()
	}
	return c.key.ID
}

// actor is the caller as one who changes who may do what.
func (c caller) actor() access.Actor {
	return access.Actor{User: c.session.User, Name: c.source(), Session: c.session.ID, Key: c.key.ID}
}

// identify says who makes r. Who shows a key is who the key says, also at this machine.
func (e *entrance) identify(r *http.Request) (caller, error) {
	c := caller{address: clientAddress(r), why: e.refusal(r)}
	if c.why == nil {
		c.is = local
	}
	switch {
	case len(r.Header.Values("Authorization")) > 0:
		return e.byKey(r, c)
	case e.login:
		return e.bySession(r, c)
	case e.elsewhere:
		c.why = cmp.Or(c.why, errBehindProxy)
	case c.is&local != 0:
		c.local, c.is = true, local|viewer|admin
	}
	return c, nil
}

// errBehindProxy is for who comes without anything to show where others come, too.
var errBehindProxy = forbidden("not_local", "AURORA_PUBLIC_URL says that others come here, and a proxy may make them look like this machine: "+
	"show a key, or set up the login (AURORA_DISCORD_CLIENT_ID, AURORA_DISCORD_CLIENT_SECRET)")

// byKey makes c the program whose key is shown.
func (e *entrance) byKey(r *http.Request, c caller) (caller, error) {
	key, err := e.keyOf(r.Context(), r.Header.Values("Authorization"))
	if _, refused := errors.AsType[*apiError](err); refused {
		if tooMany := e.tries.failed(c.address); tooMany != nil {
			err = tooMany
		}
	}
	c.key, c.is, c.why = key, 0, nil
	switch key.Scope {
	case access.Read:
		c.is = readKey
	case access.Ingest:
		c.is = ingestKey
	case access.Admin:
		c.is = viewer | admin | readKey | ingestKey
	}
	return c, err
}

func (e *entrance) keyOf(ctx context.Context, shown []string) (access.Key, error) {
	scheme, secret, _ := strings.Cut(shown[0], " ")
	if len(shown) > 1 || !strings.EqualFold(scheme, "Bearer") {
		return access.Key{}, unauthorized("unauthorized", "one header Authorization: Bearer aur_… is understood")
	}
	key, err := e.access.Key(ctx, strings.TrimSpace(secret))
	if errors.Is(err, access.ErrNoKey) {
		return access.Key{}, unauthorized("unauthorized", "the key is not known, has expired or was revoked; 'aurora key list' shows the keys there are")
	}
	return key, err
}

// bySession makes c the person whose browser it is. A cookie that could have been seen on
// its way counts at this machine only.
func (e *entrance) bySession(r *http.Request, c caller) (caller, error) {
	token := e.cookies.read(r, sessionCookie)
	switch {
	case token == "":
		c.why = unauthorized("signed_out", "sign in to see this")
		return c, nil
	case !e.cookies.secure && c.is&local == 0:
		c.why = forbidden("not_local", "a login over http counts on this machine only: set AURORA_PUBLIC_URL to an https:// address")
		return c, nil
	}
	session, err := e.access.Session(r.Context(), token)
	if errors.Is(err, access.ErrNoSession) {
		c.why = unauthorized("session_expired", "the session has ended: sign in again")
		return c, nil
	}
	c.session, c.why = session, nil
	switch session.Role {
	case access.RoleViewer:
		c.is |= viewer
	case access.RoleAdmin:
		c.is |= viewer | admin
	}
	return c, err
}

func unauthorized(code, message string) *apiError {
	return &apiError{status: http.StatusUnauthorized, code: code, message: message}
}
