package transport

import (
	"net/http"
	"sync"
	"time"
)

const (
	// comparedTogether is over how many of the last answers our clock is compared with
	// Discord's. A Date has whole seconds, so one answer says it to half a second either
	// way; the mean of this many is off by 0.04 s, and seldom by 0.1 s.
	comparedTogether = 64
	// comparedFirst is how many it takes to say anything: to 0.1 s, and seldom worse than
	// 0.3 s.
	comparedFirst = 8
	// slowAnswer is from when an answer says too little: nobody knows where on its way
	// Discord wrote the date.
	slowAnswer = time.Second
)

// clock compares our clock with Discord's by the Date of its answers. Its methods may be
// called from several goroutines.
type clock struct {
	mu    sync.Mutex
	ahead [comparedTogether]time.Duration
	count int
	sum   time.Duration
}

// compare takes an answer that has come at now, and says how far our clock is ahead of
// Discord's. known is false as long as too few answers have told.
func (c *clock) compare(header http.Header, now time.Time, latency time.Duration) (ahead time.Duration, known bool) {
	date, err := http.ParseTime(header.Get("Date"))
	if err != nil || latency > slowAnswer {
		return 0, false
	}
	written := now.Round(0).Add(-latency / 2)             // by our clock on the wall
	seen := written.Sub(date.Add(500 * time.Millisecond)) // somewhere in its second
	c.mu.Lock()
	defer c.mu.Unlock()
	at := c.count % comparedTogether
	c.sum += seen - c.ahead[at]
	c.ahead[at] = seen
	c.count++
	if c.count < comparedFirst {
		return 0, false
	}
	return c.sum / time.Duration(min(c.count, comparedTogether)), true
}
