package levelingtest

import (
	"cmp"
	"context"
	"sync"
	"time"

	"github.com/aurorabot/aurora/internal/modules/leveling"
	"github.com/aurorabot/aurora/internal/snowflake"
)

// Memory is a [leveling.Store] in memory, for tests. It forgets no interaction.
type Memory struct {
	mu       sync.Mutex
	members  map[leveling.Member]credited
	uses     map[snowflake.ID]bool
	upTo     uint64
	counted  bool
	failures int
}

type credited struct {
	xp   int64
	last time.Time
}

// NewMemory returns a store in which nobody has any experience.
func NewMemory() *Memory {
	return &Memory{members: map[leveling.Member]credited{}, uses: map[snowflake.ID]bool{}}
}

// Fail has the next n writes fail.
func (m *Memory) Fail(n int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.failures = n
}

// Credit implements [leveling.Store].
func (m *Memory) Credit(_ context.Context, uses []leveling.Use, upTo uint64) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.failures > 0 {
		m.failures--
		return errAway
	}
	if m.counted && upTo <= m.upTo {
		return nil
	}
	m.counted, m.upTo = true, upTo
	for _, u := range uses {
		last, known := m.members[u.Member]
		if m.uses[u.Interaction] {
			continue
		}
		m.uses[u.Interaction] = true
		if !known || u.Time.Sub(last.last) >= leveling.Cooldown {
			m.members[u.Member] = credited{xp: last.xp + u.XP, last: u.Time}
		}
	}
	return nil
}

// Counted implements [leveling.Store].
func (m *Memory) Counted(context.Context) (upTo uint64, known bool, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.upTo, m.counted, nil
}

// Standing implements [leveling.Store].
func (m *Memory) Standing(_ context.Context, of leveling.Member) (leveling.Standing, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	own, known := m.members[of]
	if !known {
		return leveling.Standing{}, nil
	}
	place := 1
	for other, theirs := range m.members {
		if other.Guild == of.Guild && cmp.Or(cmp.Compare(theirs.xp, own.xp), cmp.Compare(of.User, other.User)) > 0 {
			place++
		}
	}
	return leveling.Standing{XP: own.xp, Place: place}, nil
}

// Experience implements [leveling.Store].
func (m *Memory) Experience(_ context.Context, guild snowflake.ID, users []snowflake.ID) (map[snowflake.ID]int64, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	experience := make(map[snowflake.ID]int64)
	for _, user := range users {
		if own, known := m.members[leveling.Member{Guild: guild, User: user}]; known {
			experience[user] = own.xp
		}
	}
	return experience, nil
}
