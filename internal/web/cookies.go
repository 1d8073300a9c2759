package web

import (
	"net/http"
	"net/url"
	"time"
)

// The cookies, by what they are for.
const (
	sessionCookie = "aurora_session" // the token of a session
	loginCookie   = "aurora_login"   // of a login that has begun
)

// KeepsSecrets reports whether what a browser sends to an origin cannot be read on its way:
// over https, or where it does not leave the machine.
func KeepsSecrets(origin string) bool {
	u, err := url.Parse(origin)
	return err == nil && (u.Scheme == "https" || loopback(u.Host))
}

// cookies are set for one origin alone. Over https no other host can have set them, which
// the prefix of their names makes browsers see to.
// https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis-22#section-4.1.3.2
type cookies struct{ secure bool }

func (c cookies) name(purpose string) string {
	if c.secure {
		return "__Host-" + purpose
	}
	return purpose
}

// read is a cookie's value. One that comes twice was not set by us alone, and is none.
func (c cookies) read(r *http.Request, purpose string) string {
	if found := r.CookiesNamed(c.name(purpose)); len(found) == 1 {
		return found[0].Value
	}
	return ""
}

// set has the browser keep a value for a while.
func (c cookies) set(w http.ResponseWriter, purpose, value string, life time.Duration) {
	c.write(w, purpose, value, int(life.Seconds()))
}

// drop has the browser forget a value.
func (c cookies) drop(w http.ResponseWriter, purpose string) { c.write(w, purpose, "", -1) }

func (c cookies) write(w http.ResponseWriter, purpose, value string, maxAge int) {
	http.SetCookie(w, &http.Cookie{ //nolint:gosec // over http, without Secure, it counts at this machine only
		Name: c.name(purpose), Value: value, MaxAge: maxAge,
		Path: "/", HttpOnly: true, Secure: c.secure, SameSite: http.SameSiteLaxMode,
	})
}
