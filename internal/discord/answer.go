package discord

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	disgo "github.com/disgoorg/disgo/discord"
	"github.com/disgoorg/disgo/rest"
	disgosnowflake "github.com/disgoorg/snowflake/v2"

	"github.com/aurorabot/aurora/internal/discord/transport"
	"github.com/aurorabot/aurora/internal/module"
	"github.com/aurorabot/aurora/internal/snowflake"
)

// deferAfter is after how much of Discord's three seconds a use is promised an answer,
// if there is none yet. The rest is for the way there.
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
	perhaps  bool      // it was promised, and nobody knows whether Discord took it
	acked    time.Time // when Discord took the promise or the reply; zero: not yet
}

// begin watches the time of a use from its receipt on, so that one is promised an
// answer also while it waits for a worker. One that comes too late is not, and a
// completion cannot be.
func (b *Bot) begin(u use) *answer {
	a := &answer{use: u, bot: b, trace: module.NewTrace(u.received), done: make(chan struct{})}
	if u.kind == kindPress {
		b.endings.press(u.origin)
	}
	if u.kind == kindCompletion || !time.Now().Before(u.until) {
		return a
	}
	a.promising.Go(func() {
		late := time.NewTimer(time.Until(u.until.Add(deferAfter - deadline)))
		defer late.Stop()
		select {
		case <-a.done:
		case <-late.C:
			ctx, cancel := context.WithTimeout(context.Background(), usePatience)
			defer cancel()
			a.promise(ctx)
		}
	})
	return a
}

// expired reports whether nobody would see the answer any more.
func (a *answer) expired() bool {
	if !time.Now().After(a.until) {
		return false
	}
	a.promising.Wait() // it was due a second ago
	return !a.promised
}

// drop ends the watch of a use that is not carried out.
func (a *answer) drop() {
	close(a.done)
	if a.kind == kindPress {
		a.bot.endings.answered(a.origin, false)
	}
}

// pressed tells the endings what became of a press, whatever becomes of the reply to it:
// but for a refusal, what the message asked may have been done.
func (a *answer) pressed(err error) {
	if a.kind == kindPress {
		_, refused := errors.AsType[*module.Refusal](err)
		a.bot.endings.answered(a.origin, !refused)
	}
}

// promise tells Discord that the answer will come. Only now it can be said whether
// others will see it.
func (a *answer) promise(ctx context.Context) {
	begun := time.Now()
	response := disgo.InteractionResponse{Type: disgo.InteractionResponseTypeDeferredCreateMessage}
	if a.kind == kindPress {
		response.Type = disgo.InteractionResponseTypeDeferredUpdateMessage
	} else if a.command != nil && a.command.Private {
		response.Data = disgo.MessageCreate{Flags: disgo.MessageFlagEphemeral}
	}
	// What fails here is told when the reply fails, too.
	_, err := a.callback(ctx, response)
	a.promised, a.perhaps = err == nil, uncertain(err)
	a.trace.Add("defer", begun, time.Now())
}

// give sends the reply. A refusal leaves a pressed button's message as it is.
func (a *answer) give(ctx context.Context, reply module.Reply, refused bool) error {
	close(a.done)
	a.promising.Wait()
	begun := time.Now()
	message, err := a.send(ctx, reply, a.kind == kindPress && !refused)
	if err == nil {
		a.endLater(reply, message)
	}
	if err == nil && reply.Also != nil {
		_, err = a.follow(ctx, *reply.Also)
	}
	a.trace.Add("callback", begun, time.Now())
	return withoutAddress(err)
}

// send gives the reply as the first answer, or redeems the promise of one. A promise
// whose answer was lost may have been taken: that Discord has a first answer already says
// so, and where nobody can say, it is the one way that is left. It returns the id of the
// message that was made, or 0 for the first answer.
func (a *answer) send(ctx context.Context, reply module.Reply, replace bool) (message snowflake.ID, err error) {
	if a.promised {
		return a.redeem(ctx, reply, replace)
	}
	response := disgo.InteractionResponse{Type: disgo.InteractionResponseTypeCreateMessage, Data: create(a.Command, reply)}
	if replace {
		response = disgo.InteractionResponse{Type: disgo.InteractionResponseTypeUpdateMessage, Data: edit(a.Command, reply)}
	}
	before, err := a.callback(ctx, response)
	if a.perhaps && (before || uncertain(err) || errors.Is(err, transport.ErrNotSent)) {
		return a.redeem(ctx, reply, replace)
	}
	return 0, err
}

// redeem gives the reply that was promised.
func (a *answer) redeem(ctx context.Context, reply module.Reply, replace bool) (message snowflake.ID, err error) {
	if a.kind == kindPress && !replace { // the message with the button stays
		return a.follow(ctx, reply)
	}
	if a.kind == kindCommand && reply.Private && (a.command == nil || !a.command.Private) {
		// The promise can be seen by all, and so could what takes its place.
		if err := a.bot.rest.DeleteInteractionResponse(a.app(), a.token, rest.WithCtx(ctx)); err != nil {
			return 0, err
		}
		return a.follow(ctx, reply)
	}
	_, err = a.bot.rest.UpdateInteractionResponse(a.app(), a.token, edit(a.Command, reply), rest.WithCtx(ctx))
	return 0, err
}

// follow sends a further message and returns its id.
func (a *answer) follow(ctx context.Context, reply module.Reply) (message snowflake.ID, err error) {
	sent, err := a.bot.rest.CreateFollowupMessage(a.app(), a.token, create(a.Command, reply), rest.WithCtx(ctx))
	if err != nil {
		return 0, err
	}
	return snowflake.ID(sent.ID), nil
}

func (a *answer) app() disgosnowflake.ID { return disgosnowflake.ID(a.bot.application) }

// alreadyAnswered is Discord's code for a second first answer. It comes where an
// answer was taken, that was not told to us, and we repeated it.
const alreadyAnswered = 40060

// uncertain reports whether Discord may have done what a request asked for, although err
// came of it: the request has left, and no answer, or one that Discord has failed.
func uncertain(err error) bool {
	if answer, ok := errors.AsType[*rest.Error](err); ok && answer.Response != nil {
		return answer.Response.StatusCode >= http.StatusInternalServerError
	}
	return err != nil && !errors.Is(err, transport.ErrNotSent)
}

// callback sends the first answer, as long as Discord waits for it. before says that
// it had one.
func (a *answer) callback(ctx context.Context, response disgo.InteractionResponse) (before bool, err error) {
	ctx, cancel := context.WithDeadline(ctx, a.until)
	defer cancel()
	err = a.bot.rest.CreateInteractionResponse(disgosnowflake.ID(a.ID), a.token, response, rest.WithCtx(ctx))
	if refused, ok := errors.AsType[*rest.Error](err); ok && refused.Code == alreadyAnswered {
		before, err = true, nil
	}
	if err == nil && a.acked.IsZero() {
		a.acked = time.Now()
	}
	return before, err
}
