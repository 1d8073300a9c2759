package economy

import (
	"context"
	"fmt"
	"time"

	"github.com/aurorabot/aurora/internal/module"
	"github.com/aurorabot/aurora/internal/snowflake"
)

// Integrity is how the ledger's last check came out.
type Integrity struct {
	Balanced  bool      // all guilds, and no verification has stopped what moves coins
	Drift     int64     // how far the guilds are from zero, in coins
	CheckedAt time.Time // zero: it was not checked yet

	Entries int64 // of the ledger
	Sums    Sheet // over all guilds
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
	sheets, err := s.store.Sheets(ctx)
	if err != nil {
		return fmt.Errorf("check the ledger: %w", err)
	}
	entries, err := s.store.Count(ctx)
	if err != nil {
		return fmt.Errorf("check the ledger: %w", err)
	}
	stops, err := s.stopped(ctx)
	if err != nil {
		return fmt.Errorf("check the ledger: %w", err)
	}
	health := Integrity{CheckedAt: s.clock.Now().UTC().Truncate(time.Millisecond), Entries: entries}
	var off []imbalance
	for _, guild := range sheets {
		health.Sums.add(guild)
		if drift := guild.Drift(); drift != 0 {
			health.Drift += max(drift, -drift)
			off = append(off, imbalance{guild.Guild, drift})
		}
	}
	health.Balanced = len(off) == 0 && !includes(stops, Money)
	s.guard.mu.Lock()
	s.guard.health = health
	s.guard.mu.Unlock()
	if len(off) == 0 {
		return nil
	}
	reason := fmt.Sprintf("guilds whose accounts do not sum up to zero: %d", len(off))
	return s.stop(ctx, Money, reason, integrityFailed(reason, "imbalances", off))
}

// imbalance is what the accounts of a guild sum up to, where that is not nothing.
type imbalance struct {
	Guild snowflake.ID `json:"guild"`
	Sum   int64        `json:"sum,string"`
}

// Verify replays the whole ledger against the balances. Where they differ, it stops
// all that moves coins and raises the alarm. pause is called between pages.
func (s *Service) Verify(ctx context.Context, pause func(context.Context) error) ([]Difference, error) {
	differences, err := Verify(ctx, s.store, pause)
	if err != nil || len(differences) == 0 {
		return nil, err
	}
	reason := fmt.Sprintf("accounts whose balance is not what their entries add up to: %d", len(differences))
	return differences, s.stop(ctx, Money, reason, integrityFailed(reason, "differences", differences))
}

// Resume verifies the ledger and, where it is right, lifts all stops: the claims' and
// the money's, in every guild and process. Otherwise it returns the differences. It is
// for who runs the bot, as the ledger is that of all guilds.
func (s *Service) Resume(ctx context.Context) (lifted bool, differences []Difference, err error) {
	differences, err = s.Verify(ctx, func(ctx context.Context) error { return ctx.Err() })
	if err != nil || len(differences) > 0 {
		return false, differences, err
	}
	lifted, err = s.store.Resume(ctx, resumed())
	if err != nil {
		return false, nil, failed("resume", err)
	}
	s.forgetStops()
	return lifted, nil, s.Check(ctx) // which sees that nothing is stopped, and trusts the clock again
}

// ResumeClaims lifts the claims' stop in the guild of in, and reports whether there was
// one. Should the clock be moved once more, claims are stopped there, too. Who may do so
// is not asked here.
func (s *Service) ResumeClaims(ctx context.Context, in module.Interaction, reason string) (lifted bool, err error) {
	if err := checkReason(reason); err != nil {
		return false, err
	}
	if _, err := s.stopped(ctx); err != nil { // so that what comes next is seen as a change
		return false, err
	}
	lifted, err = s.store.ResumeIn(ctx, in.Guild.ID, Claims, claimsResumed(in, Storable(reason)))
	if err != nil {
		return false, failed("resume claims", err)
	}
	s.forgetStops()
	return lifted, nil
}

// MoneyStopped reports whether all that moves coins is stopped, in all guilds.
func (s *Service) MoneyStopped(ctx context.Context) (bool, error) {
	stops, err := s.stopped(ctx)
	return includes(stops, Money), err
}
