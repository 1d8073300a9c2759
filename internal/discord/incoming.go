package discord

import (
	"encoding/json"
	"strconv"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/module"
	"github.com/aurorabot/aurora/internal/snowflake"
)

// Kinds of interactions, and of a command's options.
// https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object
const (
	kindCommand    = 2
	kindPress      = 3
	kindCompletion = 4

	chatCommand  = 1
	buttonPushed = 2

	optionSubcommand = 1
	optionGroup      = 2
	optionString     = 3
	optionInteger    = 4
	optionUser       = 6
)

// incoming is INTERACTION_CREATE, as much of it as is used.
type incoming struct {
	ID      snowflake.ID `json:"id"`
	Type    int          `json:"type"`
	Token   string       `json:"token"`
	GuildID snowflake.ID `json:"guild_id"`
	Member  struct {
		resolvedMember
		User        userObject `json:"user"`
		Permissions string     `json:"permissions"`
	} `json:"member"`
	User    userObject `json:"user"` // outside of guilds
	Message struct {   // whose button was pressed
		Interaction struct {
			ID snowflake.ID `json:"id"`
		} `json:"interaction_metadata"`
	} `json:"message"`
	Data struct {
		Name          string           `json:"name"`
		Type          int              `json:"type"`
		Options       []incomingOption `json:"options"`
		Resolved      resolved         `json:"resolved"`
		CustomID      string           `json:"custom_id"`
		ComponentType int              `json:"component_type"`
	} `json:"data"`
}

type userObject struct {
	ID         snowflake.ID `json:"id"`
	Username   string       `json:"username"`
	GlobalName string       `json:"global_name"`
	Bot        bool         `json:"bot"`
}

type resolvedMember struct {
	Nick string `json:"nick"`
}

// resolved describes whom the options name.
type resolved struct {
	Users   map[snowflake.ID]userObject     `json:"users"`
	Members map[snowflake.ID]resolvedMember `json:"members"`
}

// incomingOption is a value, or the values below a subcommand.
type incomingOption struct {
	Name    string           `json:"name"`
	Type    int              `json:"type"`
	Value   json.RawMessage  `json:"value"`
	Focused bool             `json:"focused"`
	Options []incomingOption `json:"options"`
}

// understood reports whether this is something that a module answers.
func (in *incoming) understood() bool {
	switch in.Type {
	case kindCommand:
		return in.Data.Type == chatCommand
	case kindPress:
		return in.Data.ComponentType == buttonPushed
	}
	return in.Type == kindCompletion
}

// named is the command with its subcommand, and the options that are values.
func (in *incoming) named() (command string, options []incomingOption) {
	command, options = in.Data.Name, in.Data.Options
	for len(options) == 1 && (options[0].Type == optionSubcommand || options[0].Type == optionGroup) {
		command, options = command+" "+options[0].Name, options[0].Options
	}
	return command, options
}

// user is who has used the command, as the guild sees them.
func (in *incoming) user() event.Ref {
	if in.Member.User.ID != 0 {
		return in.Member.User.ref(in.Member.Nick)
	}
	return in.User.ref("")
}

// ref names a user by nick, else by global name, else by user name.
func (u userObject) ref(nick string) event.Ref {
	for _, name := range []string{nick, u.GlobalName, u.Username} {
		if name != "" {
			return event.Ref{ID: u.ID, Name: name}
		}
	}
	return event.Ref{ID: u.ID, Name: u.ID.String()}
}

// Permissions with which a member may manage a guild.
// https://docs.discord.com/developers/topics/permissions
const (
	permissionAdministrator = 1 << 3
	permissionManageGuild   = 1 << 5
)

// manages reports whether the member may manage the guild.
func (in *incoming) manages() bool {
	permissions, err := strconv.ParseUint(in.Member.Permissions, 10, 64)
	return err == nil && permissions&(permissionAdministrator|permissionManageGuild) != 0
}

// value reads an option. One whose value does not fit its type is none.
func (o incomingOption) value(about resolved) (value module.Value, ok bool) {
	switch o.Type {
	case optionInteger:
		ok = json.Unmarshal(o.Value, &value.Integer) == nil
	case optionString:
		ok = json.Unmarshal(o.Value, &value.String) == nil
	case optionUser:
		var id snowflake.ID
		if json.Unmarshal(o.Value, &id) != nil {
			return value, false
		}
		user, known := about.Users[id]
		value.Member = module.Member{Ref: user.ref(about.Members[id].Nick), Bot: user.Bot}
		return value, known
	}
	return value, ok
}
