package economy

import (
	"context"
	"errors"
	"fmt"
	"unicode/utf8"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/module"
)

// maxReason is how many characters a note or a reason may have.
const maxReason = 200

// Payment is what a member wants to pay.
type Payment struct {
	To     module.Member
	Amount int64
	Note   string // what for; or ""
}

// Paid is a payment that was made.
type Paid struct {
	Amount, Balance int64 // Balance is the payer's, afterwards
	Currency        Currency
}

// Pay moves coins from the member who asks to another. What the rules do not allow
// is refused, and told as an event.
func (s *Service) Pay(ctx context.Context, in module.Interaction, p Payment) (Paid, error) {
	if err := s.refuseStopped(ctx, in.Guild.ID, Money); err != nil {
		return Paid{}, err
	}
	rules, err := s.Config(ctx, in.Guild.ID)
	if err != nil {
		return Paid{}, err
	}
	p.Note = Storable(p.Note)
	if err := payable(in, p); err != nil {
		return Paid{}, s.rejected(ctx, in, err)
	}
	from, to := member(in), Account{Guild: in.Guild.ID, Holder: p.To.ID}
	posted, err := s.store.Post(ctx, Transaction{
		Key:     in.ID.String(),
		Content: fmt.Sprintf("pay %d %d %d %d %s", in.Guild.ID, in.User.ID, p.To.ID, p.Amount, p.Note),
		Time:    s.clock.Now(),
		Kind:    Transfer,
		Actor:   in.User.ID,
		Reason:  p.Note,
		Members: []event.Ref{in.User, p.To.Ref},
		Postings: func(Book) ([]Posting, error) {
			return []Posting{{From: from, To: to, Amount: p.Amount}}, nil
		},
		Event: func(posted Posted) event.Event { return transferred(in, rules.Currency, p, posted) },
	})
	switch {
	case errors.Is(err, ErrInsufficientFunds):
		held, err := s.Balance(ctx, in, in.User)
		if err != nil {
			return Paid{}, fmt.Errorf("pay: %w", err)
		}
		return Paid{}, s.rejected(ctx, in, tooPoor(held, p.Amount))
	case errors.Is(err, ErrBalanceLimit):
		return Paid{}, s.rejected(ctx, in, module.Refuse("balance_limit", mention(p.To.ID)+" cannot hold as much."))
	case err != nil:
		return Paid{}, failed("pay", err)
	}
	return Paid{Amount: p.Amount, Balance: posted.Balance(from), Currency: rules.Currency}, nil
}

// CheckPayment refuses a payment as [Service.Pay] would now, and moves nothing. It
// returns what the payer has.
func (s *Service) CheckPayment(ctx context.Context, in module.Interaction, p Payment) (Held, error) {
	if err := s.refuseStopped(ctx, in.Guild.ID, Money); err != nil {
		return Held{}, err
	}
	if err := payable(in, p); err != nil {
		return Held{}, s.rejected(ctx, in, err)
	}
	held, err := s.Balance(ctx, in, in.User)
	if err != nil {
		return Held{}, err
	}
	if held.Coins < p.Amount {
		return Held{}, s.rejected(ctx, in, tooPoor(held, p.Amount))
	}
	return held, nil
}

// payable refuses what can be seen to be wrong without the ledger.
func payable(in module.Interaction, p Payment) error {
	if err := checkAmount(p.Amount); err != nil {
		return err
	}
	if p.To.ID == in.User.ID {
		return module.Refuse("self_transfer", "You cannot pay yourself.")
	}
	if err := checkHolder(p.To); err != nil {
		return err
	}
	if utf8.RuneCountInString(p.Note) > maxReason {
		return module.Refuse("note_too_long", "A note has at most 200 characters.")
	}
	return nil
}

// checkHolder refuses whoever cannot hold coins.
func checkHolder(m module.Member) error {
	if m.ID < firstMember { // one of the ledger's own accounts, or nobody
		return module.Refuse("unknown_recipient", "There is no such member.")
	}
	if m.Bot {
		return module.Refuse("bot_recipient", mention(m.ID)+" is a bot: bots hold no coins.")
	}
	return nil
}

func tooPoor(held Held, amount int64) error {
	return module.Refuse("insufficient_funds", fmt.Sprintf("You have %s, not %s.", held.Currency.Format(held.Coins), held.Currency.Format(amount)))
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
