package economy

import (
	"context"
	"encoding/json"
	"fmt"
	"time"
)

// figures are the economy's part of the dashboard's stats, over all guilds. What is
// nil was not measured. Ratios, also those called Pct, are 0..1. "24h" is since the
// beginning of the hour 23 hours ago: sums are kept by the hour.
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

// reading is what the figures of now are made from.
type reading struct {
	now    time.Time // UTC
	totals Totals
	week   []Flow
}

func (s *Service) read(ctx context.Context) (r reading, err error) {
	r.now = s.clock.Now().UTC()
	if r.totals, err = s.store.Totals(ctx, 0); err != nil {
		return r, err
	}
	r.week, err = s.store.Flows(ctx, 0, r.now.Add(-7*24*time.Hour))
	return r, err
}

// day are the flows of the last 24 hours.
func (r reading) day() []Flow { return since(r.week, dayBefore(r.now)) }

// summary makes the figures of now.
func (s *Service) summary(ctx context.Context) (json.RawMessage, error) {
	r, err := s.read(ctx)
	if err != nil {
		return nil, fmt.Errorf("economy summary: %w", err)
	}
	return data(s.figures(r)), nil
}

func (s *Service) figures(r reading) figures {
	f := figures{
		Currency: defaultCurrency.Name, Accounts: r.totals.Accounts, Supply: coins(r.totals.Supply), GrowthPct7d: r.growth(),
		Faucet24h: map[Kind]coins{}, Sink24h: map[Kind]coins{}, Integrity: s.Integrity().wire(),
	}
	for _, flow := range Total(r.day()) {
		f.add(flow)
	}
	f.Daily.ClaimedToday = r.claimedToday()
	if survey := s.Survey(); survey != nil {
		f.addSurvey(survey)
	}
	return f
}

// growth is by which ratio the supply has grown in a week, or nil where there was none
// before.
func (r reading) growth() *float64 {
	var grown int64
	for _, flow := range r.week {
		grown += flow.Issued - flow.Burned
	}
	if before := r.totals.Supply - grown; before > 0 {
		return new(float64(grown) / float64(before))
	}
	return nil
}

func (r reading) claimedToday() int64 {
	for _, flow := range Total(since(r.week, r.now.Truncate(24*time.Hour))) {
		if flow.Kind == Daily {
			return flow.Count
		}
	}
	return 0
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

func (f *figures) addSurvey(survey *Survey) {
	f.Active24h, f.Gini, f.Top1Pct = &survey.Active, survey.Distribution.Gini, survey.Distribution.Top1
	streaks := survey.Streaks
	f.Daily.Lost24h, f.Daily.MaxStreak = &streaks.Lost, &streaks.Max
	if streaks.Count > 0 {
		f.Daily.AvgStreak = new(float64(streaks.Days) / float64(streaks.Count))
	}
}

func (i Integrity) wire() integrity {
	if i.CheckedAt.IsZero() {
		return integrity{}
	}
	return integrity{Balanced: &i.Balanced, DriftAmount: (*coins)(&i.Drift), CheckedAt: &i.CheckedAt}
}
