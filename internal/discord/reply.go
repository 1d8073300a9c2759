package discord

import (
	"context"
	"errors"
	"strconv"

	disgo "github.com/disgoorg/disgo/discord"
	"github.com/disgoorg/disgo/rest"
	disgosnowflake "github.com/disgoorg/snowflake/v2"

	"github.com/aurorabot/aurora/internal/module"
)

// The colours of replies.
const (
	colourNeutral = 0x8E9BFF
	colourGood    = 0x4ADE80
)

// reply answers an interaction with a message.
func (b *Bot) reply(ctx context.Context, u use, r module.Reply) error {
	return b.rest.CreateInteractionResponse(disgosnowflake.ID(u.ID), u.token, disgo.InteractionResponse{
		Type: disgo.InteractionResponseTypeCreateMessage, Data: message(r),
	}, rest.WithCtx(ctx))
}

// message is a reply as Discord shows it. It mentions nobody.
func message(r module.Reply) disgo.MessageCreate {
	m := disgo.MessageCreate{AllowedMentions: &disgo.AllowedMentions{Parse: []disgo.AllowedMentionType{}}}
	if r.Private {
		m.Flags = disgo.MessageFlagEphemeral
	}
	if r.Title == "" {
		m.Content = r.Text
		return m
	}
	colour := colourNeutral
	if r.Tone == module.Good {
		colour = colourGood
	}
	m.Embeds = []disgo.Embed{{Title: r.Title, Description: r.Text, Color: colour}}
	return m
}

// errorCode is a short, stable word for what went wrong: Discord's own number where
// Discord refused.
func errorCode(err error) string {
	if _, ok := errors.AsType[panicError](err); ok {
		return "panic"
	}
	if answer, ok := errors.AsType[*rest.Error](err); ok && answer.Code != 0 {
		return strconv.Itoa(int(answer.Code))
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return "timeout"
	}
	return "internal"
}
