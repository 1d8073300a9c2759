package discordsim

import (
	"sync"
	"time"
)

// starts is the budget of session starts, one for all shards of an application.
// https://docs.discord.com/developers/events/gateway#session-start-limit-object
type starts struct {
	maxConcurrency int

	mu      sync.Mutex
	used    int
	renewal time.Time         // when used becomes zero again
	last    map[int]time.Time // last identify by rate limit key
}

const (
	startsPerDay    = 1000
	identifySpacing = 5 * time.Second
)

func newStarts(maxConcurrency int) *starts {
	return &starts{maxConcurrency: maxConcurrency, last: make(map[int]time.Time)}
}

// take spends one session start for a shard. tooSoon: the last of its rate limit key is less than
// five seconds ago; nothing is spent. exhausted: the day's budget is spent.
func (s *starts) take(shard int, now time.Time) (tooSoon, exhausted bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.renew(now)
	if s.used == startsPerDay {
		return false, true
	}
	key := shard % s.maxConcurrency
	if last, ok := s.last[key]; ok && now.Sub(last) < identifySpacing {
		return true, false
	}
	s.last[key] = now
	s.used++
	return false, false
}

// sessionStartLimit is the object of that name in GET /gateway/bot.
type sessionStartLimit struct {
	Total          int   `json:"total"`
	Remaining      int   `json:"remaining"`
	ResetAfter     int64 `json:"reset_after"` // ms
	MaxConcurrency int   `json:"max_concurrency"`
}

func (s *starts) read(now time.Time) sessionStartLimit {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.renew(now)
	return sessionStartLimit{
		Total:          startsPerDay,
		Remaining:      startsPerDay - s.used,
		ResetAfter:     s.renewal.Sub(now).Milliseconds(),
		MaxConcurrency: s.maxConcurrency,
	}
}

func (s *starts) renew(now time.Time) {
	if now.Before(s.renewal) {
		return
	}
	s.used, s.renewal = 0, now.Add(24*time.Hour)
}
