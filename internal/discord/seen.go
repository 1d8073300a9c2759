package discord

import (
	"sync"
	"time"

	"github.com/aurorabot/aurora/internal/snowflake"
)

const (
	seenFor = 15 * time.Minute // as long as an interaction can be answered
	maxSeen = 1 << 16
)

// seen remembers which interactions were received, because Discord may deliver one
// again. It is bounded; what slips past it is harmless, since what a command
// changes is keyed by the interaction's id.
type seen struct {
	mu    sync.Mutex
	ids   map[snowflake.ID]struct{}
	order []sighting // the oldest first
}

type sighting struct {
	id snowflake.ID
	at time.Time
}

func newSeen() *seen { return &seen{ids: make(map[snowflake.ID]struct{})} }

// first reports whether id is seen for the first time.
func (s *seen) first(id snowflake.ID, now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for len(s.order) > 0 && (len(s.order) >= maxSeen || now.Sub(s.order[0].at) > seenFor) {
		delete(s.ids, s.order[0].id)
		s.order = s.order[1:]
	}
	if _, again := s.ids[id]; again {
		return false
	}
	s.ids[id] = struct{}{}
	s.order = append(s.order, sighting{id, now})
	return true
}
