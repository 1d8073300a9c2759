package economytest

import (
	"context"
	"maps"
	"slices"
	"sync"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/modules/economy"
	"github.com/aurorabot/aurora/internal/snowflake"
)

// Memory is an [economy.Store] in memory: the model against which the others are
// tested, and a real one for tests of what stands above it.
type Memory struct {
	record func(event.Event)

	mu       sync.Mutex
	ledger   ledger
	entries  []economy.Entry
	requests map[string]request
	once     map[string]bool
	reversed map[string]bool
	seq      int64 // of the last event

	configs map[snowflake.ID]economy.Config
	changes map[string]reconfigured
	stops   map[economy.Stoppable]economy.Stop
}

type request struct {
	content string
	posted  economy.Posted
}

// ledger is the state that a refused transaction leaves as it was.
type ledger struct {
	balances map[economy.Account]int64
	streaks  map[economy.Account]economy.Streak
	names    map[economy.Account]string
}

// NewMemory returns an empty ledger that hands its events to record.
func NewMemory(record func(event.Event)) *Memory {
	return &Memory{
		record:   record,
		ledger:   ledger{map[economy.Account]int64{}, map[economy.Account]economy.Streak{}, map[economy.Account]string{}},
		requests: map[string]request{},
		once:     map[string]bool{},
		reversed: map[string]bool{},
		configs:  map[snowflake.ID]economy.Config{},
		changes:  map[string]reconfigured{},
		stops:    map[economy.Stoppable]economy.Stop{},
	}
}

// tell hands an event over. The caller holds the lock.
func (m *Memory) tell(e event.Event) {
	m.seq++
	m.record(e)
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
	if t.Reverses != "" && m.reversed[t.Reverses] {
		return economy.Posted{}, economy.ErrReversed
	}
	draft := &draft{ledger: ledger{maps.Clone(m.ledger.balances), maps.Clone(m.ledger.streaks), maps.Clone(m.ledger.names)}}
	posted, err := draft.carryOut(t)
	switch {
	case err != nil:
		return economy.Posted{}, err
	case t.Once != "" && m.once[t.Once]:
		return economy.Posted{}, economy.ErrOnce
	}
	m.tell(t.Event(posted))
	posted.Number(m.seq)
	m.ledger, m.once[t.Once], m.reversed[t.Reverses] = draft.ledger, true, true
	m.entries = append(m.entries, posted.Entries...)
	m.requests[t.Key] = request{content: t.Content, posted: economy.Posted{Entries: slices.Clone(posted.Entries)}}
	return posted, nil
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
	balances, err := economy.Changes(postings)
	if err != nil {
		return economy.Posted{}, err
	}
	for n, change := range balances {
		after := d.balances[change.Account] + change.Coins
		least, most := change.Bounds()
		switch {
		case after >= least && after <= most:
		case change.Coins < 0 && !change.System():
			return economy.Posted{}, economy.ErrInsufficientFunds
		default:
			return economy.Posted{}, economy.ErrBalanceLimit
		}
		d.balances[change.Account], balances[n].Coins = after, after
		if name := t.Name(change.Holder); name != "" {
			d.names[change.Account] = name
		}
	}
	return economy.Settle(t, postings, balances, d.set), nil
}

// Tamper changes a balance by hand, past all rules.
func (m *Memory) Tamper(a economy.Account, by int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.ledger.balances[a] += by
}
