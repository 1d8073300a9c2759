package discordsim

import (
	"io"
	"net/http"
	"sync/atomic"
)

// failures hands out the ways in which REST fails, in turn. One of them is an answer that is lost on the
// way: the request took effect, and the client cannot know.
type failures struct{ count atomic.Uint64 }

// failure is an answer of Discord's edge or of what is behind it.
type failure struct {
	status  int
	body    string // plain text; "" = Discord's own JSON
	tooLate bool   // the request took effect
}

func (f *failures) next() *failure {
	all := []failure{
		{status: http.StatusInternalServerError},
		{status: http.StatusBadGateway, body: "error code: 502", tooLate: true},
		{status: http.StatusServiceUnavailable, body: "upstream connect error or disconnect/reset before headers"},
	}
	return &all[(f.count.Add(1)-1)%uint64(len(all))]
}

// misfortune answers a request that a fault keeps from its route; true: the answer is written.
func (a *rest) misfortune(w http.ResponseWriter, r *request) bool {
	if a.limitedByFault(w, r) {
		return true
	}
	if a.faults.meets(faultREST, 0) {
		r.fails = a.failures.next()
	}
	if r.fails == nil || r.fails.tooLate {
		return false
	}
	a.fail(w, r.fails)
	return true
}

func (a *rest) fail(w http.ResponseWriter, f *failure) {
	a.counts.restErrors.Add(1)
	if f.body == "" {
		writeJSON(w, f.status, errInternal())
		return
	}
	w.Header().Set("Content-Type", "text/plain")
	w.WriteHeader(f.status)
	_, _ = io.WriteString(w, f.body) // a failing connection is the client's affair
}

// limitedByFault answers a request with a 429 that a fault demands.
func (a *rest) limitedByFault(w http.ResponseWriter, r *request) bool {
	for _, limit := range []struct{ kind, scope string }{
		{faultLimitGlobal, "global"},
		{faultLimitUser, "user"},
		{faultLimitShared, "shared"},
	} {
		global := limit.scope == "global"
		if global && r.route.exempt {
			continue
		}
		bucket := limit.scope
		if !global {
			bucket = r.bucket()
		}
		end, again, met := a.faults.limits(limit.kind, bucket)
		if !met {
			continue
		}
		if again {
			a.notes.note("rate_limit_ignored", "%s came again before the end of a rate limit of scope %s", r.route.pattern, limit.scope)
		}
		a.limit(w, r, allowance{limit: r.route.quota.limit, reset: end, exceeded: true}, limit.scope)
		return true
	}
	return false
}
