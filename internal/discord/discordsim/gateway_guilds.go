package discordsim

import (
	"time"

	"github.com/aurorabot/aurora/internal/snowflake"
)

// outage makes the guilds of a shard unavailable, nil for those of all shards, and returns how many. Its end
// is waited for by nobody: after the simulator's end it finds no session.
// https://docs.discord.com/developers/events/gateway-events#guild-delete
func (g *gateway) outage(shard *int, lasts time.Duration) int {
	g.telling.Lock()
	defer g.telling.Unlock()
	hit := g.world.guilds
	if shard != nil {
		hit = g.guilds.on(*shard, g.shardCount())
	}
	lost := g.guilds.lose(hit, time.Now().Add(lasts))
	for _, guild := range lost {
		g.tell(guild.id, "GUILD_DELETE", map[string]any{"id": guild.id, "unavailable": true})
	}
	time.AfterFunc(lasts, func() { g.restore(hit) })
	return len(lost)
}

// restore ends an outage.
func (g *gateway) restore(guilds []*guild) {
	g.telling.Lock()
	defer g.telling.Unlock()
	for _, guild := range g.guilds.recover(guilds, time.Now()) {
		g.tell(guild.id, "GUILD_CREATE", guild.createObject(g.self))
	}
}

// join adds the application to a guild; one it is in already stays as it is.
func (g *gateway) join(guild *guild) {
	g.telling.Lock()
	defer g.telling.Unlock()
	if g.guilds.set(guild.id, true) && g.guilds.available(guild.id) {
		g.tell(guild.id, "GUILD_CREATE", guild.createObject(g.self))
	}
}

// depart removes the application from a guild; false: it is not in it.
func (g *gateway) depart(guild snowflake.ID) bool {
	g.telling.Lock()
	defer g.telling.Unlock()
	if !g.guilds.set(guild, false) {
		return false
	}
	g.tell(guild, "GUILD_DELETE", map[string]any{"id": guild})
	return true
}

// tell sends an event about a guild itself, which takes the GUILDS intent.
func (g *gateway) tell(guild snowflake.ID, event string, data map[string]any) {
	encoded := mustJSON(data)
	for _, s := range g.all() {
		if s.sees(guild) && s.intents.has(intentGuilds) {
			s.dispatch(event, encoded, nil)
		}
	}
}

// shardCount is the number of shards that the newest session told, or else the one recommended.
func (g *gateway) shardCount() int {
	if all := g.all(); len(all) > 0 {
		return all[len(all)-1].of
	}
	return g.recommended
}
