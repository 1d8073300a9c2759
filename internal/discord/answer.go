package discord

import (
	"context"
	"errors"
	"sync"
	"time"

	disgo "github.com/disgoorg/disgo/discord"
	"github.com/disgoorg/disgo/rest"
	disgosnowflake "github.com/disgoorg/snowflake/v2"

	"github.com/aurorabot/aurora/internal/module"
)

// deferAfter is how long after its receipt a use is promised an answer, if there is
// none yet. The rest of Discord's three seconds is for the way there.
const deferAfter = 2 * time.Second

// answer is the reply to one use on its way: promised after a while, given once.
type answer struct {
	use
	bot   *Bot
	trace *module.Trace

	done      chan struct{} // closed when the reply is known
	promising sync.WaitGroup

	// Written by the goroutine that promises, and read when that has ended.
	promised bool
	acked    time.Time // Discord has taken the promise or the reply; zero: not yet
}

// begin watches the time of a use that is being handled.
func (b *Bot) begin(ctx context.Context, u use, trace *module.Trace) *answer {
	a := &answer{use: u, bot: b, trace: trace, done: make(chan struct{})}
	a.promising.Go(func() {
		late := time.NewTimer(time.Until(u.received.Add(deferAfter)))
		defer late.Stop()
		select {
		case <-a.done:
		case <-late.C:
			a.promise(ctx)
		}
	})
	return a
}

// promise tells Discord that the answer will come. Only now it can be said whether
// others will see it.
func (a *answer) promise(ctx context.Context) {
	response := disgo.InteractionResponse{Type: disgo.InteractionResponseTypeDeferredCreateMessage}
	if a.kind == kindPress {
		response.Type = disgo.InteractionResponseTypeDeferredUpdateMessage
	} else if a.command != nil && a.command.Private {
		response.Data = disgo.MessageCreate{Flags: disgo.MessageFlagEphemeral}
	}
	// What fails here is told when the reply fails, too.
	a.promised = a.callback(ctx, "defer", response) == nil
}

// give sends the reply. A refusal leaves a pressed button's message as it is.
func (a *answer) give(ctx context.Context, reply module.Reply, refused bool) error {
	close(a.done)
	a.promising.Wait()
	begun := time.Now()
	err := a.send(ctx, reply, a.kind == kindPress && !refused)
	if err == nil && reply.Also != nil {
		err = a.follow(ctx, *reply.Also)
	}
	a.trace.Add("callback", begun, time.Now())
	return withoutAddress(err)
}

func (a *answer) send(ctx context.Context, reply module.Reply, replace bool) error {
	command := a.Command
	switch {
	case !a.promised && replace:
		return a.callback(ctx, "", disgo.InteractionResponse{Type: disgo.InteractionResponseTypeUpdateMessage, Data: edit(command, reply)})
	case !a.promised:
		return a.callback(ctx, "", disgo.InteractionResponse{Type: disgo.InteractionResponseTypeCreateMessage, Data: message(command, reply)})
	case a.kind == kindPress && !replace:
		return a.follow(ctx, reply)
	case a.kind == kindCommand && reply.Private && !a.command.Private:
		// The promise can be seen by all, and what takes its place, too.
		if err := a.bot.rest.DeleteInteractionResponse(a.app(), a.token, rest.WithCtx(ctx)); err != nil {
			return err
		}
		return a.follow(ctx, reply)
	}
	_, err := a.bot.rest.UpdateInteractionResponse(a.app(), a.token, edit(command, reply), rest.WithCtx(ctx))
	return err
}

// follow sends a further message.
func (a *answer) follow(ctx context.Context, reply module.Reply) error {
	_, err := a.bot.rest.CreateFollowupMessage(a.app(), a.token, message(a.Command, reply), rest.WithCtx(ctx))
	return err
}

func (a *answer) app() disgosnowflake.ID { return disgosnowflake.ID(a.bot.application) }

// alreadyAnswered is Discord's code for a second first answer. It comes where an
// answer was lost on its way back and repeated: the member has it.
const alreadyAnswered = 40060

// callback sends the first answer. span may be "".
func (a *answer) callback(ctx context.Context, span string, response disgo.InteractionResponse) error {
	begun := time.Now()
	err := a.bot.rest.CreateInteractionResponse(disgosnowflake.ID(a.ID), a.token, response, rest.WithCtx(ctx))
	if refused, ok := errors.AsType[*rest.Error](err); ok && refused.Code == alreadyAnswered {
		err = nil
	}
	now := time.Now()
	if err == nil {
		a.acked = now
	}
	if span != "" {
		a.trace.Add(span, begun, now)
	}
	return err
}
