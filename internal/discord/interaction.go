package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	disgo "github.com/disgoorg/disgo/discord"
	disgosnowflake "github.com/disgoorg/snowflake/v2"

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

// use is one use of a command on its way to a worker.
type use struct {
	module.Interaction
	token    string
	received time.Time
}

// receive takes an interaction from a shard's reading goroutine and never waits.
func (b *Bot) receive(in disgo.Interaction, shard int) {
	command, ok := in.(disgo.ApplicationCommandInteraction)
	if !ok || !b.seen.first(snowflake.ID(in.ID()), time.Now()) {
		return
	}
	data, ok := command.Data.(disgo.SlashCommandInteractionData)
	if !ok {
		return
	}
	u := use{received: time.Now(), token: in.Token(), Interaction: b.interaction(command, data, shard)}
	select {
	case b.uses <- u:
	default: // the member sees that there was no answer; the operator sees why
		b.recorder.record(failed(u, "overloaded", "more commands were waiting than are taken at once"))
	}
}

// interaction is what a module sees of a command's use.
func (b *Bot) interaction(in disgo.ApplicationCommandInteraction, data disgo.SlashCommandInteractionData, shard int) module.Interaction {
	seen := module.Interaction{
		ID: snowflake.ID(in.ID()), Shard: shard, Command: data.CommandName(),
		User: userRef(in.User(), in.Member()), Options: make(map[string]module.Value),
	}
	if id := in.GuildID(); id != nil {
		seen.Guild = event.Ref{ID: snowflake.ID(*id), Name: b.guilds.name(snowflake.ID(*id))}
	}
	for name, given := range data.Options {
		if value, ok := optionValue(given, data.Resolved); ok {
			seen.Options[name] = value
		}
	}
	return seen
}

// optionValue reads an option. One whose value does not fit its type is left out:
// the library's own readers panic, and this is the gateway's goroutine.
func optionValue(given disgo.SlashCommandOption, resolved disgo.ResolvedData) (value module.Value, ok bool) {
	switch given.Type {
	case disgo.ApplicationCommandOptionTypeInt:
		ok = json.Unmarshal(given.Value, &value.Integer) == nil
		return value, ok
	case disgo.ApplicationCommandOptionTypeUser:
		var id disgosnowflake.ID
		if json.Unmarshal(given.Value, &id) != nil {
			return value, false
		}
		user, known := resolved.Users[id]
		var member *disgo.ResolvedMember
		if m, inGuild := resolved.Members[id]; inGuild {
			member = &m
		}
		value.Member = module.Member{Ref: userRef(user, member), Bot: user.Bot}
		return value, known
	default:
		return value, false
	}
}

// userRef names a user as the guild sees them: by nick, else by global name, else
// by user name.
func userRef(user disgo.User, member *disgo.ResolvedMember) event.Ref {
	name := user.EffectiveName()
	if member != nil && member.Nick != nil {
		name = *member.Nick
	}
	return event.Ref{ID: snowflake.ID(user.ID), Name: name}
}

// work carries out the uses that wait, one after another, until no more can come,
// which is when closed is.
func (b *Bot) work(ctx context.Context, closed <-chan struct{}) {
	for {
		select {
		case u := <-b.uses:
			b.handle(ctx, u)
			continue
		default:
		}
		select {
		case u := <-b.uses:
			b.handle(ctx, u)
		case <-closed:
			return
		}
	}
}

