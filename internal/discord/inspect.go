package discord

import (
	"context"
	"fmt"

	"github.com/disgoorg/disgo/rest"

	"github.com/aurorabot/aurora/internal/event"
)

// Inspection is what Discord says of a bot that need not run.
type Inspection struct {
	Application event.Ref
	Guilds      int // about as many
	Shards      int // that Discord recommends
	StartsLeft  int // sessions that may begin before the reset
	StartsTotal int
}

// Inspect asks Discord who the bot is and what it may do. It changes nothing.
func (b *Bot) Inspect(ctx context.Context) (Inspection, error) {
	info, err := b.askGateway(ctx)
	if err != nil {
		return Inspection{}, withoutAddress(err)
	}
	var application struct {
		event.Ref
		Guilds int `json:"approximate_guild_count"`
	}
	if err := b.client.Do(rest.GetCurrentApplication.Compile(nil), nil, &application, rest.WithCtx(ctx)); err != nil {
		return Inspection{}, fmt.Errorf("ask Discord for the application: %w", withoutAddress(err))
	}
	if application.ID != b.application {
		return Inspection{}, fmt.Errorf("the token begins with the application %d, and Discord says it is of %d", b.application, application.ID)
	}
	return Inspection{
		Application: application.Ref, Guilds: application.Guilds, Shards: info.Shards,
		StartsLeft: info.SessionStartLimit.Remaining, StartsTotal: info.SessionStartLimit.Total,
	}, nil
}
