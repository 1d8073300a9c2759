package discordsim

import (
	"fmt"
	"hash/fnv"
	"math"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// quota allows so many requests in a window that begins with the first of them.
type quota struct {
	limit  int
	window time.Duration
}

// globalQuota is for all of a bot's requests but those to an interaction's callback and webhook.
// https://docs.discord.com/developers/topics/rate-limits#global-rate-limit
func globalQuota() quota { return quota{50, time.Second} }

// allowance is what is left of a quota after a request.
type allowance struct {
	limit, remaining int
	reset            time.Time
	exceeded         bool
}

// limits counts requests by bucket.
type limits struct {
	mu      sync.Mutex
	buckets map[string]*window
	sweepAt int // the number of buckets at which the ended ones are forgotten
}

type window struct {
	used int
	ends time.Time
}

func newLimits() *limits {
	return &limits{buckets: make(map[string]*window), sweepAt: 256}
}

// take counts one request. A refused one is not counted.
func (l *limits) take(bucket string, q quota, now time.Time) allowance {
	l.mu.Lock()
	defer l.mu.Unlock()
	w := l.buckets[bucket]
	if w == nil || !now.Before(w.ends) {
		w = &window{ends: now.Add(q.window)}
		l.sweep(now)
		l.buckets[bucket] = w
	}
	if w.used == q.limit {
		return allowance{limit: q.limit, reset: w.ends, exceeded: true}
	}
	w.used++
	return allowance{limit: q.limit, remaining: q.limit - w.used, reset: w.ends}
}

func (l *limits) sweep(now time.Time) {
	if len(l.buckets) < l.sweepAt {
		return
	}
	for bucket, w := range l.buckets {
		if !now.Before(w.ends) {
			delete(l.buckets, bucket)
		}
	}
	l.sweepAt = max(256, 2*len(l.buckets))
}

// announce sets the headers of a bucket's limit.
// https://docs.discord.com/developers/topics/rate-limits#header-format
func (a allowance) announce(h http.Header, route string, now time.Time) {
	h.Set("X-RateLimit-Limit", strconv.Itoa(a.limit))
	h.Set("X-RateLimit-Remaining", strconv.Itoa(a.remaining))
	h.Set("X-RateLimit-Reset", fmt.Sprintf("%.3f", wholeMs(time.Duration(a.reset.UnixNano()))))
	h.Set("X-RateLimit-Reset-After", fmt.Sprintf("%.3f", wholeMs(a.reset.Sub(now))))
	h.Set("X-RateLimit-Bucket", bucketName(route))
}

// refuse writes a 429 of scope user, global or shared. A global one carries no bucket.
func (a allowance) refuse(w http.ResponseWriter, route, scope string, now time.Time) {
	global := scope == "global"
	after := wholeMs(a.reset.Sub(now))
	h := w.Header()
	h.Set("Retry-After", strconv.Itoa(int(math.Ceil(after))))
	h.Set("X-RateLimit-Scope", scope)
	if global {
		h.Set("X-RateLimit-Global", "true")
	} else {
		a.announce(h, route, now)
	}
	writeJSON(w, http.StatusTooManyRequests, map[string]any{
		"message": "You are being rate limited.", "retry_after": after, "global": global, "code": 0,
	})
}

// wholeMs is d in seconds to the millisecond, upwards: who waits for as long as that is not too early.
func wholeMs(d time.Duration) float64 {
	return float64((d + time.Millisecond - 1).Milliseconds()) / 1000
}

// bucketName hides the route as Discord does: behind a hash.
func bucketName(route string) string {
	hash := fnv.New128a()
	_, _ = hash.Write([]byte(route)) // never fails
	return fmt.Sprintf("%x", hash.Sum(nil))
}
