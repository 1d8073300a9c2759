package discord

import (
	"context"
	"fmt"
	"sync"

	disgo "github.com/disgoorg/disgo/discord"
	"github.com/disgoorg/disgo/gateway"
	"github.com/disgoorg/disgo/sharding"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/snowflake"
)

// holdShards opens as many shards as Discord recommends, within the number of
// identifies it allows at once, and closes them when ctx ends.
func (b *Bot) holdShards(ctx context.Context, info *disgo.GatewayBot) {
	ids := make([]int, info.Shards)
	for id := range ids {
		ids[id] = id
		b.cfg.Observe(event.ShardChanged{Shard: id, Total: info.Shards, State: event.ShardConnecting})
	}
	var probes sync.WaitGroup
	manager := sharding.New(b.cfg.Token, nil,
		sharding.WithShardCount(info.Shards), sharding.WithShardIDs(ids...),
		sharding.WithIdentifyRateLimiterConfigOpt(gateway.WithIdentifyMaxConcurrency(info.SessionStartLimit.MaxConcurrency)),
		sharding.WithLogger(library(b.cfg.Logger)),
		sharding.WithCloseHandler(b.closedForGood),
		sharding.WithGatewayCreateFunc(func(token string, _ gateway.EventHandlerFunc, opts ...gateway.ConfigOpt) gateway.Gateway {
			l := b.newLink(token, opts)
			probes.Go(func() { l.probe(ctx) })
			return l.shard
		}),
		sharding.WithGatewayConfigOpts(
			gateway.WithURL(info.URL), gateway.WithIntents(gateway.IntentGuilds), gateway.WithLogger(library(b.cfg.Logger)),
		))
	opened := make(chan struct{})
	go func() { defer close(opened); manager.Open(ctx) }()
	<-ctx.Done()
	<-opened
	closing, cancel := context.WithTimeout(context.WithoutCancel(ctx), closePatience)
	defer cancel()
	manager.Close(closing)
	probes.Wait()
}

// closedForGood is called for a close code after which Discord wants no further try.
func (b *Bot) closedForGood(shard gateway.Gateway, err error, _ bool) {
	b.cfg.Logger.Error("a shard was closed for good: Discord refuses to take it back as it is", "shard", shard.ShardID(), "error", err)
}

// dispatch handles what a shard receives, on that shard's reading goroutine: it
// must be quick, and leaves commands to the workers.
func (b *Bot) dispatch(l *link, data gateway.EventData) {
	shard, total := l.shard.ShardID(), l.shard.ShardCount()
	switch data := data.(type) {
	case gateway.EventHeartbeatAck:
		l.acknowledged()
	case gateway.EventReady:
		l.ready()
		for _, g := range data.Guilds {
			b.guilds.expect(snowflake.ID(g.ID))
			b.cfg.Observe(event.GuildSeen{Shard: shard, Guild: snowflake.ID(g.ID)})
		}
		b.recorder.record(shardEvent("shard.ready", event.Info, "Shard ready", shard, total))
	case gateway.EventResumed:
		l.ready()
		b.recorder.record(shardEvent("shard.resumed", event.Info, "Shard resumed", shard, total))
	case gateway.EventGuildCreate:
		b.guildCreated(data, shard)
	case gateway.EventGuildUpdate:
		b.guilds.rename(snowflake.ID(data.ID), data.Name)
	case gateway.EventGuildDelete:
		b.guildDeleted(data, shard)
	case gateway.EventInteractionCreate:
		b.receive(data.Interaction, shard)
	}
}

func (b *Bot) guildCreated(data gateway.EventGuildCreate, shard int) {
	id := snowflake.ID(data.ID)
	before := b.guilds.arrive(id, data.Name, data.MemberCount)
	b.cfg.Observe(event.GuildSeen{Shard: shard, Guild: id, Members: data.MemberCount, Available: true})
	guild := event.Ref{ID: id, Name: data.Name}
	switch before {
	case unknown:
		b.recorder.record(guildEvent("guild.joined", "Guild joined", guild, shard))
	case unavailable:
		b.recorder.record(guildEvent("guild.available", "Guild available", guild, shard))
	case expected, present: // told at READY, or sent again after a resume
	}
}

func (b *Bot) guildDeleted(data gateway.EventGuildDelete, shard int) {
	id := snowflake.ID(data.ID)
	guild := event.Ref{ID: id, Name: b.guilds.name(id)}
	if data.Unavailable {
		members := b.guilds.depart(id)
		b.cfg.Observe(event.GuildSeen{Shard: shard, Guild: id, Members: members})
		b.recorder.record(guildEvent("guild.unavailable", "Guild unavailable", guild, shard))
		return
	}
	b.guilds.forget(id)
	b.cfg.Observe(event.GuildGone{Guild: id})
	b.recorder.record(guildEvent("guild.left", "Guild left", guild, shard))
}

func shardEvent(kind string, severity event.Severity, title string, shard, total int) event.Event {
	return event.Event{
		Type: kind, Severity: severity, Source: "discord", Title: title, Shard: &shard,
		Message: fmt.Sprintf("shard %d of %d", shard, total),
	}
}

func guildEvent(kind, title string, guild event.Ref, shard int) event.Event {
	return event.Event{
		Type: kind, Severity: event.Notice, Source: "discord", Title: title, Message: guild.Name,
		Guild: guild, Shard: &shard,
	}
}
