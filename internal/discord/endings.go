package discord

import (
	"context"
	"sync"
	"time"

	"github.com/disgoorg/disgo/rest"
	disgosnowflake "github.com/disgoorg/snowflake/v2"

	"github.com/aurorabot/aurora/internal/module"
	"github.com/aurorabot/aurora/internal/snowflake"
)

const (
	// maxEndings bounds the messages whose buttons end. Those of any further stay to be
	// seen, and are refused when pressed.
	maxEndings = 10_000
	// endingsEvery is how often it is looked for buttons whose time is over.
	endingsEvery = time.Second
	// farewell is for how long the last ones are ended when the bot ends.
	farewell = 3 * time.Second
	// tokenLife is for how long Discord lets a message be edited, less what an edit takes.
	// https://docs.discord.com/developers/interactions/receiving-and-responding#followup-messages
	tokenLife = 15*time.Minute - usePatience
)

// ending is a message whose buttons can be pressed for a while, and what takes its place
// then.
type ending struct {
	command string
	reply   module.Reply
	token   string       // of the interaction whose message it is
	message snowflake.ID // 0: that interaction's first answer
	due     time.Time
	pressed int // presses that are being answered: they decide first
}

// endings are the messages whose buttons will end, by the interaction that the message
// is of: a press names it. One goroutine ends them, one after another, as they are in no
// hurry.
type endings struct {
	mu      sync.Mutex
	waiting map[snowflake.ID]*ending
}

func newEndings() *endings { return &endings{waiting: make(map[snowflake.ID]*ending)} }

// expect remembers a message to be ended.
func (e *endings) expect(of snowflake.ID, end *ending) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if len(e.waiting) < maxEndings {
		e.waiting[of] = end
	}
}

// press keeps a message from being ended until [endings.answered].
func (e *endings) press(of snowflake.ID) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if end := e.waiting[of]; end != nil {
		end.pressed++
	}
}

// answered says what became of a press. Where it was the last one, its answer takes the
// message's place, and there is nothing left to be ended.
func (e *endings) answered(of snowflake.ID, last bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if end := e.waiting[of]; end != nil {
		end.pressed--
		if last {
			delete(e.waiting, of)
		}
	}
}

// take takes those out that are due and wait for no press.
func (e *endings) take(now time.Time) (due []*ending) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for of, end := range e.waiting {
		if end.pressed <= 0 && !now.Before(end.due) {
			due = append(due, end)
			delete(e.waiting, of)
		}
	}
	return due
}

// endButtons ends buttons whose time is over until closed is, and then those that are
// left: what they were about is forgotten with the process.
func (b *Bot) endButtons(ctx context.Context, closed <-chan struct{}) {
	tick := time.NewTicker(endingsEvery)
	defer tick.Stop()
	for {
		select {
		case now := <-tick.C:
			b.end(ctx, b.endings.take(now))
		case <-closed:
			ctx, cancel := context.WithTimeout(ctx, farewell)
			defer cancel()
			b.end(ctx, b.endings.take(time.Now().Add(tokenLife)))
			return
		}
	}
}

func (b *Bot) end(ctx context.Context, due []*ending) {
	for _, end := range due {
		if ctx.Err() != nil {
			return
		}
		if err := b.endOne(ctx, end); err != nil { // the buttons stay, and are refused when pressed
			b.cfg.Logger.Warn("buttons not ended", "command", end.command, "error", withoutAddress(err))
		}
	}
}

func (b *Bot) endOne(ctx context.Context, end *ending) error {
	ctx, cancel := context.WithTimeout(ctx, usePatience)
	defer cancel()
	app, update := disgosnowflake.ID(b.application), edit(end.command, end.reply)
	if end.message == 0 {
		_, err := b.rest.UpdateInteractionResponse(app, end.token, update, rest.WithCtx(ctx))
		return err
	}
	_, err := b.rest.UpdateFollowupMessage(app, end.token, disgosnowflake.ID(end.message), update, rest.WithCtx(ctx))
	return err
}

// endLater has the buttons of a reply end when their time is over.
func (a *answer) endLater(reply module.Reply, message snowflake.ID) {
	if reply.ButtonsFor <= 0 || reply.ButtonsFor > tokenLife {
		return
	}
	last := reply
	if reply.Expired != nil {
		last = *reply.Expired
	}
	last.Buttons = nil
	a.bot.endings.expect(a.about(), &ending{
		command: a.Command, reply: last, token: a.token, message: message, due: time.Now().Add(reply.ButtonsFor),
	})
}

// about is the interaction of whose messages this answer is one.
func (a *answer) about() snowflake.ID {
	if a.kind == kindPress {
		return a.origin
	}
	return a.ID
}
