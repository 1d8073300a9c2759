package discordsim

import (
	"bytes"
	"slices"
	"sync"
	"time"

	"github.com/aurorabot/aurora/internal/snowflake"
)

// Kinds of commands and of their options.
// https://docs.discord.com/developers/interactions/application-commands
const (
	chatInput = 1

	optionSubcommand = 1
	optionGroup      = 2
	optionString     = 3
	optionInteger    = 4
	optionBoolean    = 5
	optionUser       = 6
	optionChannel    = 7
	optionRole       = 8
	optionMention    = 9
	optionNumber     = 10
	optionAttachment = 11
)

// command is a registered application command, as Discord shows it. It is never changed, only replaced.
type command struct {
	ID            snowflake.ID `json:"id"`
	ApplicationID snowflake.ID `json:"application_id"`
	GuildID       snowflake.ID `json:"guild_id,omitzero"` // zero = global
	Version       snowflake.ID `json:"version"`
	commandFields
}

// commandFields are what the bot chooses.
type commandFields struct {
	Type                     int               `json:"type"`
	Name                     string            `json:"name"`
	NameLocalizations        map[string]string `json:"name_localizations"`
	Description              string            `json:"description"`
	DescriptionLocalizations map[string]string `json:"description_localizations"`
	Options                  []option          `json:"options,omitempty"`
	DefaultMemberPermissions *string           `json:"default_member_permissions"`
	DMPermission             *bool             `json:"dm_permission,omitempty"`
	Contexts                 []int             `json:"contexts"`
	IntegrationTypes         []int             `json:"integration_types"`
	NSFW                     bool              `json:"nsfw"`
}

// option is a parameter of a command, or a subcommand.
type option struct {
	Type                     int               `json:"type"`
	Name                     string            `json:"name"`
	NameLocalizations        map[string]string `json:"name_localizations,omitempty"`
	Description              string            `json:"description"`
	DescriptionLocalizations map[string]string `json:"description_localizations,omitempty"`
	Required                 bool              `json:"required,omitempty"`
	Choices                  []choice          `json:"choices,omitempty"`
	Options                  []option          `json:"options,omitempty"`
	ChannelTypes             []int             `json:"channel_types,omitempty"`
	MinValue                 *float64          `json:"min_value,omitempty"`
	MaxValue                 *float64          `json:"max_value,omitempty"`
	MinLength                *int              `json:"min_length,omitempty"`
	MaxLength                *int              `json:"max_length,omitempty"`
	Autocomplete             bool              `json:"autocomplete,omitempty"`
}

// choice is one value an option may have.
type choice struct {
	Name              string            `json:"name"`
	NameLocalizations map[string]string `json:"name_localizations,omitempty"`
	Value             any               `json:"value"` // string or float64
}

// createsPerDay is how many commands a scope may gain in a day.
const createsPerDay = 200

// registry holds an application's commands, by scope: a guild's, or 0 for the global ones.
type registry struct {
	mu     sync.Mutex
	scopes map[snowflake.ID]*scope
}

type scope struct {
	commands []*command
	created  int
	renewal  time.Time // when created becomes zero again
}

func newRegistry() *registry {
	return &registry{scopes: make(map[snowflake.ID]*scope)}
}

// list returns a scope's commands.
func (r *registry) list(guild snowflake.ID) []*command {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]*command{}, r.scope(guild).commands...)
}

// everything returns the commands of all scopes, the global ones first.
func (r *registry) everything() []*command {
	r.mu.Lock()
	defer r.mu.Unlock()
	all := []*command{}
	for _, s := range r.scopes {
		all = append(all, s.commands...)
	}
	slices.SortFunc(all, func(a, b *command) int { return bytes.Compare(a.order(), b.order()) })
	return all
}

func (c *command) order() []byte { return []byte(c.GuildID.String() + " " + c.Name) }

