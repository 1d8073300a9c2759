package web

import (
	"bytes"
	"errors"
	"html/template"
	"net/http"
	"strings"
)

// refuseLogin says why a login did not come about: on a page of its own to who sees it in
// a browser, and as the API does to others.
func (s *Server) refuseLogin(w http.ResponseWriter, r *http.Request, err error) {
	refusal, refused := errors.AsType[*apiError](err)
	if !refused || !strings.Contains(r.Header.Get("Accept"), "text/html") {
		fail(w, r, s.cfg.Logger, err)
		return
	}
	var text bytes.Buffer
	if err := loginPage().Execute(&text, refusal.message); err != nil {
		fail(w, r, s.cfg.Logger, err)
		return
	}
	setRetryAfter(w, refusal)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(refusal.status)
	_, _ = w.Write(text.Bytes()) // a failing connection is the browser's affair
}

func loginPage() *template.Template {
	return template.Must(template.New("login").Parse(`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Not signed in – Aurora</title>
<main>
<h1>Not signed in</h1>
<p role="alert">{{.}}</p>
<p><a href="/auth/login">Sign in with Discord</a> · <a href="/">To the dashboard</a></p>
</main>
`))
}
