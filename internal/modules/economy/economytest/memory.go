package economytest

import (
	"context"
	"maps"
	"sync"
	"time"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/modules/economy"
)

// Memory is an [economy.Store] in memory: the model against which the others are
// tested, and a real one for tests of what stands above it. Record takes the events.
type Memory struct {
	Record func(event.Event)

	mu       sync.Mutex
	ledger   ledger
	requests map[string]request
	once     map[string]bool
}

type request struct {
	content string
	posted  economy.Posted
}

// ledger is the state that a refused transaction leaves as it was.
type ledger struct {
	balances map[economy.Account]int64
	streaks  map[economy.Account]economy.Streak
}

// NewMemory returns an empty ledger that hands its events to record.
func NewMemory(record func(event.Event)) *Memory {
	return &Memory{
		Record:   record,
		ledger:   ledger{balances: map[economy.Account]int64{}, streaks: map[economy.Account]economy.Streak{}},
		requests: map[string]request{},
		once:     map[string]bool{},
	}
}

// Post implements [economy.Store].
func (m *Memory) Post(ctx context.Context, t economy.Transaction) (economy.Posted, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return economy.Posted{}, err
	}
	if known, ok := m.requests[t.Key]; ok {
		if known.content != t.Content {
			return economy.Posted{}, economy.ErrKeyReused
		}
		return known.posted, nil
	}
	if t.Once != "" && m.once[t.Once] {
		return economy.Posted{}, economy.ErrOnce
	}
	draft := &draft{ledger: ledger{maps.Clone(m.ledger.balances), maps.Clone(m.ledger.streaks)}}
	posted, err := draft.carryOut(t)
	if err != nil {
		return economy.Posted{}, err
	}
	m.ledger, m.once[t.Once] = draft.ledger, true
	m.requests[t.Key] = request{content: t.Content, posted: posted}
	m.Record(t.Event(posted))
	return posted, nil
}

// Balance implements [economy.Store].
func (m *Memory) Balance(_ context.Context, a economy.Account) (int64, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.ledger.balances[a], nil
}

// Totals implements [economy.Store].
func (m *Memory) Totals(context.Context) (economy.Totals, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var totals economy.Totals
	for account, coins := range m.ledger.balances {
		if account.System() {
			totals.Supply -= coins
		} else {
			totals.Accounts++
		}
	}
	return totals, nil
}

// draft is the ledger as one transaction changes it.
type draft struct {
	ledger
	set economy.Streak
}

func (d *draft) Balance(a economy.Account) (int64, error) {
	d.balances[a] += 0 // opens it
	return d.balances[a], nil
}

func (d *draft) Streak(a economy.Account) (economy.Streak, error) { return d.streaks[a], nil }

func (d *draft) SetStreak(a economy.Account, s economy.Streak) error {
	d.streaks[a], d.set = s, s
	return nil
}

func (d *draft) carryOut(t economy.Transaction) (economy.Posted, error) {
	postings, err := t.Postings(d)
	if err != nil {
		return economy.Posted{}, err
	}
	changes, err := economy.Changes(postings)
	if err != nil {
		return economy.Posted{}, err
	}
	posted := economy.Posted{Time: time.Now().UTC(), Postings: postings, Streak: d.set}
	for _, change := range changes {
		after := d.balances[change.Account] + change.Coins
		switch {
		case !change.System() && after < 0:
			return economy.Posted{}, economy.ErrInsufficientFunds
		case !change.System() && after > economy.MaxBalance:
			return economy.Posted{}, economy.ErrBalanceLimit
		}
		d.balances[change.Account] = after
		posted.Balances = append(posted.Balances, economy.Balance{Account: change.Account, Coins: after})
	}
	return posted, nil
}