// lookup finds the slash command that a member of the guild means by name: the guild's own hides the global one.
func (r *registry) lookup(guild snowflake.ID, name string) *command {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, id := range []snowflake.ID{guild, 0} {
		if s := r.scopes[id]; s != nil {
			if i := s.index(chatInput, name); i >= 0 {
				return s.commands[i]
			}
		}
	}
	return nil
}

// visible lists the slash commands that a member of the guild is offered, its own first, each in the order in
// which they were registered.
func (r *registry) visible(guild snowflake.ID) []*command {
	r.mu.Lock()
	defer r.mu.Unlock()
	var list []*command
	for _, id := range []snowflake.ID{guild, 0} {
		if s := r.scopes[id]; s != nil {
			list = append(list, s.commands...)
		}
	}
	return slices.DeleteFunc(list, func(c *command) bool { return c.Type != chatInput })
}

// replace makes the given commands the scope's only ones. A command of the same kind and name keeps its id.
func (r *registry) replace(guild snowflake.ID, given []*command, now time.Time) ([]*command, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	s := r.scope(guild)
	old := scope{commands: s.commands}
	fresh := 0
	for _, c := range given {
		if !c.inherit(&old) {
			fresh++
		}
	}
	if !s.create(fresh, now) {
		return nil, errTooManyCreates()
	}
	s.commands = given
	return append([]*command{}, given...), nil
}

// put adds a command or replaces the one of its kind and name.
func (r *registry) put(guild snowflake.ID, c *command, now time.Time) (created bool, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	s := r.scope(guild)
	if c.inherit(s) {
		i := s.index(c.Type, c.Name)
		s.commands = slices.Clone(s.commands)
		s.commands[i] = c
		return false, nil
	}
	if len(s.commands) == maxCommands {
		return false, errTooManyCommands()
	}
	if !s.create(1, now) {
		return false, errTooManyCreates()
	}
	s.commands = append(slices.Clone(s.commands), c)
	return true, nil
}

// byID finds a scope's command; nil = there is none.
func (r *registry) byID(guild, id snowflake.ID) *command {
	list := r.list(guild)
	if i := slices.IndexFunc(list, func(c *command) bool { return c.ID == id }); i >= 0 {
		return list[i]
	}
	return nil
}

// edit puts a command in the place of the one with its id; false: another has its name.
func (r *registry) edit(guild snowflake.ID, c *command) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	s := r.scope(guild)
	if i := s.index(c.Type, c.Name); i >= 0 && s.commands[i].ID != c.ID {
		return false
	}
	s.commands = slices.Clone(s.commands)
	for i, old := range s.commands {
		if old.ID == c.ID {
			s.commands[i] = c
		}
	}
	return true
}

// remove deletes a command; false: there is none with this id.
func (r *registry) remove(guild, id snowflake.ID) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	s := r.scope(guild)
	before := len(s.commands)
	s.commands = slices.DeleteFunc(slices.Clone(s.commands), func(c *command) bool { return c.ID == id })
	return len(s.commands) < before
}

// inherit gives c the id of its namesake in s, and its version if nothing else changed.
func (c *command) inherit(s *scope) bool {
	i := s.index(c.Type, c.Name)
	if i < 0 {
		return false
	}
	old := s.commands[i]
	c.ID = old.ID
	if bytes.Equal(mustJSON(c.commandFields), mustJSON(old.commandFields)) {
		c.Version = old.Version
	}
	return true
}

func (s *scope) index(kind int, name string) int {
	return slices.IndexFunc(s.commands, func(c *command) bool { return c.Type == kind && c.Name == name })
}

// create counts n new commands against the day's budget; false: they are too many.
func (s *scope) create(n int, now time.Time) bool {
	if !now.Before(s.renewal) {
		s.created, s.renewal = 0, now.Add(24*time.Hour)
	}
	if s.created+n > createsPerDay {
		return false
	}
	s.created += n
	return true
}

func (r *registry) scope(guild snowflake.ID) *scope {
	s := r.scopes[guild]
	if s == nil {
		s = new(scope)
		r.scopes[guild] = s
	}
	return s
}
