package web

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"golang.org/x/time/rate"

	"github.com/aurorabot/aurora/internal/access"
	"github.com/aurorabot/aurora/internal/event"
)

// Login asks Discord who somebody is, by OAuth2's authorization code with PKCE.
type Login interface {
	// URL is where a browser is sent to. It comes back to /auth/callback with the state and
	// a code; of the verifier it carries the hash only.
	URL(state, verifier string) string
	// Identify turns a code into who has allowed it, and leaves no token behind. ok is false
	// where Discord does not take the code; err says that it could not be asked.
	Identify(ctx context.Context, code, verifier string) (user event.Ref, ok bool, err error)
}

// longestCookie is how long browsers keep a cookie at most.
// https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html#section-5.5
const longestCookie = 400 * 24 * time.Hour

// beginLogin answers GET /auth/login: it sends the browser to Discord, and has it keep by
// what it is known when it comes back.
func (s *Server) beginLogin(w http.ResponseWriter, r *http.Request) {
	returnTo := r.URL.Query().Get("return_to")
	if returnTo == "" {
		returnTo = "/"
	}
	switch refusal := s.door.tries.refusal(clientAddress(r)); {
	case s.cfg.Login == nil:
		s.refuseLogin(w, r, "/", event.Ref{}, noLogin())
		return
	case refusal != nil:
		s.refuseLogin(w, r, "/", event.Ref{}, refusal)
		return
	case !isLocalPath(returnTo):
		s.refuseLogin(w, r, "/", event.Ref{}, &apiError{status: http.StatusBadRequest, code: outOfRange, field: "return_to", message: "return_to must be a path of the dashboard, such as /events"})
		return
	}
	if s.otherName(r) {
		http.Redirect(w, r, s.public+"/auth/login?return_to="+url.QueryEscape(returnTo), http.StatusSeeOther)
		return
	}
	s.forgetRefusal(w, r)
	life := cmp.Or(s.cfg.Limits.LoginTimeout, longestCookie)
	begun := loginAttempt{State: rand.Text(), Verifier: rand.Text() + rand.Text(), ReturnTo: returnTo, Until: time.Now().Add(life)}
	s.door.cookies.set(w, loginCookie, s.seal.close(begun), life)
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, s.cfg.Login.URL(begun.State, begun.Verifier), http.StatusSeeOther)
}

// otherName reports whether this machine was called by another of its names than the one
// that Discord sends the browser back to, where it would not show the cookie.
func (s *Server) otherName(r *http.Request) bool {
	return !s.door.cookies.secure && loopback(r.Host) && s.door.scheme+"://"+r.Host != s.public
}

