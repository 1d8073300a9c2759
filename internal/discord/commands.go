package discord

import (
	"context"

	disgo "github.com/disgoorg/disgo/discord"
	"github.com/disgoorg/disgo/rest"
	disgosnowflake "github.com/disgoorg/snowflake/v2"

	"github.com/aurorabot/aurora/internal/module"
)

// register tells Discord which commands there are, trying again until it has taken
// them or ctx ends.
func (b *Bot) register(ctx context.Context) {
	creates := make([]disgo.ApplicationCommandCreate, 0, len(b.cfg.Commands))
	for _, command := range b.cfg.Commands {
		creates = append(creates, slashCommand(command))
	}
	for ctx.Err() == nil {
		_, err := b.rest.SetGlobalCommands(disgosnowflake.ID(b.application), creates, rest.WithCtx(ctx))
		if err == nil {
			return
		}
		if ctx.Err() == nil {
			b.cfg.Logger.Error("the slash commands are not registered", "error", err, "again_in", loginPause.String())
		}
		pause(ctx, loginPause)
	}
}

// slashCommand is the command as Discord registers it: for guilds only, since coins
// belong to one.
func slashCommand(c module.Command) disgo.SlashCommandCreate {
	create := disgo.SlashCommandCreate{
		Name: c.Name, Description: c.Description,
		Contexts:         []disgo.InteractionContextType{disgo.InteractionContextTypeGuild},
		IntegrationTypes: []disgo.ApplicationIntegrationType{disgo.ApplicationIntegrationTypeGuildInstall},
	}
	for _, o := range c.Options {
		create.Options = append(create.Options, option(o))
	}
	return create
}

func option(o module.Option) disgo.ApplicationCommandOption {
	if o.Kind == module.User {
		return disgo.ApplicationCommandOptionUser{Name: o.Name, Description: o.Description, Required: o.Required}
	}
	return disgo.ApplicationCommandOptionInt{Name: o.Name, Description: o.Description, Required: o.Required}
}
