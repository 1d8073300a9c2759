package access

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// useGrain is how exactly the time of a use is stored.
const useGrain = time.Minute

// uses are when keys and sessions were last used, in this process. They are stored now
// and then and not with each request.
type uses struct {
	mu   sync.Mutex
	last map[string]*use // by id
}

type use struct{ at, stored time.Time }

func (u *uses) note(id string, at time.Time) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if known := u.last[id]; known != nil {
		known.at = at
		return
	}
	u.last[id] = &use{at: at}
}

// latest is when id was last used: here, or as it is stored.
func (u *uses) latest(id string, stored time.Time) time.Time {
	u.mu.Lock()
	defer u.mu.Unlock()
	if known := u.last[id]; known != nil && known.at.After(stored) {
		return known.at
	}
	return stored
}

// due are the uses that are to be stored. Those that were for long are forgotten.
func (u *uses) due(now time.Time) (due []Use) {
	u.mu.Lock()
	defer u.mu.Unlock()
	for id, known := range u.last {
		switch {
		case known.at.Sub(known.stored) >= useGrain:
			due = append(due, Use{ID: id, At: known.at.UTC().Truncate(useGrain)})
			known.stored = known.at
		case now.Sub(known.at) > time.Hour:
			delete(u.last, id)
		}
	}
	return due
}

// again makes uses due that could not be stored.
func (u *uses) again(due []Use) {
	u.mu.Lock()
	defer u.mu.Unlock()
	for _, d := range due {
		if known := u.last[d.ID]; known != nil {
			known.stored = time.Time{}
		}
	}
}

// noteUses stores the uses that are due.
func (s *Service) noteUses(ctx context.Context) error {
	due := s.uses.due(s.cfg.Now())
	if len(due) == 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, lookFor)
	defer cancel()
	if err := s.cfg.Store.Touch(ctx, due); err != nil {
		s.uses.again(due)
		return fmt.Errorf("note %d uses: %w", len(due), err)
	}
	return nil
}