// isLocalPath reports whether a browser, which takes \ for / and passes over tabs and line
// breaks, stays with us when it is sent to path.
func isLocalPath(path string) bool {
	if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.Contains(path, `\`) {
		return false
	}
	if strings.ContainsFunc(path, func(c rune) bool { return c < ' ' || c == 0x7f }) {
		return false
	}
	to, err := url.Parse(path)
	return err == nil && to.Scheme == "" && to.Host == "" && len(path) <= 2000
}

// finishLogin answers GET /auth/callback, to which Discord has sent the browser back.
func (s *Server) finishLogin(w http.ResponseWriter, r *http.Request) {
	if s.cfg.Login == nil {
		s.refuseLogin(w, r, "/", event.Ref{}, noLogin())
		return
	}
	if refusal := s.door.tries.failed(clientAddress(r)); refusal != nil { // until it shows that it has not
		s.refuseLogin(w, r, s.public+"/", event.Ref{}, refusal)
		return
	}
	begun, user, err := s.identifyVisitor(r)
	s.door.cookies.drop(w, loginCookie)
	if err == nil {
		err = s.signIn(w, r, user)
	}
	if failed := s.tellFailure(r, user, err); !failed {
		s.door.tries.forgive(clientAddress(r))
	}
	if err != nil {
		s.refuseLogin(w, r, s.public+cmp.Or(begun.ReturnTo, "/"), user, err)
		return
	}
	s.forgetRefusal(w, r)
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Location", s.public+begun.ReturnTo) // with our own origin before it, it leads nowhere else
	w.WriteHeader(http.StatusSeeOther)
}

// identifyVisitor finds out who has come back. The state shows that it is the browser that
// has begun the login, and does so once.
func (s *Server) identifyVisitor(r *http.Request) (begun loginAttempt, user event.Ref, err error) {
	query := r.URL.Query()
	begun, ok := s.seal.open(s.door.cookies.read(r, loginCookie))
	if !ok || !begun.Until.After(time.Now()) || subtle.ConstantTimeCompare([]byte(begun.State), []byte(query.Get("state"))) != 1 {
		return begun, user, forbidden("login_state", "this login was not begun in this browser, or too long ago: sign in again")
	}
	if query.Get("code") == "" { // asked before anything is written: it costs nothing to come without
		return begun, user, forbidden("login_cancelled", "Discord did not say who you are; if that was not meant, sign in again")
	}
	if err := s.cfg.Access.Spend(r.Context(), begun.State, begun.Until); err != nil {
		if errors.Is(err, access.ErrSpent) {
			err = forbidden("login_state", "this login was used already: sign in again")
		}
		return begun, user, err
	}
	user, ok, err = s.cfg.Login.Identify(r.Context(), query.Get("code"), begun.Verifier)
	switch {
	case err != nil:
		s.cfg.Logger.Error("Discord could not be asked who somebody is", "error", err)
		return begun, user, &apiError{status: http.StatusBadGateway, code: "discord_unavailable", message: "Discord could not be asked who you are: try again in a minute"}
	case !ok:
		return begun, user, forbidden("login_refused", "Discord did not confirm the login: sign in again")
	}
	return begun, user, nil
}

// signIn begins the visitor's session, with an id that the browser did not have before.
func (s *Server) signIn(w http.ResponseWriter, r *http.Request, user event.Ref) error {
	token, session, err := s.cfg.Access.SignIn(r.Context(), access.Visitor{
		User: user, Address: clientAddress(r).String(), Agent: r.UserAgent(), Token: s.door.cookies.read(r, sessionCookie),
	})
	if errors.Is(err, access.ErrNoAccount) {
		return forbidden("not_on_list", "your Discord account, "+user.ID.String()+", may not use this dashboard: ask an admin to run: aurora access add "+user.ID.String()+" --role viewer")
	}
	if err != nil {
		return err
	}
	s.settle(r.Context()) // the session that the browser had is over
	s.door.cookies.set(w, sessionCookie, token, time.Until(session.Expires))
	return nil
}

// tellFailure reports whether err is the failure of a login that counts, and tells it where
// it says something: not each time that a stranger sends nonsense. Whoever may look sees the
// event, so the address is for the log alone.
func (s *Server) tellFailure(r *http.Request, user event.Ref, err error) (failed bool) {
	refusal, refused := errors.AsType[*apiError](err)
	if !refused || refusal.code == "login_cancelled" {
		return false
	}
	if refusal.status != http.StatusForbidden || !s.failedLogins.Allow() {
		return true
	}
	s.cfg.Logger.Warn("a login failed", "reason", refusal.code, "user", user.ID, "address", clientAddress(r))
	if _, err := s.cfg.Journal.Record(r.Context(), access.LoginFailed(user, refusal.code)); err != nil {
		s.cfg.Logger.Warn("a failed login is not told", "error", err)
	}
	return true
}

// newLoginNews bounds how many failed logins are told, whoever sends them: 30, and one a
// second more.
func newLoginNews() *rate.Limiter { return rate.NewLimiter(1, 30) }

// logout answers POST /auth/logout. With everywhere=1 it ends all sessions of the user.
func (s *Server) logout(w http.ResponseWriter, r *http.Request) {
	var c caller
	var err error
	if s.cfg.Login != nil && r.Header.Get("Authorization") == "" {
		c, err = s.door.identify(r)
	}
	switch {
	case err != nil || c.session.ID == "":
	case r.URL.Query().Get("everywhere") == "1":
		err = s.cfg.Access.SignOutEverywhere(r.Context(), c.session.User)
	default:
		err = s.cfg.Access.SignOut(r.Context(), c.session.ID)
	}
	if errors.Is(err, access.ErrNoSession) { // somebody was quicker
		err = nil
	}
	if err != nil {
		fail(w, r, s.cfg.Logger, err)
		return
	}
	s.settle(r.Context())
	s.door.cookies.drop(w, sessionCookie)
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusNoContent)
}

func noLogin() *apiError {
	return &apiError{
		status: http.StatusNotFound, code: "no_login",
		message: "no login is set up: set AURORA_DISCORD_CLIENT_ID and AURORA_DISCORD_CLIENT_SECRET",
	}
}
