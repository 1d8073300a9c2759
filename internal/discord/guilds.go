package discord

import (
	"slices"
	"sync"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/snowflake"
)

// presence is what is known of a guild.
type presence int

const (
	unknown     presence = iota // never heard of
	expected                    // announced by READY, its GUILD_CREATE is to come
	present                     // served
	unavailable                 // in an outage of Discord's
)

// guilds remembers names and member counts. The library's own cache is not used: it
// sets a count to 0 when a guild is changed. The zero value is ready.
type guilds struct {
	mu   sync.Mutex
	byID map[snowflake.ID]guild
}

type guild struct {
	presence presence
	shard    int
	name     string
	members  int
}

// change lets fn change what is known of a guild and returns what was known before.
func (g *guilds) change(id snowflake.ID, fn func(*guild)) (before guild) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.byID == nil {
		g.byID = make(map[snowflake.ID]guild)
	}
	before = g.byID[id]
	after := before
	fn(&after)
	g.byID[id] = after
	return before
}

// expect notes the guilds that a shard's READY lists, and returns how many members
// each is known to have. What the shard had and READY does not list is gone.
func (g *guilds) expect(shard int, listed []snowflake.ID) (members []int, gone []event.Ref) {
	for _, id := range listed {
		before := g.change(id, func(known *guild) {
			known.shard = shard
			if known.presence != unavailable { // an outage goes on until GUILD_CREATE ends it
				known.presence = expected
			}
		})
		members = append(members, before.members)
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	for id, known := range g.byID {
		if known.shard == shard && !slices.Contains(listed, id) {
			gone = append(gone, event.Ref{ID: id, Name: known.name})
			delete(g.byID, id)
		}
	}
	return members, gone
}

// arrive notes a GUILD_CREATE and returns what the guild was before it.
func (g *guilds) arrive(id snowflake.ID, shard int, name string, members int) presence {
	return g.change(id, func(known *guild) { *known = guild{present, shard, name, members} }).presence
}

// depart notes an outage and returns how many members it touches.
func (g *guilds) depart(id snowflake.ID) (members int) {
	return g.change(id, func(known *guild) { known.presence = unavailable }).members
}

// rename notes a GUILD_UPDATE.
func (g *guilds) rename(id snowflake.ID, name string) {
	g.change(id, func(known *guild) { known.name = name })
}

// forget notes that the bot is no longer in the guild.
func (g *guilds) forget(id snowflake.ID) {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.byID, id)
}

// name is the guild's name, or its id while the name is not known.
func (g *guilds) name(id snowflake.ID) string {
	g.mu.Lock()
	defer g.mu.Unlock()
	if known := g.byID[id]; known.name != "" {
		return known.name
	}
	return id.String()
}
