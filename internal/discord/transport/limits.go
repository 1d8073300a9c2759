package transport

import (
	"net/http"
	"strconv"
	"sync"
	"time"
)

// spacing is between two requests that count towards Discord's limit of 50 a second
// in all. It allows 45: on the way some catch up with those before them.
// https://docs.discord.com/developers/topics/rate-limits#global-rate-limit
const spacing = 22 * time.Millisecond

// limits is what is known of Discord's limits. Its methods may be called from several
// goroutines.
type limits struct {
	mu      sync.Mutex
	next    time.Time // for the next request that counts towards all
	global  time.Time // until when those that count towards all pause
	every   time.Time // until when each one pauses
	buckets map[string]*bucket
	sweepAt int
	told    map[string]time.Time // until when a scope and route were told to be limited
}

// bucket is one route's allowance for one guild, channel or webhook.
type bucket struct {
	remaining, limit int
	reset            time.Time
	blocked          time.Time // until when a 429 holds
}

const fewBuckets = 256

func newLimits() *limits {
	return &limits{buckets: make(map[string]*bucket), sweepAt: fewBuckets, told: make(map[string]time.Time)}
}

// reserve takes a place for a request, or says how long to wait before asking again.
func (l *limits) reserve(r route, now time.Time) (wait time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	b := l.buckets[r.bucket]
	until := later(now, l.every)
	if b != nil {
		b.refill(now)
		until = later(until, b.blocked)
		if b.remaining <= 0 {
			until = later(until, b.reset)
		}
	}
	if !r.exempt {
		until = later(until, l.global)
		until = later(until, l.next)
	}
	if until.After(now) {
		return until.Sub(now)
	}
	if b != nil {
		b.remaining--
	}
	if !r.exempt {
		l.next = now.Add(spacing)
	}
	return 0
}

// refill begins a new window, of which only the next answer says when it ends. Until
// then nobody is held up.
func (b *bucket) refill(now time.Time) {
	if !b.reset.IsZero() && !now.Before(b.reset) {
		b.remaining, b.reset = b.limit, time.Time{}
	}
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// update notes what an answer's headers say.
func (l *limits) update(r route, remaining, limit int, reset time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	b := l.bucket(r)
	if reset.Sub(b.reset) < time.Second/2 { // the same window: answers overtake each other
		remaining = min(remaining, b.remaining)
	}
	b.remaining, b.limit, b.reset = remaining, limit, reset
}

// block notes a 429, and reports whether it is news: others that were on their way
// are refused as well, and answers to members each have a bucket of their own.
func (l *limits) block(r route, refused refusal, now time.Time) (news bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	until := now.Add(refused.after)
	b := l.bucket(r)
	b.blocked = later(b.blocked, until)
	switch {
	case refused.scope != scopeGlobal:
	case refused.edge, r.exempt: // it is not only for those that count
		l.every = later(l.every, until)
	default:
		l.global = later(l.global, until)
	}
	about := refused.scope
	if refused.scope != scopeGlobal {
		about += r.name
	}
	news = !l.told[about].After(now)
	l.told[about] = later(l.told[about], until)
	return news
}

// bucket is the route's, made where there is none. Those that hold nothing any more
// are forgotten when there are many. l.mu is held.
func (l *limits) bucket(r route) *bucket {
	if b := l.buckets[r.bucket]; b != nil {
		return b
	}
	if now := time.Now(); len(l.buckets) >= l.sweepAt {
		for key, b := range l.buckets {
			if now.After(b.reset) && now.After(b.blocked) {
				delete(l.buckets, key)
			}
		}
		l.sweepAt = max(fewBuckets, 2*len(l.buckets))
	}
	b := new(bucket)
	l.buckets[r.bucket] = b
	return b
}

// bucketOf reads the headers of a bucket; a limit of 0 is none.
// https://docs.discord.com/developers/topics/rate-limits#header-format
func bucketOf(h http.Header) (limit, remaining int, resetAfter time.Duration) {
	limit, err := strconv.Atoi(h.Get("X-RateLimit-Limit"))
	if err != nil {
		return 0, 0, 0
	}
	remaining, err = strconv.Atoi(h.Get("X-RateLimit-Remaining"))
	resetAfter, ok := seconds(h.Get("X-RateLimit-Reset-After"))
	if err != nil || !ok {
		return 0, 0, 0
	}
	return limit, remaining, resetAfter
}

// seconds reads a number of seconds, which may have a fraction.
func seconds(text string) (d time.Duration, ok bool) {
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || !(n >= 0 && n < 1e6) { // NaN is neither
		return 0, false
	}
	return time.Duration(n * float64(time.Second)), true
}
