package main

import (
	"context"

	"github.com/aurorabot/aurora/internal/module"
	"github.com/aurorabot/aurora/internal/modules/economy"
	"github.com/aurorabot/aurora/internal/snowflake"
)

// tracedLedger is a ledger whose share of a command's time is told in the command's
// event. Neither the rules nor the tables know of that.
type tracedLedger struct{ economy.Store }

// Post implements [economy.Ledger].
func (l tracedLedger) Post(ctx context.Context, t economy.Transaction) (economy.Posted, error) {
	defer module.Time(ctx, "database")()
	return l.Store.Post(ctx, t)
}

// Holding implements [economy.Reader].
func (l tracedLedger) Holding(ctx context.Context, a economy.Account) (economy.Holding, error) {
	defer module.Time(ctx, "database")()
	return l.Store.Holding(ctx, a)
}

// History implements [economy.Reader].
func (l tracedLedger) History(ctx context.Context, a economy.Account, before economy.Position, limit int) ([]economy.NamedEntry, error) {
	defer module.Time(ctx, "database")()
	return l.Store.History(ctx, a, before, limit)
}

// Leaderboard implements [economy.Reader].
func (l tracedLedger) Leaderboard(ctx context.Context, guild snowflake.ID, skip, limit int) ([]economy.Holder, error) {
	defer module.Time(ctx, "database")()
	return l.Store.Leaderboard(ctx, guild, skip, limit)
}
