package discordsim

import (
	"maps"
	"time"

	"github.com/aurorabot/aurora/internal/snowflake"
)

// user is Discord's user object. The fields nobody here has are sent all the same, as Discord does.
// https://docs.discord.com/developers/resources/user#user-object
type user struct {
	ID                   snowflake.ID  `json:"id"`
	Username             string        `json:"username"`
	Discriminator        discriminator `json:"discriminator"`
	GlobalName           *string       `json:"global_name"`
	Bot                  bool          `json:"bot,omitempty"`
	PublicFlags          int           `json:"public_flags"`
	Flags                int           `json:"flags"`
	Avatar               *string       `json:"avatar"`
	Banner               *string       `json:"banner"`
	AccentColor          *int          `json:"accent_color"`
	AvatarDecorationData *struct{}     `json:"avatar_decoration_data"`
	Collectibles         *struct{}     `json:"collectibles"`
	PrimaryGuild         *struct{}     `json:"primary_guild"`
}

// currentUser is a user as they see themselves: GET /users/@me, and READY.
type currentUser struct {
	user
	MFAEnabled bool    `json:"mfa_enabled"`
	Verified   bool    `json:"verified"`
	Locale     string  `json:"locale"`
	Email      *string `json:"email"`
}

func (m *member) currentUser() currentUser {
	return currentUser{user: m.user, MFAEnabled: true, Verified: true, Locale: "en-US"}
}

// discriminator is what is left of Discord's old four digits: a "0".
type discriminator struct{}

// MarshalText writes the one value there is.
func (discriminator) MarshalText() ([]byte, error) { return []byte("0"), nil }

// UnmarshalText takes it for granted.
func (*discriminator) UnmarshalText([]byte) error { return nil }

// memberObject is Discord's guild member object. In the resolved data of an interaction user, deaf and
// mute are missing and permissions present; elsewhere it is the other way round.
// https://docs.discord.com/developers/resources/guild#guild-member-object
type memberObject struct {
	User                       *user          `json:"user,omitempty"`
	Nick                       *string        `json:"nick"`
	Avatar                     *string        `json:"avatar"`
	Banner                     *string        `json:"banner"`
	Roles                      []snowflake.ID `json:"roles"`
	JoinedAt                   timestamp      `json:"joined_at"`
	PremiumSince               *timestamp     `json:"premium_since"`
	Deaf                       *bool          `json:"deaf,omitempty"`
	Mute                       *bool          `json:"mute,omitempty"`
	Flags                      int            `json:"flags"`
	Pending                    bool           `json:"pending"`
	Permissions                string         `json:"permissions,omitempty"`
	CommunicationDisabledUntil *timestamp     `json:"communication_disabled_until"`
}

// memberPermissions is what everyone may do here: view, send, embed, attach, read history, react, use
// application commands.
const memberPermissions = "2147601472"

// ownerPermissions is what the owner of a guild may do: everything there is a bit for.
// https://docs.discord.com/developers/topics/permissions
const ownerPermissions = "9007199254740991"

// permissions is what the member may do.
func (m *member) permissions() string {
	if m.guild != nil && m == m.guild.people()[0] { // the application has none of its own
		return ownerPermissions
	}
	return memberPermissions
}

// object is the member as GUILD_CREATE has it.
func (m *member) object() memberObject {
	o := m.resolved()
	o.User, o.Deaf, o.Mute, o.Permissions = &m.user, new(bool), new(bool), ""
	return o
}

// invoker is the member as an interaction of theirs has it.
func (m *member) invoker() memberObject {
	o := m.object()
	o.Permissions = m.permissions()
	return o
}

// resolved is the member as an option of an interaction has it.
func (m *member) resolved() memberObject {
	return memberObject{
		Nick:        optional(m.nick),
		Roles:       []snowflake.ID{},
		JoinedAt:    timestamp(m.joined),
		Permissions: m.permissions(),
	}
}

// object is the guild as REST shows it, which GUILD_CREATE extends.
// https://docs.discord.com/developers/resources/guild#guild-object
func (g *guild) object() map[string]any {
	return map[string]any{
		"id": g.id, "name": g.name, "owner_id": g.people()[0].user.ID,
		"icon": nil, "splash": nil, "discovery_splash": nil, "home_header": nil, "banner": nil, "description": nil,
		"features": []string{}, "emojis": []any{}, "stickers": []any{}, "roles": []any{everyone(g.id)},
		"afk_channel_id": nil, "afk_timeout": 300, "application_id": nil, "region": "deprecated",
		"system_channel_id": g.channel, "system_channel_flags": 0, "rules_channel_id": nil,
		"public_updates_channel_id": nil, "safety_alerts_channel_id": nil,
		"widget_enabled": false, "widget_channel_id": nil, "hub_type": nil,
		"verification_level": 1, "default_message_notifications": 1, "explicit_content_filter": 0, "mfa_level": 0,
		"max_presences": nil, "max_members": 500000, "max_video_channel_users": 25, "max_stage_video_channel_users": 50,
		"vanity_url_code": nil, "premium_tier": 0, "premium_subscription_count": 0, "premium_progress_bar_enabled": false,
		"preferred_locale": "en-US", "nsfw": false, "nsfw_level": 0, "incidents_data": nil,
	}
}

// everyone is the role that all members have; its id is the guild's.
func everyone(guild snowflake.ID) map[string]any {
	return map[string]any{
		"id": guild, "name": "@everyone", "permissions": memberPermissions, "position": 0, "color": 0,
		"colors": map[string]any{"primary_color": 0, "secondary_color": nil, "tertiary_color": nil},
		"hoist":  false, "managed": false, "mentionable": false, "icon": nil, "unicode_emoji": nil, "flags": 0,
	}
}

// channelObject is the guild's text channel.
func (g *guild) channelObject() map[string]any {
	return map[string]any{
		"id": g.channel, "type": 0, "guild_id": g.id, "name": "general", "topic": nil, "position": 0,
		"permission_overwrites": []any{}, "nsfw": false, "rate_limit_per_user": 0, "parent_id": nil,
		"last_message_id": nil, "flags": 0,
	}
}

// createObject is the d of GUILD_CREATE for an application with the GUILDS intent alone: of the members
// it sees itself.
// https://docs.discord.com/developers/events/gateway-events#guild-create
func (g *guild) createObject(self *member) map[string]any {
	o := g.object()
	maps.Copy(o, map[string]any{
		"joined_at": timestamp(g.created.Add(time.Hour)), "large": g.size() > 50, "unavailable": false, "member_count": g.size(),
		"members": []memberObject{self.object()}, "channels": []any{g.channelObject()}, "threads": []any{},
		"presences": []any{}, "voice_states": []any{}, "stage_instances": []any{}, "guild_scheduled_events": []any{},
		"soundboard_sounds": []any{},
	})
	return o
}

// timestamp is an instant as Discord writes it: ISO 8601 with microseconds and an offset.
type timestamp time.Time

// MarshalText writes the instant in UTC.
func (t timestamp) MarshalText() ([]byte, error) {
	return time.Time(t).UTC().AppendFormat(nil, "2006-01-02T15:04:05.000000+00:00"), nil
}

// UnmarshalText reads what MarshalText wrote.
func (t *timestamp) UnmarshalText(text []byte) error {
	read, err := time.Parse(time.RFC3339Nano, string(text))
	*t = timestamp(read)
	return err
}
