package web

import (
	"cmp"
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"strings"

	"github.com/aurorabot/aurora/internal/access"
)

// entrance stands before every door. It asks, in this order, for the page that makes a
// request, who makes it, whether they have tried too often, and whether they may.
type entrance struct {
	gate
	access    *access.Service
	login     bool // somebody can sign in, so being at this machine is not enough
	elsewhere bool // others come here, so who seems to be at this machine may be one of them
	cookies   cookies
	tries     *tries
	logger    *slog.Logger
}

// admit lets those through to what is behind a door who may pass it.
func (e *entrance) admit(d door) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c, err := e.enter(r, d)
		if err != nil {
			fail(w, r, e.logger, err)
			return
		}
		d.serve.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), callerKey{}, c)))
	})
}

// enter says who passes a door, or why nobody does. Where anyone may, nobody is asked.
func (e *entrance) enter(r *http.Request, d door) (caller, error) {
	// Asked before anybody is, so that it can be seen without a key whether a proxy passes
	// the header on.
	if d.path == socketPath && !asksForSocket(r) {
		return caller{}, &apiError{status: http.StatusUpgradeRequired, code: "upgrade_required", message: "this is a WebSocket: connect with one"}
	}
	if refusal := e.pageRefusal(r, d); refusal != nil {
		return caller{}, refusal
	}
	if d.who&anyone != 0 {
		return caller{}, nil
	}
	c, err := e.identify(r)
	if err != nil {
		return caller{}, err
	}
	if refusal := d.refusal(c); refusal != nil {
		return caller{}, refusal
	}
	if d.who == admin && !c.local {
		return e.confirm(r, d)
	}
	return c, nil
}

// confirm asks again who passes a door for admins alone, by what the database says now
// and not a second ago.
func (e *entrance) confirm(r *http.Request, d door) (caller, error) {
	if err := e.access.Refresh(r.Context()); err != nil {
		return caller{}, err
	}
	c, err := e.identify(r)
	if err != nil {
		return caller{}, err
	}
	if refusal := d.refusal(c); refusal != nil {
		return caller{}, refusal
	}
	return c, nil
}

// still says who makes a request whose body has come, which took its time: whoever has
// lost their rights since it began is refused.
func (e *entrance) still(r *http.Request) (caller, error) {
	before := callerOf(r)
	c, err := e.identify(r)
	if err == nil && c.is != before.is {
		err = cmp.Or(c.why, unauthorized("session_expired", "what you came in by has ended meanwhile: nothing was done"))
	}
	return c, err
}

// errKeyInURL does not repeat the key.
var errKeyInURL = &apiError{
	status: http.StatusBadRequest, code: "key_in_url",
	message: "a key in an address ends up in logs: revoke it, and send the next one in the header Authorization: Bearer aur_…",
}

// pageRefusal is why the page that makes a request may not, or nil. What a browser sends
// by itself, a cookie, must not be enough to act or to listen: then the page has to be
// one of ours.
func (e *entrance) pageRefusal(r *http.Request, d door) *apiError {
	acts := r.Method != http.MethodGet && r.Method != http.MethodHead
	if d.who&anyone != 0 && !acts {
		return nil
	}
	byCookie := e.login && r.Header.Get("Authorization") == "" && e.cookies.read(r, sessionCookie) != ""
	if (acts || asksForSocket(r)) && byCookie && len(r.Header.Values("Origin")) == 0 {
		return forbidden("origin_missing", "a request with a session must say in the header Origin which page makes it; programs send a key instead")
	}
	return e.originRefusal(r)
}

func asksForSocket(r *http.Request) bool {
	return strings.EqualFold(r.Header.Get("Upgrade"), "websocket")
}

// refusal is why c may not pass the door, or nil.
func (d door) refusal(c caller) *apiError {
	switch {
	case c.is&d.who != 0:
		return nil
	case c.why != nil:
		return c.why
	case c.key.ID != "":
		return forbidden("scope_missing", "the key's scope is "+string(c.key.Scope)+"; this needs "+d.scope())
	case d.who == local:
		return forbidden("not_local", "only requests from this machine are served here")
	}
	return forbidden("role_missing", "your role is "+string(c.session.Role)+"; this needs admin")
}

// scope names what a key needs to pass the door.
func (d door) scope() string {
	switch {
	case d.who&readKey != 0:
		return "read or admin"
	case d.who&ingestKey != 0:
		return "ingest or admin"
	case d.who&admin != 0:
		return "admin"
	}
	return "no key, but a request from this machine"
}

// withoutKeys refuses every address with a key in it, before anything is done with the
// address: what is sent elsewhere would get it again.
func withoutKeys(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if keyInURL(r.URL) {
			writeError(w, errKeyInURL)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// keyInURL finds the beginning of a key anywhere in an address.
func keyInURL(u *url.URL) bool {
	if strings.Contains(u.Path, access.Prefix) {
		return true
	}
	query, err := url.QueryUnescape(u.RawQuery)
	return strings.Contains(u.RawQuery, access.Prefix) || err == nil && strings.Contains(query, access.Prefix)
}
