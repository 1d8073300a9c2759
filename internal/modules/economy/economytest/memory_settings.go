package economytest

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/modules/economy"
	"github.com/aurorabot/aurora/internal/snowflake"
)

// reconfigured is a change of rules that was carried out.
type reconfigured struct {
	content       string
	before, after economy.Config
}

// Config implements [economy.Store].
func (m *Memory) Config(_ context.Context, guild snowflake.ID) (economy.Config, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.config(guild), nil
}

func (m *Memory) config(guild snowflake.ID) economy.Config {
	if chosen, ok := m.configs[guild]; ok {
		return chosen
	}
	return economy.DefaultConfig
}

// Configure implements [economy.Store].
func (m *Memory) Configure(_ context.Context, r economy.Reconfiguration) (before, after economy.Config, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if known, ok := m.changes[r.Key]; ok {
		if known.content != r.Content {
			return before, after, economy.ErrKeyReused
		}
		return known.before, known.after, nil
	}
	before = m.config(r.Guild)
	if after, err = r.Change(before); err != nil {
		return before, after, err
	}
	m.tell(r.Event(before, after))
	m.configs[r.Guild] = after
	m.changes[r.Key] = reconfigured{r.Content, before, after}
	return before, after, nil
}

// Stopped implements [economy.Store].
func (m *Memory) Stopped(context.Context) ([]economy.Stop, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.SortedFunc(maps.Values(m.stops), func(a, b economy.Stop) int { return cmp.Compare(a.What, b.What) }), nil
}

// Stop implements [economy.Store].
func (m *Memory) Stop(_ context.Context, s economy.Stop, told event.Event) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if before, already := m.stops[s.What]; already {
		if len(before.Except) == 0 {
			return false, nil
		}
		s = before
		s.Except = nil
	}
	m.stops[s.What] = s
	m.tell(told)
	return true, nil
}

// ResumeIn implements [economy.Store].
func (m *Memory) ResumeIn(_ context.Context, guild snowflake.ID, what economy.Stoppable, told event.Event) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	stop, stopped := m.stops[what]
	at, already := slices.BinarySearch(stop.Except, guild)
	if !stopped || already {
		return false, nil
	}
	stop.Except = slices.Insert(slices.Clone(stop.Except), at, guild)
	m.stops[what] = stop
	m.tell(told)
	return true, nil
}

// Resume implements [economy.Store].
func (m *Memory) Resume(_ context.Context, told event.Event) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.stops) == 0 {
		return false, nil
	}
	clear(m.stops)
	m.tell(told)
	return true, nil
}
