package discordsim

import (
	"sync"
	"time"

	"github.com/aurorabot/aurora/internal/snowflake"
)

// membership is which guilds an application is in, at first all, and which of them are unavailable.
type membership struct {
	world *world

	mu   sync.Mutex
	left map[snowflake.ID]bool
	down map[snowflake.ID]time.Time // until when
}

func newMembership(w *world) *membership {
	return &membership{world: w, left: make(map[snowflake.ID]bool), down: make(map[snowflake.ID]time.Time)}
}

// on returns the application's guilds on one shard.
func (m *membership) on(shard, of int) []*guild {
	m.mu.Lock()
	defer m.mu.Unlock()
	var on []*guild
	for _, g := range m.world.guilds {
		if shardOf(g.id, of) == shard && !m.left[g.id] {
			on = append(on, g)
		}
	}
	return on
}

func (m *membership) in(guild snowflake.ID) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.world.byID[guild] != nil && !m.left[guild]
}

// set joins or leaves a guild; false: nothing changed.
func (m *membership) set(guild snowflake.ID, in bool) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.world.byID[guild] == nil || m.left[guild] != in {
		return false
	}
	m.left[guild] = !in
	return true
}

func (m *membership) available(guild snowflake.ID) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	_, down := m.down[guild]
	return !down && !m.left[guild]
}

// lose makes guilds unavailable and returns those that were not.
func (m *membership) lose(guilds []*guild, until time.Time) []*guild {
	m.mu.Lock()
	defer m.mu.Unlock()
	var lost []*guild
	for _, g := range guilds {
		end, down := m.down[g.id]
		if !down {
			lost = append(lost, g)
		}
		if until.After(end) {
			m.down[g.id] = until
		}
	}
	return lost
}

// recover makes the guilds available whose time has come and returns those that the application is in.
func (m *membership) recover(guilds []*guild, now time.Time) []*guild {
	m.mu.Lock()
	defer m.mu.Unlock()
	var back []*guild
	for _, g := range guilds {
		until, down := m.down[g.id]
		if !down || until.After(now) {
			continue
		}
		delete(m.down, g.id)
		if !m.left[g.id] {
			back = append(back, g)
		}
	}
	return back
}
