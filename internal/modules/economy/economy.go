// Package economy holds the rules of a guild's coins: the daily claim with its
// streak, payments between members, and the double-entry ledger under both, in
// which coins are only ever moved.
//
// It keeps nothing itself: a [Store] does, and decides every race. It knows
// nothing of SQL, HTTP or Discord.
package economy

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/module"
)

// The daily claim: a base, a step for each further day in a row, up to a bonus cap.
const (
	dailyBase = 100
	dailyStep = 10
	dailyCap  = 200
)

// Journal takes events that move no money.
type Journal interface {
	Record(ctx context.Context, e event.Event) (seq uint64, err error)
}

// Service applies the rules. It may be used from several goroutines.
type Service struct {
	store   Store
	journal Journal
	now     func() time.Time
}

// NewService returns the rules over a ledger. now is the clock that decides which
// day it is.
func NewService(store Store, journal Journal, now func() time.Time) *Service {
	return &Service{store: store, journal: journal, now: now}
}

// Claimed is a daily claim that was paid.
type Claimed struct {
	Amount, Balance int64
	Streak          int
	Next            time.Time // from when the next claim is possible
}

// ClaimDaily pays the member the daily coins, once a calendar day (UTC). A second
// claim is refused, also where the clock has gone back; the day is part of Once, so
// the database decides a race.
func (s *Service) ClaimDaily(ctx context.Context, in module.Interaction) (Claimed, error) {
	today := s.now().UTC()
	day := today.Format(time.DateOnly)
	member := Account{Guild: in.Guild.ID, Holder: in.User.ID}
	posted, err := s.store.Post(ctx, Transaction{
		Key:      in.ID.String(),
		Content:  fmt.Sprintf("daily %d %d", in.Guild.ID, in.User.ID),
		Once:     fmt.Sprintf("daily:%d:%d:%s", in.Guild.ID, in.User.ID, day),
		Postings: func(book Book) ([]Posting, error) { return dailyPostings(book, member, today) },
		Event:    func(p Posted) event.Event { return dailyClaimed(in, p) },
	})
	switch {
	case errors.Is(err, ErrOnce):
		return Claimed{}, module.Refuse("already_claimed", fmt.Sprintf(
			"You have claimed today's coins. The next claim opens <t:%d:R>.", nextDay(today).Unix()))
	case errors.Is(err, ErrBalanceLimit):
		return Claimed{}, module.Refuse("balance_limit", "Your account is full: it cannot hold another coin.")
	case err != nil:
		return Claimed{}, fmt.Errorf("claim daily: %w", err)
	}
	return claimedFrom(posted, member), nil
}

// dailyPostings reads the streak where it is changed, inside the transaction.
func dailyPostings(book Book, member Account, today time.Time) ([]Posting, error) {
	last, err := book.Streak(member)
	if err != nil {
		return nil, err
	}
	day := today.Format(time.DateOnly)
	if last.Day >= day {
		return nil, ErrOnce
	}
	length := 1
	if last.Day == today.AddDate(0, 0, -1).Format(time.DateOnly) {
		length = last.Length + 1
	}
	if err := book.SetStreak(member, Streak{Day: day, Length: length}); err != nil {
		return nil, err
	}
	return []Posting{{From: Mint(member.Guild), To: member, Amount: dailyAmount(length)}}, nil
}

// dailyAmount is 100 coins on the first day in a row, 10 more on each further one,
// 300 from the 21st on.
func dailyAmount(streak int) int64 {
	return dailyBase + min(dailyStep*int64(streak-1), dailyCap)
}

func claimedFrom(p Posted, member Account) Claimed {
	day, _ := time.Parse(time.DateOnly, p.Streak.Day) // written by dailyPostings
	return Claimed{Amount: p.Postings[0].Amount, Balance: p.Balance(member), Streak: p.Streak.Length, Next: nextDay(day)}
}

