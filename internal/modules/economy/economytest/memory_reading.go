package economytest

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/modules/economy"
	"github.com/aurorabot/aurora/internal/snowflake"
)

// Entries implements [economy.Store].
func (m *Memory) Entries(_ context.Context, key string) ([]economy.Entry, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.requests[key].posted.Entries), nil
}

// Replay implements [economy.Store].
func (m *Memory) Replay(_ context.Context, after economy.Position, limit int) (page []economy.Entry, _ error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, e := range m.entries {
		if behind(e.Position, after) && len(page) < limit {
			page = append(page, e)
		}
	}
	return page, nil
}

func behind(p, q economy.Position) bool { return p.Seq > q.Seq || p.Seq == q.Seq && p.N > q.N }

// Balances implements [economy.Store].
func (m *Memory) Balances(_ context.Context, after economy.Account, limit int) (economy.BalancesPage, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	page := economy.BalancesPage{Seq: m.seq}
	for account, coins := range m.ledger.balances {
		if inOrder(after, account) < 0 || after == (economy.Account{}) {
			page.Balances = append(page.Balances, economy.Balance{Account: account, Coins: coins})
		}
	}
	slices.SortFunc(page.Balances, func(a, b economy.Balance) int { return inOrder(a.Account, b.Account) })
	page.Balances = page.Balances[:min(len(page.Balances), limit)]
	return page, nil
}

// inOrder is the order of accounts in the databases, whose numbers have a sign.
func inOrder(a, b economy.Account) int {
	return cmp.Or(cmp.Compare(int64(a.Guild), int64(b.Guild)), cmp.Compare(int64(a.Holder), int64(b.Holder)))
}

// Holding implements [economy.Store].
func (m *Memory) Holding(_ context.Context, a economy.Account) (economy.Holding, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	coins, opened := m.ledger.balances[a]
	return economy.Holding{Opened: opened, Coins: coins, Name: m.ledger.names[a], Streak: m.ledger.streaks[a]}, nil
}

// History implements [economy.Store].
func (m *Memory) History(_ context.Context, a economy.Account, before economy.Position, limit int) (page []economy.NamedEntry, _ error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, e := range slices.Backward(m.entries) {
		if (e.From == a || e.To == a) && behind(before, e.Position) && len(page) < limit {
			page = append(page, economy.NamedEntry{Entry: e, FromName: m.ledger.names[e.From], ToName: m.ledger.names[e.To]})
		}
	}
	return page, nil
}

// Leaderboard implements [economy.Store].
func (m *Memory) Leaderboard(_ context.Context, guild snowflake.ID, skip, limit int) ([]economy.Holder, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	board := m.board(guild)
	return board[min(skip, len(board)):min(skip+limit, len(board))], nil
}

// board is the whole leaderboard of a guild.
func (m *Memory) board(guild snowflake.ID) (board []economy.Holder) {
	for account, coins := range m.ledger.balances {
		if account.Guild == guild && !account.System() {
			board = append(board, economy.Holder{Ref: event.Ref{ID: account.Holder, Name: m.ledger.names[account]}, Coins: coins})
		}
	}
	slices.SortFunc(board, func(a, b economy.Holder) int {
		return cmp.Or(cmp.Compare(b.Coins, a.Coins), cmp.Compare(int64(a.ID), int64(b.ID)))
	})
	return board
}

// Place implements [economy.Store].
func (m *Memory) Place(_ context.Context, a economy.Account) (int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return 1 + slices.IndexFunc(m.board(a.Guild), func(h economy.Holder) bool { return h.ID == a.Holder }), nil
}

// Totals implements [economy.Store].
func (m *Memory) Totals(_ context.Context, guild snowflake.ID) (totals economy.Totals, _ error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for account, coins := range m.ledger.balances {
		switch {
		case guild != 0 && account.Guild != guild:
		case account.System():
			totals.Supply -= coins
		default:
			totals.Accounts++
		}
	}
	return totals, nil
}

// Flows implements [economy.Store].
func (m *Memory) Flows(_ context.Context, guild snowflake.ID, since time.Time) (flows []economy.Flow, _ error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	type part struct {
		hour time.Time
		kind economy.Kind
	}
	parts := map[part]economy.Flow{}
	for _, e := range m.entries {
		if e.Time.Before(since.Truncate(time.Hour)) || guild != 0 && e.From.Guild != guild {
			continue
		}
		key := part{e.Time.Truncate(time.Hour), e.Kind}
		f := parts[key]
		f.Hour, f.Kind, f.Count, f.Moved, f.Largest = key.hour, e.Kind, f.Count+1, f.Moved+e.Amount, max(f.Largest, e.Amount)
		if e.From.System() {
			f.Issued += e.Amount
		}
		if e.To.System() {
			f.Burned += e.Amount
		}
		parts[key] = f
	}
	for _, f := range parts {
		flows = append(flows, f)
	}
	slices.SortFunc(flows, func(a, b economy.Flow) int {
		return cmp.Or(a.Hour.Compare(b.Hour), cmp.Compare(a.Kind, b.Kind))
	})
	return flows, nil
}

// Sum implements [economy.Store]: nothing is kept beside the entries.
func (m *Memory) Sum(context.Context) error { return nil }
