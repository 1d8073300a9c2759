package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"time"

	disgo "github.com/disgoorg/disgo/discord"
	"github.com/disgoorg/disgo/rest"
	disgosnowflake "github.com/disgoorg/snowflake/v2"

	"github.com/aurorabot/aurora/internal/discord/transport"
)

// register tells Discord which commands there are, trying again until it has taken
// them or ctx ends.
func (b *Bot) register(ctx context.Context) {
	for ctx.Err() == nil {
		written, err := b.syncCommands(ctx)
		if err == nil {
			b.cfg.Logger.Info("the slash commands are registered", "count", len(b.cfg.Commands), "written", written)
			return
		}
		if ctx.Err() == nil {
			wait := registerPause(err)
			b.cfg.Logger.Error("the slash commands are not registered", "error", withoutAddress(err), "again_in", wait.String())
			pause(ctx, wait)
		}
	}
}

// registerPause is longer where another try would be refused as well.
func registerPause(err error) time.Duration {
	status := restStatus(err)
	if status >= 400 && status < 500 && status != http.StatusTooManyRequests || errors.Is(err, transport.ErrInvalidBudget) {
		return refusedPause
	}
	return loginPause
}

// syncCommands asks which commands Discord has, and writes only where ours differ:
// it allows 200 new ones a day.
func (b *Bot) syncCommands(ctx context.Context) (written bool, err error) {
	creates := make([]disgo.ApplicationCommandCreate, 0, len(b.cfg.Commands))
	for _, command := range b.cfg.Commands {
		creates = append(creates, slashCommand(command))
	}
	theirs, err := b.registered(ctx)
	if err != nil {
		return false, err
	}
	ours, err := forms(creates)
	if err != nil || maps.Equal(ours, theirs) {
		return false, err
	}
	app, guild := disgosnowflake.ID(b.application), disgosnowflake.ID(b.cfg.DevGuild)
	if guild != 0 {
		_, err = b.rest.SetGuildCommands(app, guild, creates, rest.WithCtx(ctx))
	} else {
		_, err = b.rest.SetGlobalCommands(app, creates, rest.WithCtx(ctx))
	}
	if err != nil {
		return false, fmt.Errorf("write the slash commands: %w", err)
	}
	return true, nil
}

// registered asks for the commands that Discord has, as forms gives them.
func (b *Bot) registered(ctx context.Context) (map[string]string, error) {
	endpoint := rest.GetGlobalCommands.Compile(nil, b.application)
	if b.cfg.DevGuild != 0 {
		endpoint = rest.GetGuildCommands.Compile(nil, b.application, b.cfg.DevGuild)
	}
	var listed json.RawMessage
	if err := b.client.Do(endpoint, nil, &listed, rest.WithCtx(ctx)); err != nil {
		return nil, fmt.Errorf("ask for the slash commands: %w", err)
	}
	return forms(listed)
}

// registeredCommand is what we set of a command. Discord adds ids, versions and
// translations to it, and leaves out what is false.
type registeredCommand struct {
	Type             int                `json:"type"`
	Name             string             `json:"name"`
	Description      string             `json:"description"`
	Options          []registeredOption `json:"options,omitempty"`
	Permissions      string             `json:"default_member_permissions"` // Discord: null where there are none
	Contexts         []int              `json:"contexts,omitempty"`
	IntegrationTypes []int              `json:"integration_types,omitempty"`
}

type registeredOption struct {
	Type        int                `json:"type"`
	Name        string             `json:"name"`
	Description string             `json:"description"`
	Required    bool               `json:"required"`
	Complete    bool               `json:"autocomplete"`
	Choices     []registeredChoice `json:"choices,omitempty"`
	MinValue    *float64           `json:"min_value,omitempty"`
	MaxValue    *float64           `json:"max_value,omitempty"`
	MinLength   *int               `json:"min_length,omitempty"`
	MaxLength   *int               `json:"max_length,omitempty"`
	Options     []registeredOption `json:"options,omitempty"`
}

type registeredChoice struct {
	Name  string `json:"name"`
	Value any    `json:"value"`
}

// forms is a list of commands by kind and name, each as a text in which only
// what we set is left, in one order.
func forms(commands any) (map[string]string, error) {
	text, err := json.Marshal(commands)
	if err != nil {
		return nil, fmt.Errorf("compare the slash commands: %w", err)
	}
	var list []registeredCommand
	if err := json.Unmarshal(text, &list); err != nil {
		return nil, fmt.Errorf("compare the slash commands: %w", err)
	}
	byName := make(map[string]string, len(list))
	for _, c := range list {
		form, err := json.Marshal(c)
		if err != nil {
			return nil, fmt.Errorf("compare the slash commands: %w", err)
		}
		byName[fmt.Sprint(c.Type, " ", c.Name)] = string(form)
	}
	return byName, nil
}
