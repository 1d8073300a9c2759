package economytest

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"github.com/aurorabot/aurora/internal/modules/economy"
	"github.com/aurorabot/aurora/internal/snowflake"
)

// Sheets implements [economy.Statistics].
func (m *Memory) Sheets(context.Context) ([]economy.Sheet, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	byGuild := map[snowflake.ID]economy.Sheet{}
	for account, coins := range m.ledger.balances {
		sheet := byGuild[account.Guild]
		sheet.Guild = account.Guild
		sheet.Accounts++
		switch {
		case !account.System():
			sheet.Supply += coins
		case coins < 0:
			sheet.Issued -= coins
		default:
			sheet.Burned += coins
		}
		byGuild[account.Guild] = sheet
	}
	return slices.SortedFunc(maps.Values(byGuild), func(a, b economy.Sheet) int {
		return cmp.Compare(int64(a.Guild), int64(b.Guild))
	}), nil
}

// Count implements [economy.Statistics].
func (m *Memory) Count(context.Context) (int64, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return int64(len(m.entries)), nil
}

// Active implements [economy.Statistics].
func (m *Memory) Active(_ context.Context, since time.Time) (int64, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	active := map[economy.Account]bool{}
	for _, e := range m.entries {
		for _, account := range []economy.Account{e.From, e.To} {
			if !account.System() && !e.Time.Before(since.Truncate(time.Hour)) {
				active[account] = true
			}
		}
	}
	return int64(len(active)), nil
}

// Largest implements [economy.Statistics].
func (m *Memory) Largest(_ context.Context, since time.Time, limit int) (largest []economy.Entry, _ error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	from := since.Truncate(time.Hour)
	for _, e := range m.entries {
		if e.Kind == economy.Transfer && !e.Time.Before(from) && e.Time.Before(from.Add(24*time.Hour)) {
			largest = append(largest, e)
		}
	}
	slices.SortFunc(largest, func(a, b economy.Entry) int {
		return cmp.Or(cmp.Compare(b.Amount, a.Amount), cmp.Compare(b.Seq, a.Seq), cmp.Compare(a.N, b.N))
	})
	return largest[:min(len(largest), limit)], nil
}

// Streaks implements [economy.Statistics].
func (m *Memory) Streaks(_ context.Context, from string) ([]economy.Streaks, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	type upTo struct {
		day   string
		guild snowflake.ID
	}
	counted := map[upTo]economy.Streaks{}
	for account, streak := range m.ledger.streaks {
		if streak.Day < from {
			continue
		}
		key, length := upTo{streak.Day, account.Guild}, int64(streak.Length)
		s := counted[key]
		counted[key] = economy.Streaks{
			Guild: account.Guild, Zone: m.config(account.Guild).Zone, Day: streak.Day,
			Count: s.Count + 1, Days: s.Days + length, Longest: max(s.Longest, length),
		}
	}
	return slices.SortedFunc(maps.Values(counted), func(a, b economy.Streaks) int {
		return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(int64(a.Guild), int64(b.Guild)))
	}), nil
}

// Longest implements [economy.Statistics].
func (m *Memory) Longest(_ context.Context, guild snowflake.ID, day string, limit int) (longest []economy.Streaking, _ error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for account, streak := range m.ledger.streaks {
		if account.Guild == guild && streak.Day == day {
			longest = append(longest, economy.Streaking{Account: account, Days: int64(streak.Length)})
		}
	}
	slices.SortFunc(longest, func(a, b economy.Streaking) int {
		return cmp.Or(cmp.Compare(b.Days, a.Days), inOrder(a.Account, b.Account))
	})
	return longest[:min(len(longest), limit)], nil
}

// Names implements [economy.Statistics].
func (m *Memory) Names(_ context.Context, accounts []economy.Account) (map[economy.Account]string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	names := map[economy.Account]string{}
	for _, account := range accounts {
		if name := m.ledger.names[account]; name != "" {
			names[account] = name
		}
	}
	return names, nil
}
