package economy

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/module"
)

// Reversed is a transaction that was taken back.
type Reversed struct {
	Entry    string // the key of the entries that take it back
	Amount   int64
	Currency Currency
}

// Reverse takes back what the transaction with the key entry has moved, by entries
// the other way: nothing is ever erased. What was reversed stays so, and a reversal
// is not reversed itself; to undo one, pay or grant anew. A streak that a reversed
// claim has made stays. Who may do so is not asked here.
func (s *Service) Reverse(ctx context.Context, in module.Interaction, entry, reason string) (Reversed, error) {
	if err := s.refuseStopped(ctx, in.Guild.ID, Money); err != nil {
		return Reversed{}, err
	}
	reason = Storable(reason)
	if err := checkReason(reason); err != nil {
		return Reversed{}, err
	}
	entries, err := s.store.Entries(ctx, entry) // they never change, so they need not be read in the transaction
	if err != nil {
		return Reversed{}, fmt.Errorf("reverse: %w", err)
	}
	if err := reversible(in, entries); err != nil {
		return Reversed{}, err
	}
	rules, err := s.Config(ctx, in.Guild.ID)
	if err != nil {
		return Reversed{}, err
	}
	posted, err := s.store.Post(ctx, Transaction{
		Key:      in.ID.String(),
		Content:  fmt.Sprintf("reverse %d %d %s %s", in.Guild.ID, in.User.ID, entry, reason),
		Time:     s.clock.Now(),
		Kind:     Reversal,
		Actor:    in.User.ID,
		Reason:   reason,
		Reverses: entry,
		Postings: func(Book) ([]Posting, error) { return backwards(entries), nil },
		Event:    func(p Posted) event.Event { return reversed(in, rules.Currency, entry, reason, p) },
	})
	switch {
	case errors.Is(err, ErrReversed):
		return Reversed{}, module.Refuse("already_reversed", "That entry was reversed before.")
	case errors.Is(err, ErrInsufficientFunds):
		return Reversed{}, module.Refuse("coins_spent", "The coins are no longer there: whoever got them has spent them.")
	case errors.Is(err, ErrBalanceLimit):
		return Reversed{}, module.Refuse("balance_limit", "The account to which the coins would go back cannot hold as much.")
	case err != nil:
		return Reversed{}, failed("reverse", err)
	}
	return Reversed{Entry: in.ID.String(), Amount: posted.Amount(), Currency: rules.Currency}, nil
}

// reversible refuses what is not there to be taken back. Entries of another guild
// are nobody's business, so they are refused as unknown ones are, with a code of
// their own for the operator.
func reversible(in module.Interaction, entries []Entry) error {
	const unknown = "There is no such entry in this server's ledger."
	switch {
	case len(entries) == 0:
		return module.Refuse("unknown_entry", unknown)
	case entries[0].From.Guild != in.Guild.ID:
		return module.Refuse("foreign_entry", unknown)
	case entries[0].Kind == Reversal:
		return module.Refuse("is_reversal", "That entry is a reversal itself, and is not reversed again.")
	}
	return nil
}

// backwards moves the coins of entries back, the last first.
func backwards(entries []Entry) []Posting {
	postings := make([]Posting, 0, len(entries))
	for _, e := range slices.Backward(entries) {
		postings = append(postings, Posting{From: e.To, To: e.From, Amount: e.Amount})
	}
	return postings
}
