package discord

import (
	"encoding/json"
	"fmt"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/snowflake"
)

// dispatcher handles what a shard receives, on that shard's goroutine: it must be
// quick, and leaves interactions to the workers. Neither a frame that cannot be read
// nor a panic over one ends the program.
func (b *Bot) dispatcher(shard int) func(kind string, data json.RawMessage) {
	return func(kind string, data json.RawMessage) {
		defer func() {
			if value := recover(); value != nil {
				b.recorder.record(event.Event{
					Type: "panic.recovered", Severity: event.Critical, Source: "discord", Title: "Panic recovered",
					Message: event.Clip(fmt.Sprintf("while handling %s: %v", kind, value), event.MaxMessage),
					Shard:   &shard, Data: event.Object(map[string]any{"stack": stack()}),
				})
			}
		}()
		if err := b.dispatch(shard, kind, data); err != nil {
			b.cfg.Logger.Error("unreadable dispatch", "kind", kind, "shard", shard, "error", err)
		}
	}
}

func (b *Bot) dispatch(shard int, kind string, data json.RawMessage) error {
	switch kind {
	case "READY":
		return b.readied(shard, data)
	case "GUILD_CREATE":
		return b.guildCreated(shard, data)
	case "GUILD_UPDATE":
		return b.guildUpdated(data)
	case "GUILD_DELETE":
		return b.guildDeleted(shard, data)
	case "INTERACTION_CREATE":
		var in incoming
		if err := json.Unmarshal(data, &in); err != nil {
			return err
		}
		b.receive(&in, shard)
	}
	return nil
}

// guildObject is what is read of a guild. The library's own would decode its
// channels, roles and emojis, too.
type guildObject struct {
	ID          snowflake.ID `json:"id"`
	Name        string       `json:"name"`
	MemberCount int          `json:"member_count"` // in GUILD_CREATE only
	Unavailable bool         `json:"unavailable"`
}

// readied takes in the list of READY: a GUILD_CREATE will come for each, and what is
// no longer on it was left while the shard was away.
func (b *Bot) readied(shard int, data json.RawMessage) error {
	var ready struct {
		Guilds []guildObject `json:"guilds"`
	}
	if err := json.Unmarshal(data, &ready); err != nil {
		return err
	}
	listed := make([]snowflake.ID, len(ready.Guilds))
	for i, g := range ready.Guilds {
		listed[i] = g.ID
	}
	members, gone := b.guilds.expect(shard, listed)
	for i, id := range listed {
		b.cfg.Observe(event.GuildSeen{Shard: shard, Guild: id, Members: members[i]})
	}
	for _, g := range gone {
		b.cfg.Observe(event.GuildGone{Guild: g.ID})
		b.recorder.record(guildEvent("guild.left", "Guild left", g, shard))
	}
	return nil
}

func (b *Bot) guildCreated(shard int, data json.RawMessage) error {
	var g guildObject
	if err := json.Unmarshal(data, &g); err != nil {
		return err
	}
	before := b.guilds.arrive(g.ID, shard, g.Name, g.MemberCount)
	b.cfg.Observe(event.GuildSeen{Shard: shard, Guild: g.ID, Members: g.MemberCount, Available: true})
	guild := event.Ref{ID: g.ID, Name: g.Name}
	switch before {
	case unknown:
		b.recorder.record(guildEvent("guild.joined", "Guild joined", guild, shard))
	case unavailable:
		b.recorder.record(guildEvent("guild.available", "Guild available", guild, shard))
	case expected, present: // told at READY, or sent again after a resume
	}
	return nil
}

// guildUpdated takes the new name. The count of members is not in it and stays.
func (b *Bot) guildUpdated(data json.RawMessage) error {
	var g guildObject
	if err := json.Unmarshal(data, &g); err != nil {
		return err
	}
	b.guilds.rename(g.ID, g.Name)
	return nil
}

func (b *Bot) guildDeleted(shard int, data json.RawMessage) error {
	var g guildObject
	if err := json.Unmarshal(data, &g); err != nil {
		return err
	}
	guild := event.Ref{ID: g.ID, Name: b.guilds.name(g.ID)}
	if g.Unavailable {
		members := b.guilds.depart(g.ID)
		b.cfg.Observe(event.GuildSeen{Shard: shard, Guild: g.ID, Members: members})
		b.recorder.record(guildEvent("guild.unavailable", "Guild unavailable", guild, shard))
		return nil
	}
	b.guilds.forget(g.ID)
	b.cfg.Observe(event.GuildGone{Guild: g.ID})
	b.recorder.record(guildEvent("guild.left", "Guild left", guild, shard))
	return nil
}

func guildEvent(kind, title string, guild event.Ref, shard int) event.Event {
	return event.Event{
		Type: kind, Severity: event.Notice, Source: "discord", Title: title, Message: guild.Name,
		Guild: guild, Shard: &shard,
	}
}
