package discordsim

import (
	"github.com/aurorabot/aurora/internal/snowflake"
)

// optionValue is what a member filled in: a value, or the values below a subcommand.
type optionValue struct {
	Name    string        `json:"name"`
	Type    int           `json:"type"`
	Value   any           `json:"value,omitempty"`
	Focused bool          `json:"focused,omitempty"` // it is being typed
	Options []optionValue `json:"options,omitempty"`
}

// createObject is the d of INTERACTION_CREATE.
// https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object
func (i *interaction) createObject(data map[string]any) map[string]any {
	object := map[string]any{
		"id": i.id, "application_id": i.app.id, "type": i.kind, "token": i.token, "version": 1, "data": data,
		"guild_id": i.guild.id, "guild": map[string]any{"id": i.guild.id, "features": []string{}, "locale": "en-US"},
		"channel_id": i.guild.channel, "channel": i.guild.interactionChannel(),
		"member": i.member.invoker(), "app_permissions": memberPermissions,
		"locale": "en-US", "guild_locale": "en-US", "entitlements": []any{}, "entitlement_sku_ids": []any{},
		"authorizing_integration_owners": map[string]any{"0": i.guild.id},
		"context":                        0, "attachment_size_limit": maxFiles,
	}
	if i.pressed != nil {
		object["message"] = i.pressed.read()
	}
	return object
}

// interactionChannel is the partial channel of an interaction.
func (g *guild) interactionChannel() map[string]any {
	channel := g.channelObject()
	channel["permissions"] = memberPermissions
	return channel
}

// commandData is the data of a command's use. mentioned are the members that its options name.
func commandData(c *command, options []optionValue, mentioned []*member) map[string]any {
	data := map[string]any{"id": c.ID, "name": c.Name, "type": c.Type}
	if len(options) > 0 {
		data["options"] = options
	}
	if c.GuildID != 0 {
		data["guild_id"] = c.GuildID
	}
	if len(mentioned) > 0 {
		users := make(map[snowflake.ID]user, len(mentioned))
		members := make(map[snowflake.ID]memberObject, len(mentioned))
		for _, m := range mentioned {
			users[m.user.ID] = m.user
			members[m.user.ID] = m.resolved()
		}
		data["resolved"] = map[string]any{"users": users, "members": members}
	}
	return data
}

// controlData is the data of a button's press, or of what was picked from a menu.
func controlData(c *component, values []string) map[string]any {
	data := map[string]any{"component_type": c.Type, "custom_id": c.CustomID, "id": c.ID}
	if c.Type == componentSelect {
		data["values"] = append([]string{}, values...)
	}
	return data
}
