package web

import (
	"fmt"
	"net/http"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// ingestRate bounds how many events a second each key may bring. Whoever is at this
// machine is not bounded.
type ingestRate struct {
	perSecond int // 0 = any number

	mu       sync.Mutex
	limiters map[string]*rate.Limiter // by account
}

func newIngestRate(perSecond int) *ingestRate {
	return &ingestRate{perSecond: perSecond, limiters: make(map[string]*rate.Limiter)}
}

// take asks for n events of c's share. One request may bring more than a second's
// share where the share is smaller than a request may be; the next then waits longer.
func (l *ingestRate) take(c caller, n int, now time.Time) error {
	if l.perSecond == 0 || c.local {
		return nil
	}
	reserved := l.limiter(c.account()).ReserveN(now, n)
	wait := reserved.DelayFrom(now)
	if wait == 0 {
		return nil
	}
	reserved.CancelAt(now)
	return &apiError{
		status: http.StatusTooManyRequests, code: tooFast, retryAfter: wait,
		message: fmt.Sprintf("the key may send %d events a second; AURORA_MAX_INGEST_PER_SECOND changes that", l.perSecond),
	}
}

func (l *ingestRate) limiter(id string) *rate.Limiter {
	l.mu.Lock()
	defer l.mu.Unlock()
	limiter := l.limiters[id]
	if limiter == nil {
		limiter = rate.NewLimiter(rate.Limit(l.perSecond), max(l.perSecond, maxIngestEvents))
		l.limiters[id] = limiter
	}
	return limiter
}
