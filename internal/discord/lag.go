package discord

import (
	"sync"
	"time"
)

// lagWindow is for how long the quickest way is remembered, twice at most.
const lagWindow = 5 * time.Minute

// lag knows how late an interaction comes: after a resume, Discord sends those of the
// meantime, whose three seconds have begun long ago. Discord's clock may differ from
// ours, so a way is compared with the quickest of late. Ours is the monotonic one,
// which nobody sets.
type lag struct {
	start time.Time

	mu            sync.Mutex
	window        time.Time // when now began
	before, least time.Duration
}

func newLag() *lag { return &lag{start: time.Now()} }

// of is by how much an interaction has come later than the quickest one.
func (l *lag) of(created, received time.Time) time.Duration {
	took := l.start.Add(received.Sub(l.start)).Sub(created)
	l.mu.Lock()
	defer l.mu.Unlock()
	switch age := received.Sub(l.window); {
	case age >= 2*lagWindow:
		l.window, l.before, l.least = received, took, took
	case age >= lagWindow:
		l.window, l.before, l.least = received, l.least, took
	}
	l.least = min(l.least, took)
	return took - min(l.before, l.least)
}
