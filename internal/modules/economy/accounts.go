package economy

import (
	"context"
	"fmt"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/module"
	"github.com/aurorabot/aurora/internal/snowflake"
)

// Held is what a member has.
type Held struct {
	Coins    int64
	Currency Currency
}

// Balance is the coins that a member of the interaction's guild holds.
func (s *Service) Balance(ctx context.Context, in module.Interaction, of event.Ref) (Held, error) {
	holding, err := s.store.Holding(ctx, Account{Guild: in.Guild.ID, Holder: of.ID})
	if err != nil {
		return Held{}, fmt.Errorf("balance: %w", err)
	}
	rules, err := s.Config(ctx, in.Guild.ID)
	if err != nil {
		return Held{}, err
	}
	return Held{Coins: holding.Coins, Currency: rules.Currency}, nil
}

// maxPage is how many rows one page of anything has at most.
const maxPage = 100

// HistoryPage is a part of an account's history.
type HistoryPage struct {
	Entries []NamedEntry // newest first
	Next    Position     // where the next page begins
	More    bool         // whether there is one
}

// History is what was moved to and from an account, newest first: from the beginning
// with [Newest], and from page to page with the last one's Next. What comes in
// between moves nothing on later pages.
func (s *Service) History(ctx context.Context, a Account, before Position, limit int) (HistoryPage, error) {
	limit = max(1, min(limit, maxPage))
	entries, err := s.store.History(ctx, a, before, limit+1)
	if err != nil {
		return HistoryPage{}, fmt.Errorf("history: %w", err)
	}
	page := HistoryPage{Entries: entries, More: len(entries) > limit}
	if page.More {
		page.Entries = entries[:limit]
		page.Next = entries[limit-1].Position
	}
	return page, nil
}

// LeaderboardPage is a part of a guild's leaderboard.
type LeaderboardPage struct {
	First   int // the place of the first of them, from 1
	Holders []Holder
	More    bool // whether there is a next page
	Currency
}

// Leaderboard is the members of a guild by what they hold, without the first skip
// of them; those who hold the same stand in the order of their ids.
func (s *Service) Leaderboard(ctx context.Context, guild snowflake.ID, skip, limit int) (LeaderboardPage, error) {
	skip, limit = max(0, skip), max(1, min(limit, maxPage))
	holders, err := s.store.Leaderboard(ctx, guild, skip, limit+1)
	if err != nil {
		return LeaderboardPage{}, fmt.Errorf("leaderboard: %w", err)
	}
	rules, err := s.Config(ctx, guild)
	if err != nil {
		return LeaderboardPage{}, err
	}
	return LeaderboardPage{
		First: skip + 1, Holders: holders[:min(len(holders), limit)], More: len(holders) > limit, Currency: rules.Currency,
	}, nil
}

// Place is where on the leaderboard of their guild a member stands, from 1; 0 for
// who never had a coin.
func (s *Service) Place(ctx context.Context, in module.Interaction, of event.Ref) (int, error) {
	place, err := s.store.Place(ctx, Account{Guild: in.Guild.ID, Holder: of.ID})
	if err != nil {
		return 0, fmt.Errorf("place on the leaderboard: %w", err)
	}
	return place, nil
}
