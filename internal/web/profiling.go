package web

import (
	"net/http"
	"net/http/pprof" // what it registers with http.DefaultServeMux leads nowhere: nothing serves that
)

// profiles answer /debug/pprof/, for go tool pprof. They are for admins and for who is at
// this machine: they tell more than a viewer sees, and cost time.
var profiles = map[string]http.Handler{
	"/debug/pprof/":        http.HandlerFunc(pprof.Index),
	"/debug/pprof/profile": unhurried(pprof.Profile),
	"/debug/pprof/symbol":  http.HandlerFunc(pprof.Symbol),
	"/debug/pprof/trace":   unhurried(pprof.Trace),
}

// unhurried is for an answer that begins when what it tells of is over, such as 30 s of
// work; see prompt.
func unhurried(next http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if b, ok := w.(*beginning); ok {
			b.begins.Stop()
		}
		next(w, r)
	})
}
