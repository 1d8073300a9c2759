package economy

import (
	"context"
	"fmt"
	"time"

	"github.com/aurorabot/aurora/internal/module"
)

// Integrity is how the ledger's last check came out.
type Integrity struct {
	Balanced  bool
	Drift     int64     // how far the guilds are from zero, in coins
	CheckedAt time.Time // zero: it was not checked yet
}

// Integrity is how the last check of this process came out.
func (s *Service) Integrity() Integrity {
	s.guard.mu.Lock()
	defer s.guard.mu.Unlock()
	return s.guard.health
}

// Check sums up the accounts of each guild, which must come to zero. Where they do
// not, it stops all that moves coins and raises the alarm.
func (s *Service) Check(ctx context.Context) error {
	off, err := s.store.Imbalances(ctx)
	if err != nil {
		return fmt.Errorf("check the ledger: %w", err)
	}
	health := Integrity{Balanced: len(off) == 0, CheckedAt: s.clock.Now().UTC().Truncate(time.Millisecond)}
	for _, guild := range off {
		health.Drift += max(guild.Sum, -guild.Sum)
	}
	s.guard.mu.Lock()
	s.guard.health = health
	s.guard.mu.Unlock()
	if health.Balanced {
		return nil
	}
	reason := fmt.Sprintf("the accounts of %d guilds do not sum up to zero", len(off))
	return s.stop(ctx, Money, reason, integrityFailed(reason, "imbalances", off))
}

// Verify replays the whole ledger against the balances. Where they differ, it stops
// all that moves coins and raises the alarm. pause is called between pages.
func (s *Service) Verify(ctx context.Context, pause func(context.Context) error) ([]Difference, error) {
	differences, err := Verify(ctx, s.store, pause)
	if err != nil || len(differences) == 0 {
		return nil, err
	}
	reason := fmt.Sprintf("the balances of %d accounts are not what their entries add up to", len(differences))
	return differences, s.stop(ctx, Money, reason, integrityFailed(reason, "differences", differences))
}

// Resume verifies the ledger and, where it is right, lifts all stops: the claims' and
// the money's, in every process. Otherwise it returns the differences. in is the use
// of a command, or zero where somebody asks from elsewhere. Who may do so is not
// asked here.
func (s *Service) Resume(ctx context.Context, in module.Interaction) (lifted bool, differences []Difference, err error) {
	differences, err = s.Verify(ctx, func(ctx context.Context) error { return ctx.Err() })
	if err != nil || len(differences) > 0 {
		return false, differences, err
	}
	if err := s.Check(ctx); err != nil {
		return false, nil, err
	}
	lifted, err = s.store.Resume(ctx, resumed(in))
	if err != nil {
		return false, nil, failed("resume", err)
	}
	s.forgetStops()
	_, err = s.stopped(ctx) // and with it trusts the clock again
	return lifted, nil, err
}
