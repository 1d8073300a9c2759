package discord

import (
	"sync"
	"time"

	"github.com/aurorabot/aurora/internal/snowflake"
)

const (
	seenFor = 15 * time.Minute // as long as an interaction can be answered
	maxSeen = 7 << 16          // in one span: 509 a second, and a table of 4 MiB
)

// seen remembers which interactions were received, because Discord may deliver one
// again. It is bounded; what slips past it is harmless, since what a command
// changes is keyed by the interaction's id.
//
// An id is kept for one to two spans of seenFor: those of the running span are in one
// set, those of the span before in another, and are forgotten together. So a set needs
// neither times nor an order, and nothing in it for the collector of garbage to follow.
type seen struct {
	mu           sync.Mutex
	running      idSet
	runningSince time.Time
	before       idSet
}

func newSeen() *seen { return &seen{} }

// first reports whether id is seen for the first time.
func (s *seen) first(id snowflake.ID, now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.turn(now)
	return !s.before.has(id) && s.running.add(id)
}

// turn begins a new span where the running one is over, or full.
func (s *seen) turn(now time.Time) {
	age := now.Sub(s.runningSince)
	if age < seenFor && s.running.size < maxSeen {
		return
	}
	s.before = s.running
	if age >= 2*seenFor {
		s.before = idSet{}
	}
	s.running, s.runningSince = idSet{}, now
}
