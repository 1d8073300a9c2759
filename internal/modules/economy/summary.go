package economy

import (
	"context"
	"encoding/json"
	"fmt"
	"time"
)

// figures are the economy's part of the dashboard's stats, over all guilds. What is
// nil was not measured. "24h" is since the beginning of the hour 23 hours ago: sums
// are kept by the hour.
type figures struct {
	Currency       string          `json:"currency"`
	Accounts       int64           `json:"accounts"`
	Active24h      *int64          `json:"active24h"`
	Supply         coins           `json:"supply"`
	SupplyDelta24h coins           `json:"supplyDelta24h"`
	GrowthPct7d    *float64        `json:"growthPct7d"`
	Faucet24h      map[Kind]coins  `json:"faucet24h"`
	Sink24h        map[Kind]coins  `json:"sink24h"`
	Transfers      transferFigures `json:"transfers"`
	Daily          dailyFigures    `json:"daily"`
	Gini           *float64        `json:"gini"`
	Top1Pct        *float64        `json:"top1Pct"`
	Integrity      integrity       `json:"integrity"`
	AnomaliesOpen  *int64          `json:"anomaliesOpen"`
	FrozenAccounts *int64          `json:"frozenAccounts"`
}

type transferFigures struct {
	N24h      int64  `json:"n24h"`
	Volume24h coins  `json:"volume24h"`
	Max       *coins `json:"max"` // the largest; nil where there was none
}

type dailyFigures struct {
	ClaimedToday int64    `json:"claimedToday"` // since midnight UTC
	AvgStreak    *float64 `json:"avgStreak"`
	MaxStreak    *int64   `json:"maxStreak"`
	Lost24h      *int64   `json:"lost24h"`
}

type integrity struct {
	Balanced    *bool      `json:"balanced"`
	DriftAmount *coins     `json:"driftAmount"`
	CheckedAt   *time.Time `json:"checkedAt"`
}

// coins is an amount as the wire carries it: a string.
type coins int64

// MarshalText writes the decimal form.
func (c coins) MarshalText() ([]byte, error) { return []byte(decimal(int64(c))), nil }

// summary makes the figures of now.
func (s *Service) summary(ctx context.Context) (json.RawMessage, error) {
	totals, err := s.store.Totals(ctx, 0)
	if err != nil {
		return nil, fmt.Errorf("economy summary: %w", err)
	}
	now := s.clock.Now().UTC()
	day, err := s.store.Flows(ctx, 0, now.Add(-23*time.Hour))
	if err != nil {
		return nil, fmt.Errorf("economy summary: %w", err)
	}
	today, err := s.store.Flows(ctx, 0, now.Truncate(24*time.Hour))
	if err != nil {
		return nil, fmt.Errorf("economy summary: %w", err)
	}
	f := figures{
		Currency: defaultCurrency.Name, Accounts: totals.Accounts, Supply: coins(totals.Supply),
		Faucet24h: map[Kind]coins{}, Sink24h: map[Kind]coins{}, Integrity: s.Integrity().wire(),
	}
	for _, flow := range day {
		f.add(flow)
	}
	for _, flow := range today {
		if flow.Kind == Daily {
			f.Daily.ClaimedToday = flow.Count
		}
	}
	return data(f), nil
}

// add counts what was moved for one purpose.
func (f *figures) add(flow Flow) {
	f.SupplyDelta24h += coins(flow.Issued - flow.Burned)
	if flow.Issued > 0 {
		f.Faucet24h[flow.Kind] = coins(flow.Issued)
	}
	if flow.Burned > 0 {
		f.Sink24h[flow.Kind] = coins(flow.Burned)
	}
	if flow.Kind == Transfer {
		f.Transfers = transferFigures{N24h: flow.Count, Volume24h: coins(flow.Moved), Max: (*coins)(&flow.Largest)}
	}
}

func (i Integrity) wire() integrity {
	if i.CheckedAt.IsZero() {
		return integrity{}
	}
	return integrity{Balanced: &i.Balanced, DriftAmount: (*coins)(&i.Drift), CheckedAt: &i.CheckedAt}
}
