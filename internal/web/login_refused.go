package web

import (
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/aurorabot/aurora/internal/event"
)

// refusedLogin is why a login did not come about. The browser keeps it for the page, which
// asks GET /api/me; there is nobody yet to whom the server could keep it.
type refusedLogin struct {
	Code    string    `json:"code"`
	Message string    `json:"message"`
	User    event.Ref `json:"user"` // who it would have been; the id is 0 where that is not known
	Until   time.Time `json:"until"`
}

const (
	refusedCookie = "aurora_refused"
	refusedLife   = 10 * time.Minute
	maxRefusedFor = 100 // characters of a user's name: a cookie has an end
)

// refuseLogin says why a login did not come about: a browser is sent to the page, which
// shows it; others are answered as by the API. user is who it would have been, if known.
func (s *Server) refuseLogin(w http.ResponseWriter, r *http.Request, to string, user event.Ref, err error) {
	refusal, refused := errors.AsType[*apiError](err)
	if !refused || !strings.Contains(r.Header.Get("Accept"), "text/html") {
		fail(w, r, s.cfg.Logger, err)
		return
	}
	user.Name = event.Clip(user.Name, maxRefusedFor)
	why := refusedLogin{Code: refusal.code, Message: refusal.message, User: user, Until: time.Now().Add(refusedLife)}
	s.door.cookies.set(w, refusedCookie, s.refusedSeal.close(why), refusedLife)
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Location", to)
	w.WriteHeader(http.StatusSeeOther)
}

// refusedBefore is why the login of the browser that makes r did not come about; ok is
// false where none has failed lately.
func (s *Server) refusedBefore(r *http.Request) (why refusedLogin, ok bool) {
	why, ok = s.refusedSeal.open(s.door.cookies.read(r, refusedCookie))
	return why, ok && why.Until.After(time.Now())
}

// forgetRefusal is for a browser that tries anew.
func (s *Server) forgetRefusal(w http.ResponseWriter, r *http.Request) {
	if s.door.cookies.read(r, refusedCookie) != "" {
		s.door.cookies.drop(w, refusedCookie)
	}
}
