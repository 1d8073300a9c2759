package discord

import (
	disgo "github.com/disgoorg/disgo/discord"
	"github.com/disgoorg/omit"

	"github.com/aurorabot/aurora/internal/module"
)

// slashCommand is the command as Discord registers it: for guilds only, since coins
// belong to one.
func slashCommand(c module.Command) disgo.SlashCommandCreate {
	create := disgo.SlashCommandCreate{
		Name: c.Name, Description: c.Description,
		Contexts:         []disgo.InteractionContextType{disgo.InteractionContextTypeGuild},
		IntegrationTypes: []disgo.ApplicationIntegrationType{disgo.ApplicationIntegrationTypeGuildInstall},
		Options:          options(c.Options),
	}
	for _, sub := range c.Subcommands {
		create.Options = append(create.Options, disgo.ApplicationCommandOptionSubCommand{
			Name: sub.Name, Description: sub.Description, Options: options(sub.Options),
		})
	}
	if c.Manager {
		needed := disgo.Permissions(permissionManageGuild)
		create.DefaultMemberPermissions = omit.New(&needed)
	}
	return create
}

func options(given []module.Option) []disgo.ApplicationCommandOption {
	var made []disgo.ApplicationCommandOption
	for _, o := range given {
		made = append(made, option(o))
	}
	return made
}

func option(o module.Option) disgo.ApplicationCommandOption {
	switch o.Kind {
	case module.User:
		return disgo.ApplicationCommandOptionUser{Name: o.Name, Description: o.Description, Required: o.Required}
	case module.Integer:
		return disgo.ApplicationCommandOptionInt{
			Name: o.Name, Description: o.Description, Required: o.Required, MinValue: bound(o.Min), MaxValue: bound(o.Max),
		}
	case module.String:
	}
	text := disgo.ApplicationCommandOptionString{
		Name: o.Name, Description: o.Description, Required: o.Required, Autocomplete: o.Complete,
		MinLength: bound(o.Min), MaxLength: bound(o.Max),
	}
	for _, c := range o.Choices {
		text.Choices = append(text.Choices, disgo.ApplicationCommandOptionChoiceString{Name: c.Name, Value: c.Value})
	}
	return text
}

// bound is n as Discord has it: nothing where there is none.
func bound(n int64) *int {
	if n == 0 {
		return nil
	}
	return new(int(n))
}
