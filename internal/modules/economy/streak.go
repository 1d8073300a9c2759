package economy

import (
	"context"
	"fmt"
	"time"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/module"
)

// Standing is how a member stands with the daily claims.
type Standing struct {
	Streak    int       // days in a row up to today or yesterday; 0 where it has ended
	Claimed   bool      // today
	Next      time.Time // from when the next claim is possible; the past where it is now
	SafeUntil time.Time // when the streak ends without a claim; zero where there is none
	Amount    int64     // of the next claim, if it comes in time
	Currency  Currency
}

// Streak tells how a member of the interaction's guild stands with the daily claims.
func (s *Service) Streak(ctx context.Context, in module.Interaction, of event.Ref) (Standing, error) {
	c, err := s.newClaim(ctx, in)
	if err != nil {
		return Standing{}, fmt.Errorf("streak: %w", err)
	}
	held, err := s.store.Holding(ctx, Account{Guild: in.Guild.ID, Holder: of.ID})
	if err != nil {
		return Standing{}, fmt.Errorf("streak: %w", err)
	}
	standing := Standing{Claimed: held.Streak.Day >= c.today, Currency: c.rules.Currency}
	if held.Streak.Day < before(c.today) { // it has ended, or never begun
		standing.Next, standing.Amount = startOf(c.today, c.at.Location()), c.rules.dailyAmount(1)
		return standing, nil
	}
	standing.Streak = held.Streak.Length
	standing.Next = nextDay(startOf(held.Streak.Day, c.at.Location()))
	standing.SafeUntil = nextDay(standing.Next)
	standing.Amount = c.rules.dailyAmount(standing.Streak + 1)
	return standing, nil
}
