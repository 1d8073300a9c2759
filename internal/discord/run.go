package discord

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/module"
)

// run calls the command, or its Press. A panic in it is its own failure and nobody
// else's.
func (b *Bot) run(ctx context.Context, u use) (reply module.Reply, err error) {
	if err := u.check(time.Now()); err != nil {
		return reply, err
	}
	defer func() {
		if value := recover(); value != nil {
			err = &panicError{value: value, stack: stack()}
		}
	}()
	if u.kind == kindPress {
		return u.command.Press(ctx, u.Interaction)
	}
	return u.command.Run(ctx, u.Interaction)
}

// check refuses what does not reach the module.
func (u use) check(now time.Time) error {
	switch {
	case u.command == nil || u.kind == kindPress && u.command.Press == nil:
		return module.Refuse("unknown_command", "This command is no longer offered.")
	case u.Guild.ID == 0:
		return module.Refuse("guild_only", "Use this command in a server: coins belong to one.")
	case u.command.Manager && !u.manager:
		return module.Refuse("not_permitted", "Only members who may manage this server can do that.")
	case !u.expires.IsZero() && now.After(u.expires):
		return module.Refuse("button_expired", "These buttons are too old. Please use /"+u.Command+" again.")
	case u.kind == kindPress:
		return nil
	}
	for _, o := range u.command.Options {
		if _, given := u.Options[o.Name]; o.Required && !given {
			return module.Refuse("missing_option", "The option "+o.Name+" did not arrive. Please try again.")
		}
	}
	return nil
}

// replyTo is what the member sees of a command's end.
func replyTo(reply module.Reply, err error) (shown module.Reply, refused bool) {
	if refusal, ok := errors.AsType[*module.Refusal](err); ok {
		return module.Reply{Text: refusal.Text, Private: true}, true
	}
	if err != nil {
		return module.Reply{Text: "Something went wrong, and nothing was done twice. Please try again.", Private: true}, true
	}
	return reply, false
}

// panicError is a panic of a command.
type panicError struct {
	value any
	stack string
}

func (p *panicError) Error() string { return fmt.Sprintf("panic: %v", p.value) }

// maxStack leaves room for the rest of an event's data.
const maxStack = event.MaxData * 3 / 8

// stack is where a panic came from, as much of it as an event carries.
func stack() string { return event.Clip(string(debug.Stack()), maxStack) }
