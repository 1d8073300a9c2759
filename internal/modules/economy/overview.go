package economy

import (
	"context"
	"fmt"
	"time"

	"github.com/aurorabot/aurora/internal/module"
)

// overviewAnswer is the economy of all guilds at a glance. What is nil was not measured
// yet.
type overviewAnswer struct {
	Currency       string         `json:"currency"`
	Accounts       int64          `json:"accounts"`
	Supply         coins          `json:"supply"`
	SupplyDelta24h coins          `json:"supplyDelta24h"`
	Faucet24h      map[Kind]coins `json:"faucet24h"`
	Sink24h        map[Kind]coins `json:"sink24h"`
	Hours          []hourView     `json:"hours"`     // 24, the oldest first, the last one running
	Transfers      []entryView    `json:"transfers"` // the largest of those hours
	Daily          dailyFigures   `json:"daily"`
	Streaks        []streakView   `json:"streaks"` // the longest of those that go on
	Top            []holdingView  `json:"top"`     // the richest members
	Proof          proof          `json:"proof"`
}

// hourView is what was moved in an hour.
type hourView struct {
	At        time.Time      `json:"at"` // when it began
	Issued    map[Kind]coins `json:"issued"`
	Burned    map[Kind]coins `json:"burned"`
	Moved     coins          `json:"moved"`     // from members to members
	Transfers int64          `json:"transfers"` // that have moved them
}

type streakView struct {
	refs
	Days int64 `json:"days"`
}

type holdingView struct {
	refs
	Balance coins `json:"balance"`
}

// proof shows that no coin came from nowhere: over all accounts, what was issued less
// what was burned is what members hold. It is as of the last check.
type proof struct {
	Balanced  *bool      `json:"balanced"`
	Drift     *coins     `json:"drift"`
	CheckedAt *time.Time `json:"checkedAt"`
	Accounts  *int64     `json:"accounts"` // with the ledger's own
	Entries   *int64     `json:"entries"`
	Issued    *coins     `json:"issued"`
	Burned    *coins     `json:"burned"`
	Supply    *coins     `json:"supply"`
}

// overview answers with the figures of now, and with what was last surveyed and checked.
func (x explorer) overview(ctx context.Context, _ module.Asked) (any, error) {
	r, err := x.read(ctx)
	if err != nil {
		return nil, fmt.Errorf("economy: %w", err)
	}
	largest, err := x.store.Largest(ctx, dayBefore(r.now), listed)
	if err != nil {
		return nil, fmt.Errorf("economy: %w", err)
	}
	survey := x.Survey()
	known, err := x.names(ctx, append(involved(largest), survey.accounts()...))
	if err != nil {
		return nil, fmt.Errorf("economy: %w", err)
	}
	f := x.figures(r)
	answer := overviewAnswer{
		Currency: f.Currency, Accounts: f.Accounts, Supply: f.Supply, SupplyDelta24h: f.SupplyDelta24h,
		Faucet24h: f.Faucet24h, Sink24h: f.Sink24h, Hours: r.hours(), Transfers: known.entries(largest),
		Daily: f.Daily, Proof: x.Integrity().proof(),
	}
	if survey != nil {
		answer.Streaks, answer.Top = known.streaks(survey.Streaks.Longest), known.holdings(survey.Distribution.Richest)
	}
	return answer, nil
}

// hours are the last 24, also those in which nothing was moved.
func (r reading) hours() []hourView {
	hours := make([]hourView, 24)
	for n := range hours {
		at := dayBefore(r.now).Add(time.Duration(n) * time.Hour)
		hours[n] = hourView{At: at, Issued: map[Kind]coins{}, Burned: map[Kind]coins{}}
	}
	for _, flow := range r.day() {
		n := int(flow.Hour.Sub(dayBefore(r.now)) / time.Hour)
		if n < len(hours) { // an entry may be ahead of a clock that was put back
			hours[n].add(flow)
		}
	}
	return hours
}

func (h *hourView) add(flow Flow) {
	if flow.Issued > 0 {
		h.Issued[flow.Kind] = coins(flow.Issued)
	}
	if flow.Burned > 0 {
		h.Burned[flow.Kind] = coins(flow.Burned)
	}
	if flow.Kind == Transfer {
		h.Moved, h.Transfers = coins(flow.Moved), flow.Count
	}
}

// accounts are those of whom a survey tells; none where there was none.
func (s *Survey) accounts() (all []Account) {
	if s == nil {
		return nil
	}
	for _, streaking := range s.Streaks.Longest {
		all = append(all, streaking.Account)
	}
	for _, rich := range s.Distribution.Richest {
		all = append(all, rich.Account)
	}
	return all
}

func (d directory) streaks(longest []Streaking) []streakView {
	views := make([]streakView, len(longest))
	for i, s := range longest {
		views[i] = streakView{d.refs(s.Account), s.Days}
	}
	return views
}

func (d directory) holdings(richest []Balance) []holdingView {
	views := make([]holdingView, len(richest))
	for i, b := range richest {
		views[i] = holdingView{d.refs(b.Account), coins(b.Coins)}
	}
	return views
}

func (i Integrity) proof() proof {
	if i.CheckedAt.IsZero() {
		return proof{}
	}
	return proof{
		Balanced: &i.Balanced, Drift: new(coins(i.Drift)), CheckedAt: &i.CheckedAt,
		Accounts: &i.Sums.Accounts, Entries: &i.Entries,
		Issued: new(coins(i.Sums.Issued)), Burned: new(coins(i.Sums.Burned)), Supply: new(coins(i.Sums.Supply)),
	}
}