// nextDay is the first instant of the UTC day after t's.
func nextDay(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day()+1, 0, 0, 0, 0, time.UTC)
}

// Paid is a payment that was made.
type Paid struct {
	Amount, Balance int64 // Balance is the payer's, afterwards
}

// Pay moves amount coins from the member who asks to another. What the rules do not
// allow is refused, and told as an event.
func (s *Service) Pay(ctx context.Context, in module.Interaction, to module.Member, amount int64) (Paid, error) {
	if err := payable(in, to, amount); err != nil {
		return Paid{}, s.rejected(ctx, in, err)
	}
	from := Account{Guild: in.Guild.ID, Holder: in.User.ID}
	posting := Posting{From: from, To: Account{Guild: in.Guild.ID, Holder: to.ID}, Amount: amount}
	posted, err := s.store.Post(ctx, Transaction{
		Key:      in.ID.String(),
		Content:  fmt.Sprintf("pay %d %d %d %d", in.Guild.ID, in.User.ID, to.ID, amount),
		Postings: func(Book) ([]Posting, error) { return []Posting{posting}, nil },
		Event:    func(p Posted) event.Event { return transferred(in, to.Ref, p) },
	})
	switch {
	case errors.Is(err, ErrInsufficientFunds):
		return Paid{}, s.rejected(ctx, in, s.tooPoor(ctx, from, amount))
	case errors.Is(err, ErrBalanceLimit):
		return Paid{}, s.rejected(ctx, in, module.Refuse("balance_limit", mention(to.ID)+" cannot hold as many coins."))
	case err != nil:
		return Paid{}, fmt.Errorf("pay: %w", err)
	}
	return Paid{Amount: amount, Balance: posted.Balance(from)}, nil
}

// payable refuses what can be seen to be wrong without the ledger.
func payable(in module.Interaction, to module.Member, amount int64) error {
	switch {
	case amount < 1:
		return module.Refuse("amount_too_small", "Pay at least 1 coin.")
	case amount > MaxAmount:
		return module.Refuse("amount_too_large", "Pay at most "+coins(MaxAmount)+" at once.")
	case to.ID == in.User.ID:
		return module.Refuse("self_transfer", "You cannot pay yourself.")
	case to.ID < firstMember: // one of the ledger's own accounts, or nobody
		return module.Refuse("unknown_recipient", "There is no such member.")
	case to.Bot:
		return module.Refuse("bot_recipient", mention(to.ID)+" is a bot: bots hold no coins.")
	}
	return nil
}

func (s *Service) tooPoor(ctx context.Context, from Account, amount int64) error {
	has, err := s.store.Balance(ctx, from)
	if err != nil {
		return fmt.Errorf("pay: %w", err)
	}
	return module.Refuse("insufficient_funds", fmt.Sprintf("You have %s, not %s.", coins(has), coins(amount)))
}

// rejected tells a refusal as an event and returns it; an error that is none is
// only returned.
func (s *Service) rejected(ctx context.Context, in module.Interaction, err error) error {
	refusal, ok := errors.AsType[*module.Refusal](err)
	if !ok {
		return err
	}
	if _, recordErr := s.journal.Record(ctx, transferRejected(in, refusal)); recordErr != nil {
		return fmt.Errorf("pay: tell the refusal %s: %w", refusal.Code, recordErr)
	}
	return err
}

// Balance is the coins that a member of the interaction's guild holds.
func (s *Service) Balance(ctx context.Context, in module.Interaction, of event.Ref) (int64, error) {
	has, err := s.store.Balance(ctx, Account{Guild: in.Guild.ID, Holder: of.ID})
	if err != nil {
		return 0, fmt.Errorf("balance: %w", err)
	}
	return has, nil
}

// coins is an amount in words, with its thousands parted.
func coins(n int64) string {
	digits := strconv.FormatInt(n, 10)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	if n == 1 {
		return digits + " coin"
	}
	return digits + " coins"
}