// handle runs a command, replies, and tells how it went. It is the one edge where a
// command's errors are logged.
func (b *Bot) handle(ctx context.Context, u use) {
	begun := time.Now()
	if begun.Sub(u.received) > deadline { // nobody would see the answer to what it changes
		b.recorder.record(failed(u, "expired", "it waited for longer than Discord does"))
		return
	}
	ctx, cancel := context.WithTimeout(ctx, usePatience)
	defer cancel()
	reply, err := b.run(ctx, u)
	ran := time.Now()
	if refusal, ok := errors.AsType[*module.Refusal](err); ok {
		reply, err = module.Reply{Text: refusal.Text, Private: true}, nil
	}
	if err != nil {
		reply = module.Reply{Text: "Something went wrong, and nothing was done twice. Please try again.", Private: true}
	}
	replyErr := b.reply(ctx, u, reply)
	done := time.Now()

	outcome := completed(u)
	switch {
	case err != nil:
		b.cfg.Logger.Error("command failed", "command", u.Command, "interaction", u.ID, "error", err)
		outcome = failed(u, errorCode(err), "the command failed; the log says why")
	case replyErr != nil:
		b.cfg.Logger.Error("reply failed", "command", u.Command, "interaction", u.ID, "error", replyErr)
		outcome = failed(u, errorCode(replyErr), "Discord did not take the reply")
	}
	outcome.DurationMs = event.Milliseconds(done.Sub(u.received))
	outcome.Data = timing(outcome.Data, u.received, begun, ran, done)
	b.recorder.record(outcome)
}

// run calls the command. A panic in it is its own failure and nobody else's.
func (b *Bot) run(ctx context.Context, u use) (reply module.Reply, err error) {
	command, ok := b.commands[u.Command]
	switch {
	case !ok:
		return reply, module.Refuse("unknown_command", "This command is no longer offered.")
	case u.Guild.ID == 0:
		return reply, module.Refuse("guild_only", "Use this command in a server: coins belong to one.")
	}
	for _, o := range command.Options {
		if _, given := u.Options[o.Name]; o.Required && !given {
			return reply, module.Refuse("missing_option", "The option "+o.Name+" did not arrive. Please try again.")
		}
	}
	defer func() {
		if value := recover(); value != nil {
			b.recorder.record(panicked(u, value))
			err = panicError{value}
		}
	}()
	return command.Run(ctx, u.Interaction)
}

// panicError is a panic of a command.
type panicError struct{ value any }

func (p panicError) Error() string { return fmt.Sprintf("panic: %v", p.value) }

// about is the part of an event that tells of a command's use.
func about(u use, kind string, severity event.Severity, title, message string) event.Event {
	return event.Event{
		Type: kind, Severity: severity, Source: "discord", Title: title, Message: message,
		Guild: u.Guild, User: u.User, Shard: &u.Shard,
		Command: u.Command, InteractionID: u.ID, TraceID: u.ID.String(),
	}
}

func completed(u use) event.Event {
	return about(u, "command.completed", event.Debug, "Command completed", u.User.Name+" used /"+u.Command)
}

func failed(u use, code, reason string) event.Event {
	e := about(u, "command.failed", event.Error, "Command failed", "/"+u.Command+": "+reason)
	e.Data = object(map[string]any{"errorCode": code})
	return e
}

func panicked(u use, value any) event.Event {
	e := about(u, "panic.recovered", event.Critical, "Panic recovered", fmt.Sprintf("/%s: %v", u.Command, value))
	e.Data = object(map[string]any{"stack": stack()})
	return e
}

// stack is where a panic came from, as much of it as an event carries.
func stack() string { return event.Clip(string(debug.Stack()), event.MaxData/2) }

// span is a stretch of a command's time, in milliseconds from its receipt.
type span struct {
	Name    string  `json:"name"`
	StartMs float64 `json:"startMs"`
	Ms      float64 `json:"ms"`
}

// timing adds to data where the time went. All instants are by the monotonic clock.
func timing(data json.RawMessage, received, begun, ran, done time.Time) json.RawMessage {
	since := func(t time.Time) float64 { return event.Milliseconds(t.Sub(received)) }
	fields := map[string]any{}
	if len(data) > 0 {
		_ = json.Unmarshal(data, &fields) // written by failed
	}
	fields["ackMs"], fields["totalMs"] = since(done), since(done)
	fields["spans"] = []span{
		{"queue", 0, since(begun)},
		{"handler", since(begun), event.Milliseconds(ran.Sub(begun))},
		{"callback", since(ran), event.Milliseconds(done.Sub(ran))},
	}
	return object(fields)
}

// object is fields in JSON; the values given here can always be written.
func object(fields map[string]any) json.RawMessage {
	text, err := json.Marshal(fields)
	if err != nil {
		panic(err)
	}
	return text
}
