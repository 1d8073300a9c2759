package discord

import (
	"context"
	"time"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/module"
	"github.com/aurorabot/aurora/internal/snowflake"
)

const (
	workerCount = 64
	maxWaiting  = 1024
	usePatience = 15 * time.Second // for a command and its reply together

	// deadline is Discord's for the first answer to an interaction.
	// https://docs.discord.com/developers/interactions/receiving-and-responding
	deadline = 3 * time.Second
)

// use is one interaction on its way to a worker.
type use struct {
	module.Interaction
	kind     int
	command  *module.Command // nil where there is none of that name
	manager  bool            // the member may manage the guild
	expires  time.Time       // of a pressed button; zero = never
	origin   snowflake.ID    // the interaction that a pressed button's message is of
	typing   string          // the option that a completion is for
	token    string
	received time.Time
	until    time.Time // when Discord no longer waits for the first answer
}

// receive takes an interaction from a shard's goroutine and never waits.
func (b *Bot) receive(in *incoming, shard int) {
	if !in.understood() || !b.seen.first(in.ID, time.Now()) {
		return
	}
	a := b.begin(b.read(in, shard))
	select {
	case b.uses <- a:
	default: // the member sees that there was no answer; the operator sees why
		a.drop()
		if a.kind != kindCompletion {
			b.recorder.record(failed(a.use, "overloaded", "more commands were waiting than are taken at once"))
		}
	}
}

// read makes of an interaction what a module sees of it.
func (b *Bot) read(in *incoming, shard int) use {
	u := use{kind: in.Type, token: in.Token, manager: in.manages(), received: time.Now()}
	u.until = u.received.Add(deadline - b.lag.of(in.ID.Time(), u.received))
	u.ID, u.Shard, u.User, u.Options = in.ID, shard, in.user(), make(map[string]module.Value)
	if in.GuildID != 0 {
		u.Guild = event.Ref{ID: in.GuildID, Name: b.guilds.name(in.GuildID)}
	}
	if in.Type == kindPress {
		u.Command, u.expires, u.Button, _ = readButton(in.Data.CustomID)
		u.origin = in.Message.Interaction.ID
	} else {
		u.readOptions(in)
	}
	u.command = b.commands[u.Command]
	return u
}

func (u *use) readOptions(in *incoming) {
	command, options := in.named()
	u.Command = command
	for _, o := range options {
		if o.Focused {
			u.typing = o.Name
		}
		if value, ok := o.value(in.Data.Resolved); ok {
			u.Options[o.Name] = value
		}
	}
}

// work carries out the uses that wait, one after another, until no more can come,
// which is when closed is.
func (b *Bot) work(ctx context.Context, closed <-chan struct{}) {
	for {
		select {
		case a := <-b.uses:
			b.handle(ctx, a)
			continue
		default:
		}
		select {
		case a := <-b.uses:
			b.handle(ctx, a)
		case <-closed:
			return
		}
	}
}

// handle answers one interaction in time and tells how it went.
func (b *Bot) handle(ctx context.Context, a *answer) {
	if a.expired() { // nobody would see the answer to what it changes
		a.drop()
		if a.kind != kindCompletion {
			b.recorder.record(failed(a.use, "expired", "it came, or was taken up, later than Discord waits"))
		}
		return
	}
	ctx, cancel := context.WithTimeout(ctx, usePatience)
	defer cancel()
	if a.kind == kindCompletion {
		b.complete(ctx, a.use)
		return
	}
	begun := time.Now()
	a.trace.Add("queue", a.received, begun)
	reply, err := b.run(a.trace.Within(ctx), a.use)
	a.trace.Add("handler", begun, time.Now())
	a.pressed(err)
	shown, refused := replyTo(reply, err)
	b.conclude(a, err, a.give(ctx, shown, refused))
}

// commandsByPath lists the commands that can be used by their names, a subcommand
// behind the name it stands under: "eco grant".
func commandsByPath(commands []module.Command) map[string]*module.Command {
	byPath := make(map[string]*module.Command)
	for _, c := range commands {
		if len(c.Subcommands) == 0 {
			byPath[c.Name] = &c
		}
		for _, sub := range c.Subcommands {
			sub.Manager = sub.Manager || c.Manager
			byPath[c.Name+" "+sub.Name] = &sub
		}
	}
	return byPath
}
