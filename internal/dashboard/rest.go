package dashboard

import (
	"cmp"
	"slices"
	"time"

	"github.com/aurorabot/aurora/internal/event"
)

// Discord's limits: of all requests in a second, and of invalid ones in 10 minutes.
// https://docs.discord.com/developers/topics/rate-limits
const (
	requestsPerSec = 50
	invalidLimit   = 10_000
)

// tightest is how many buckets the stats list.
const tightest = 5

// restState is what the readings have said of requests to Discord.
type restState struct {
	asked   bool
	queued  int
	calls   window // all
	counted window // those towards the limit of all requests
	latency sample

	ok, refused, limited, failed, silent window // by status
	user, global, shared                 window // 429s by scope
	invalid                              *tally
	invalidNow                           window
	routes                               map[string]*routeState
}

// routeState is one route's last five minutes.
type routeState struct {
	calls, limited, failed window
	latency                sample
	bucket                 bucketState
}

// bucketState is what the last answer on a route has said of its bucket; zero where
// none has.
type bucketState struct {
	remaining, limit int
	reset            time.Time
}

func newRESTState() restState {
	return restState{invalid: newTally(60, 10*time.Second), routes: make(map[string]*routeState)}
}

func (s *restState) observe(m event.Measure, now time.Time) {
	switch m := m.(type) {
	case event.RESTWaiting:
		s.queued = m.Count
	case event.RESTCalled:
		s.called(m, now)
	}
}

func (s *restState) called(m event.RESTCalled, now time.Time) {
	s.asked = true
	s.calls.add(now)
	if !m.Exempt {
		s.counted.add(now)
	}
	s.byStatus(m.Status).add(now)
	if m.Status != 0 {
		s.latency.add(now, event.Milliseconds(m.Latency))
	}
	if w := s.byScope(m.Scope); w != nil {
		w.add(now)
	}
	if m.Status == 401 || m.Status == 403 || m.Status == 429 && m.Scope != "shared" {
		s.invalid.add(now)
		s.invalidNow.add(now)
	}
	s.route(m.Route).called(m, now)
}

// route is what is known of a route. There are as many as Aurora has kinds of requests.
func (s *restState) route(name string) *routeState {
	if s.routes[name] == nil {
		s.routes[name] = &routeState{}
	}
	return s.routes[name]
}

func (r *routeState) called(m event.RESTCalled, now time.Time) {
	r.calls.add(now)
	switch {
	case m.Status == 429:
		r.limited.add(now)
	case m.Status == 0 || m.Status >= 400:
		r.failed.add(now)
	}
	if m.Status != 0 {
		r.latency.add(now, event.Milliseconds(m.Latency))
	}
	if m.Limit > 0 {
		r.bucket = bucketState{m.Remaining, m.Limit, now.Add(m.ResetAfter)}
	}
}

func (s *restState) byStatus(status int) *window {
	switch {
	case status == 0:
		return &s.silent
	case status == 429:
		return &s.limited
	case status >= 500:
		return &s.failed
	case status >= 400:
		return &s.refused
	}
	return &s.ok
}

// byScope is nil for what is no scope.
func (s *restState) byScope(scope string) *window {
	switch scope {
	case "user":
		return &s.user
	case "global":
		return &s.global
	case "shared":
		return &s.shared
	}
	return nil
}

func (s *restState) stats(now time.Time) REST {
	if !s.asked {
		return REST{}
	}
	perSec, queued := float64(s.calls.sum(now, 10))/10, s.queued
	used := float64(s.counted.sum(now, 10)) / (10 * requestsPerSec)
	buckets := s.tightest(now)
	sum := func(w *window) int { return w.sum(now, span) }
	return REST{
		ReqPerSec: &perSec, GlobalUsedPct: &used, Latency: s.latency.percentiles(now), Queued: &queued,
		Status:     &RESTStatus{sum(&s.ok), sum(&s.refused), sum(&s.limited), sum(&s.failed), sum(&s.silent)},
		Ratelimits: &RESTLimits{sum(&s.user), sum(&s.global), sum(&s.shared)},
		Invalid:    &InvalidCount{Count10m: s.invalid.sum(now), Limit: invalidLimit, Projected10m: 10 * s.invalidNow.sum(now, 60)},
		Buckets:    &buckets,
	}
}

// tightest lists the buckets of which the least is left, until they are full again.
func (s *restState) tightest(now time.Time) []BucketStatus {
	list := []BucketStatus{}
	for name, route := range s.routes {
		b := route.bucket
		if left := b.reset.Sub(now); left > 0 {
			list = append(list, BucketStatus{name, b.remaining, b.limit, event.Milliseconds(left)})
		}
	}
	slices.SortFunc(list, func(a, b BucketStatus) int {
		return cmp.Or(cmp.Compare(a.Remaining*b.Limit, b.Remaining*a.Limit), cmp.Compare(a.Route, b.Route))
	})
	return list[:min(len(list), tightest)]
}

// list are the routes of the last five minutes, the most used first.
func (s *restState) list(now time.Time) []Route {
	list := []Route{}
	for name, r := range s.routes {
		n := r.calls.sum(now, span)
		if n == 0 {
			continue
		}
		route := Route{Route: name, N: n, S429: r.limited.sum(now, span), Errors: r.failed.sum(now, span)}
		if took := r.latency.percentiles(now); took != nil {
			route.P50, route.P95, route.P99 = &took.P50, &took.P95, &took.P99
		}
		list = append(list, route)
	}
	slices.SortFunc(list, func(a, b Route) int { return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Route, b.Route)) })
	return list
}
