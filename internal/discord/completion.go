package discord

import (
	"context"
	"fmt"

	disgo "github.com/disgoorg/disgo/discord"
	"github.com/disgoorg/disgo/rest"
	disgosnowflake "github.com/disgoorg/snowflake/v2"

	"github.com/aurorabot/aurora/internal/module"
)

// maxChoices is how many values Discord shows.
const maxChoices = 25

// complete proposes values while a member is typing. It leaves no event: there is one
// for each key that is pressed.
func (b *Bot) complete(ctx context.Context, u use) {
	choices, err := b.choices(ctx, u)
	if err != nil {
		b.cfg.Logger.Error("no values proposed", "command", u.Command, "option", u.typing, "error", err)
	}
	result := disgo.AutocompleteResult{Choices: []disgo.AutocompleteChoice{}}
	for _, c := range choices[:min(len(choices), maxChoices)] {
		result.Choices = append(result.Choices, disgo.AutocompleteChoiceString{Name: c.Name, Value: c.Value})
	}
	err = b.rest.CreateInteractionResponse(disgosnowflake.ID(u.ID), u.token, disgo.InteractionResponse{
		Type: disgo.InteractionResponseTypeAutocompleteResult, Data: result,
	}, rest.WithCtx(ctx))
	if err != nil { // the member has typed on, most often
		b.cfg.Logger.Debug("proposed values not taken", "command", u.Command, "error", withoutAddress(err))
	}
}

func (b *Bot) choices(ctx context.Context, u use) (choices []module.Choice, err error) {
	if u.command == nil || u.command.Complete == nil || u.Guild.ID == 0 || u.command.Manager && !u.manager {
		return nil, nil
	}
	defer func() {
		if value := recover(); value != nil {
			b.recorder.record(panicked(u, &panicError{value: value, stack: stack()}))
			choices, err = nil, fmt.Errorf("panic: %v", value)
		}
	}()
	return u.command.Complete(ctx, u.Interaction, u.typing)
}
