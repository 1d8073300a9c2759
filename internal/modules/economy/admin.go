package economy

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/module"
)

// Adjusted is what an administrator has given or taken.
type Adjusted struct {
	Entry           string // its key, by which it can be reversed
	Amount, Balance int64  // Balance is the member's, afterwards
	Currency        Currency
}

// Grant gives a member of the interaction's guild coins. Who may do so is not asked
// here.
func (s *Service) Grant(ctx context.Context, in module.Interaction, to module.Member, amount int64, reason string) (Adjusted, error) {
	account := Account{Guild: in.Guild.ID, Holder: to.ID}
	return s.adjust(ctx, in, adjustment{Grant, to, Posting{From: Grants(in.Guild.ID), To: account, Amount: amount}, reason})
}

// Deduct takes coins from a member of the interaction's guild, never more than the
// member holds. Who may do so is not asked here.
func (s *Service) Deduct(ctx context.Context, in module.Interaction, from module.Member, amount int64, reason string) (Adjusted, error) {
	account := Account{Guild: in.Guild.ID, Holder: from.ID}
	return s.adjust(ctx, in, adjustment{Deduct, from, Posting{From: account, To: Deductions(in.Guild.ID), Amount: amount}, reason})
}

// adjustment is what an administrator wants to give or to take.
type adjustment struct {
	kind    Kind
	member  module.Member
	posting Posting
	reason  string
}

func (a adjustment) check() error {
	if err := checkAmount(a.posting.Amount); err != nil {
		return err
	}
	if err := checkHolder(a.member); err != nil {
		return err
	}
	return checkReason(a.reason)
}

// checkReason refuses what does not say why.
func checkReason(reason string) error {
	switch {
	case strings.TrimSpace(reason) == "":
		return module.Refuse("reason_required", "Say why: a reason is required.")
	case utf8.RuneCountInString(reason) > maxReason:
		return module.Refuse("reason_too_long", "A reason has at most 200 characters.")
	}
	return nil
}

func (s *Service) adjust(ctx context.Context, in module.Interaction, a adjustment) (Adjusted, error) {
	if err := s.refuseStopped(ctx, in.Guild.ID, Money); err != nil {
		return Adjusted{}, err
	}
	a.reason = Storable(a.reason)
	if err := a.check(); err != nil {
		return Adjusted{}, err
	}
	rules, err := s.Config(ctx, in.Guild.ID)
	if err != nil {
		return Adjusted{}, err
	}
	key := in.ID.String()
	posted, err := s.store.Post(ctx, Transaction{
		Key:      key,
		Content:  fmt.Sprintf("%s %d %d %d %d %s", a.kind, in.Guild.ID, in.User.ID, a.member.ID, a.posting.Amount, a.reason),
		Time:     s.clock.Now(),
		Kind:     a.kind,
		Actor:    in.User.ID,
		Reason:   a.reason,
		Members:  []event.Ref{a.member.Ref},
		Postings: func(Book) ([]Posting, error) { return []Posting{a.posting}, nil },
		Event:    func(Posted) event.Event { return adjusted(in, rules.Currency, a) },
	})
	switch {
	case errors.Is(err, ErrInsufficientFunds):
		return Adjusted{}, module.Refuse("insufficient_funds", mention(a.member.ID)+" does not hold as much.")
	case errors.Is(err, ErrBalanceLimit):
		return Adjusted{}, module.Refuse("balance_limit", mention(a.member.ID)+" cannot hold as much.")
	case err != nil:
		return Adjusted{}, failed(string(a.kind), err)
	}
	account := Account{Guild: in.Guild.ID, Holder: a.member.ID}
	return Adjusted{Entry: key, Amount: a.posting.Amount, Balance: posted.Balance(account), Currency: rules.Currency}, nil
}
