package discord

import (
	"context"
	"errors"
	"fmt"
	"sync"

	disgo "github.com/disgoorg/disgo/discord"
	"github.com/disgoorg/disgo/gateway"
	"github.com/disgoorg/disgo/sharding"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/snowflake"
)

// holdShards opens as many shards as Discord recommends, within the number of
// identifies it allows at once, and closes them when ctx ends or when Discord
// refuses one of them, which is the error.
func (b *Bot) holdShards(ctx context.Context, info *disgo.GatewayBot) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	ids := make([]int, info.Shards)
	for id := range ids {
		ids[id] = id
		b.cfg.Observe(event.ShardChanged{Shard: id, Total: info.Shards, State: event.ShardConnecting})
	}
	failed := func(shard gateway.Gateway, err error) {
		if refused, ok := refusalIn(err, shard.ShardID()); ok && ctx.Err() == nil {
			b.cfg.Observe(event.ShardChanged{Shard: shard.ShardID(), Total: info.Shards, State: event.ShardDisconnected, CloseCode: refused.code})
			cancel(refused)
		}
	}
	var probes sync.WaitGroup
	manager := sharding.New(b.cfg.Token, nil,
		sharding.WithShardCount(info.Shards), sharding.WithShardIDs(ids...),
		sharding.WithIdentifyRateLimiterConfigOpt(gateway.WithIdentifyMaxConcurrency(max(1, info.SessionStartLimit.MaxConcurrency))),
		sharding.WithLogger(library(b.cfg.Logger)),
		sharding.WithCloseHandler(func(shard gateway.Gateway, err error, _ bool) { failed(shard, err) }),
		sharding.WithGatewayCreateFunc(func(token string, _ gateway.EventHandlerFunc, opts ...gateway.ConfigOpt) gateway.Gateway {
			l := b.newLink(ctx, token, opts)
			probes.Go(func() { l.probe(ctx) })
			return watched{l.shard, failed}
		}),
		sharding.WithGatewayConfigOpts(
			gateway.WithURL(info.URL), gateway.WithIntents(gateway.IntentGuilds), gateway.WithLogger(library(b.cfg.Logger)),
			gateway.WithDialer(dialer(ctx)),
		))
	manager.Open(ctx)
	<-ctx.Done()
	probes.Wait() // before closing: the library takes two locks in one order to send and in the other to close
	closing, stop := context.WithTimeout(context.WithoutCancel(ctx), closePatience)
	defer stop()
	manager.Close(closing)
	if refused, ok := errors.AsType[*refusedError](context.Cause(ctx)); ok {
		return refused
	}
	return nil
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
		b.expectGuilds(data, shard)
		b.recorder.record(shardEvent("shard.ready", event.Info, "Shard ready", shard, total))
	case gateway.EventResumed:
		e := shardEvent("shard.resumed", event.Info, "Shard resumed", shard, total)
		e.Data = object(map[string]any{"downMs": event.Milliseconds(l.ready())})
		b.recorder.record(e)
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

// expectGuilds takes in the list of READY: a GUILD_CREATE will come for each, and
// what is no longer on it was left while the shard was away.
func (b *Bot) expectGuilds(data gateway.EventReady, shard int) {
	listed := make([]snowflake.ID, len(data.Guilds))
	for i, g := range data.Guilds {
		listed[i] = snowflake.ID(g.ID)
	}
	members, gone := b.guilds.expect(shard, listed)
	for i, id := range listed {
		b.cfg.Observe(event.GuildSeen{Shard: shard, Guild: id, Members: members[i]})
	}
	for _, g := range gone {
		b.cfg.Observe(event.GuildGone{Guild: g.ID})
		b.recorder.record(guildEvent("guild.left", "Guild left", g, shard))
	}
}

func (b *Bot) guildCreated(data gateway.EventGuildCreate, shard int) {
	id := snowflake.ID(data.ID)
	before := b.guilds.arrive(id, shard, data.Name, data.MemberCount)
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
