package leveling

import (
	"context"
	"time"

	"github.com/aurorabot/aurora/internal/event"
)

const (
	// gatherFor is how long uses are gathered after some were credited, so that a busy
	// log does not cost a transaction a use.
	gatherFor = 200 * time.Millisecond
	// retryAfter is how long a database that fails is left alone.
	retryAfter = time.Second
)

// Follow credits what the follower brings, from where it was left, until ctx ends. end
// is the last event in the log: what was used before the very first start gives
// nothing. A database that is away is waited for, and nothing is lost or given twice
// by that.
func (s *Service) Follow(ctx context.Context, follower event.Follower, end uint64) error {
	var from uint64
	s.insist(ctx, "begin where it was left", func() (err error) {
		from, err = s.begin(ctx, end)
		return err
	})
	follower.Run(ctx, from, func(events []event.Event) {
		uses := usesOf(events)
		if len(uses) == 0 { // what brings nothing is as well read again after a restart
			return
		}
		s.insist(ctx, "credit uses", func() error { return s.store.Credit(ctx, uses, events[len(events)-1].Seq) })
		pause(ctx, gatherFor)
	})
	return nil
}

// begin is up to where the log is counted; the first time that is its end.
func (s *Service) begin(ctx context.Context, end uint64) (upTo uint64, err error) {
	upTo, known, err := s.store.Counted(ctx)
	if err != nil || known {
		return upTo, err
	}
	return end, s.store.Credit(ctx, nil, end)
}

// insist does something until it succeeds or ctx ends, and logs the first failure.
func (s *Service) insist(ctx context.Context, what string, do func() error) {
	for failures := 0; ctx.Err() == nil; failures++ {
		err := do()
		if err == nil || ctx.Err() != nil {
			return
		}
		if failures == 0 {
			s.logger.Error("leveling failed, and tries again", "at", what, "error", err)
		}
		pause(ctx, retryAfter)
	}
}

func pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}
