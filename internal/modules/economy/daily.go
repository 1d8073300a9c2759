package economy

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/module"
)

// Claimed is a daily claim that was paid.
type Claimed struct {
	Amount, Balance int64
	Streak          int
	Next            time.Time // from when the next claim is possible
	SafeUntil       time.Time // when the streak ends without it
	Currency        Currency
}

// ClaimDaily pays the member the daily coins, once a calendar day of the guild's
// time zone. A second claim is refused, also where the clock or the zone has gone
// back; the day is part of Once, so the database decides a race.
func (s *Service) ClaimDaily(ctx context.Context, in module.Interaction) (Claimed, error) {
	if err := s.refuseStopped(ctx, in.Guild.ID, Claims, Money); err != nil {
		return Claimed{}, err
	}
	c, err := s.newClaim(ctx, in)
	if err != nil {
		return Claimed{}, fmt.Errorf("claim daily: %w", err)
	}
	posted, err := s.store.Post(ctx, Transaction{
		Key:      in.ID.String(),
		Content:  fmt.Sprintf("daily %d %d", in.Guild.ID, in.User.ID),
		Once:     fmt.Sprintf("daily:%d:%d:%s", in.Guild.ID, in.User.ID, c.today),
		Time:     c.at,
		Kind:     Daily,
		Actor:    in.User.ID,
		Members:  []event.Ref{in.User},
		Postings: c.postings,
		Event:    func(p Posted) event.Event { return dailyClaimed(in, c.rules.Currency, p) },
	})
	switch {
	case errors.Is(err, ErrOnce):
		return Claimed{}, module.Refuse("already_claimed", fmt.Sprintf(
			"You have claimed today's %s. The next claim opens <t:%d:R>.", c.rules.Name, c.next().Unix()))
	case errors.Is(err, ErrBalanceLimit):
		return Claimed{}, module.Refuse("balance_limit", "Your account is full: it cannot hold as many more.")
	case err != nil:
		return Claimed{}, failed("claim daily", err)
	}
	return c.claimed(posted), nil
}

// claim is one try to get the daily coins.
type claim struct {
	member Account
	rules  Config
	at     time.Time // in the guild's zone
	today  string
	last   Streak // as it was found in the transaction
}

func (s *Service) newClaim(ctx context.Context, in module.Interaction) (*claim, error) {
	rules, err := s.store.Config(ctx, in.Guild.ID)
	if err != nil {
		return nil, err
	}
	zone, err := rules.location()
	if err != nil {
		return nil, err
	}
	at := s.clock.Now().In(zone)
	return &claim{member: member(in), rules: rules, at: at, today: dayOf(at)}, nil
}

// postings reads the streak where it is changed, inside the transaction.
func (c *claim) postings(book Book) (_ []Posting, err error) {
	if c.last, err = book.Streak(c.member); err != nil {
		return nil, err
	}
	if c.last.Day >= c.today {
		return nil, ErrOnce
	}
	streak := c.last.on(c.today)
	if err := book.SetStreak(c.member, streak); err != nil {
		return nil, err
	}
	return []Posting{{From: Mint(c.member.Guild), To: c.member, Amount: c.rules.dailyAmount(streak.Length)}}, nil
}

// on is the streak after a claim on a later day.
func (s Streak) on(day string) Streak {
	if s.Day == before(day) {
		return Streak{Day: day, Length: s.Length + 1}
	}
	return Streak{Day: day, Length: 1}
}

// next is when the next claim is possible after one that was refused.
func (c *claim) next() time.Time {
	return nextDay(startOf(max(c.last.Day, c.today), c.at.Location()))
}

// claimed reads the answer from what was posted, which may be by an earlier delivery
// of the same request.
func (c *claim) claimed(p Posted) Claimed {
	streak := p.Entries[0].Streak
	next := nextDay(startOf(streak.Day, c.at.Location()))
	return Claimed{
		Amount: p.Amount(), Balance: p.Balance(c.member), Streak: streak.Length,
		Next: next, SafeUntil: nextDay(next), Currency: c.rules.Currency,
	}
}
