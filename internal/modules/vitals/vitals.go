// Package vitals lets members ask in Discord how the bot itself is, and whether it is
// us or Discord where it is slow. It measures the database alone; all other figures
// are given to it.
package vitals

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/aurorabot/aurora/internal/module"
)

// Source has the figures of now.
type Source interface {
	// Vitals are those that a member sees whose guild is served by a shard.
	Vitals(shard int) Vitals
	// AskDatabase returns when the database has answered a question that costs nothing.
	AskDatabase(ctx context.Context) error
}

// Vitals are how the bot is. A duration of 0 was not measured.
type Vitals struct {
	Version     string
	Started     time.Time
	Shards      int // that there should be
	ShardsReady int
	Guilds      int
	GuildsAway  int // of these, those that Discord does not serve now
	Members     int

	Gateway time.Duration // the last heartbeat of the member's shard
	REST    time.Duration // median of requests to Discord, over 5 minutes
	Ack     time.Duration // median from a command's receipt to Discord's word that it has our answer
}

// Module offers /aurora.
func Module(source Source, logger *slog.Logger) module.Module {
	c := &commands{source: source, logger: logger}
	return module.Module{Name: "vitals", Commands: []module.Command{{
		Name: "aurora", Description: "How the bot is",
		Subcommands: []module.Command{
			{Name: "status", Description: "See whether all is well", Private: true, Run: c.status},
			{Name: "ping", Description: "See how quick the bot is, and whether it is us or Discord", Private: true, Run: c.ping},
		},
	}}}
}

type commands struct {
	source Source
	logger *slog.Logger
}

func (c *commands) status(_ context.Context, in module.Interaction) (module.Reply, error) {
	v := c.source.Vitals(in.Shard)
	reply := module.Reply{
		Title: "Aurora is well", Tone: module.Good, Private: true,
		Text: fmt.Sprintf("Started <t:%d:R>.", v.Started.Unix()),
		Fields: []module.Field{
			column("Shards", fmt.Sprintf("%d of %d ready", v.ShardsReady, v.Shards)),
			column("Servers", fmt.Sprint(v.Guilds)), column("Members", fmt.Sprint(v.Members)),
		},
		Footer: "Version " + v.Version,
	}
	if away := v.Shards - v.ShardsReady; away > 0 {
		reply.Title, reply.Tone = "Aurora is partly away", module.Caution
		reply.Text += fmt.Sprintf(" Connections to Discord that are not ready: %d. They come back by themselves.", away)
	}
	if v.GuildsAway > 0 {
		reply.Tone = module.Caution
		reply.Text += fmt.Sprintf(" Servers that Discord cannot reach now: %d.", v.GuildsAway)
	}
	return reply, nil
}

// databasePatience is how long the database is waited for: less than a member is.
const databasePatience = time.Second

func (c *commands) ping(ctx context.Context, in module.Interaction) (module.Reply, error) {
	v := c.source.Vitals(in.Shard)
	database, answered := c.askDatabase(ctx)
	verdict, tone := v.verdict(database, answered)
	inDatabase := shown(database)
	if !answered {
		inDatabase = "no answer"
	}
	return module.Reply{
		Title: "Ping", Text: verdict, Tone: tone, Private: true,
		Fields: []module.Field{
			column("Gateway", shown(v.Gateway)), column("REST", shown(v.REST)),
			column("Database", inDatabase), column("Answer", shown(v.Ack)),
		},
		Footer: "REST and Answer are medians of the last 5 minutes.",
	}, nil
}

func (c *commands) askDatabase(ctx context.Context) (took time.Duration, answered bool) {
	defer module.Time(ctx, "database")()
	ctx, cancel := context.WithTimeout(ctx, databasePatience)
	defer cancel()
	begun := time.Now()
	if err := c.source.AskDatabase(ctx); err != nil {
		c.logger.Error("the database was asked for a ping, and failed", "error", err)
		return 0, false
	}
	return max(time.Since(begun), time.Nanosecond), true // a coarse clock's 0 would be no measurement
}

func column(name, value string) module.Field {
	return module.Field{Name: name, Value: value, Inline: true}
}

// shown is a duration for a member.
func shown(d time.Duration) string {
	switch {
	case d == 0:
		return "not measured yet"
	case d < time.Millisecond:
		return "below 1 ms"
	}
	return fmt.Sprintf("%d ms", d.Milliseconds())
}
