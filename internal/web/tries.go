package web

import (
	"fmt"
	"net/http"
	"net/netip"
	"sync"
	"time"
)

// maxTriers bounds how many networks are counted at once. Where more than that try within
// a minute, the count begins anew for all.
const maxTriers = 10_000

// tries counts failed logins and key checks by network. Who has tried too often is told
// to wait; a key or a session that is valid passes all the same, so that a stranger behind
// the same address shuts nobody out.
type tries struct {
	perMinute int // 0 = any number

	mu    sync.Mutex
	since map[netip.Prefix]*trier
}

// trier is a network's minute, from its first failure on.
type trier struct {
	began  time.Time
	failed int
}

func newTries(perMinute int) *tries {
	return &tries{perMinute: perMinute, since: make(map[netip.Prefix]*trier)}
}

// refusal is why nobody from address may try now, or nil.
func (t *tries) refusal(address netip.Addr) *apiError {
	t.mu.Lock()
	defer t.mu.Unlock()
	known := t.since[limitedAs(address)]
	if t.perMinute == 0 || known == nil || known.failed < t.perMinute {
		return nil
	}
	return known.refusal(time.Now())
}

// failed counts a failure. It returns a refusal in place of the failure's own where there
// were too many before.
func (t *tries) failed(address netip.Addr) *apiError {
	if t.perMinute == 0 {
		return nil
	}
	now := time.Now()
	t.mu.Lock()
	defer t.mu.Unlock()
	known := t.since[limitedAs(address)]
	if known == nil || now.Sub(known.began) >= time.Minute {
		t.makeRoom(now)
		known = &trier{began: now}
		t.since[limitedAs(address)] = known
	}
	if known.failed++; known.failed <= t.perMinute {
		return nil
	}
	return known.refusal(now)
}

// forgive takes back what failed has counted: it was no failure after all.
func (t *tries) forgive(address netip.Addr) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if known := t.since[limitedAs(address)]; known != nil && known.failed > 0 {
		known.failed--
	}
}

func (t *tries) makeRoom(now time.Time) {
	if len(t.since) < maxTriers {
		return
	}
	for network, known := range t.since {
		if now.Sub(known.began) >= time.Minute {
			delete(t.since, network)
		}
	}
	if len(t.since) >= maxTriers {
		clear(t.since)
	}
}

// refusal is nil where the minute is over.
func (t *trier) refusal(now time.Time) *apiError {
	wait := t.began.Add(time.Minute).Sub(now)
	if wait <= 0 {
		return nil
	}
	return &apiError{
		status: http.StatusTooManyRequests, code: "too_many_tries", retryAfter: wait,
		message: fmt.Sprintf("too many failed tries from this address: try again in %d s (AURORA_MAX_FAILED_TRIES_PER_MINUTE)", int(wait.Seconds())+1),
	}
}
