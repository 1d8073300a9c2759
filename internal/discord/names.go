package discord

import "github.com/aurorabot/aurora/internal/snowflake"

// GuildName is what a guild is called now, or "" where that is not known: before its
// shard was ready, and of a guild that the bot is not in.
func (b *Bot) GuildName(id snowflake.ID) string { return b.guilds.known(id).name }

// known is what is known of a guild; its zero value where nothing is.
func (g *guilds) known(id snowflake.ID) guild {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.byID[id]
}
