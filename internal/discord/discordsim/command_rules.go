package discordsim

import (
	"cmp"
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/aurorabot/aurora/internal/snowflake"
)

const (
	maxCommands     = 100
	maxOptions      = 25
	maxChoices      = 25
	maxCommandChars = 8000
	maxInteger      = 1 << 53
)

// commandDraft is a command as a bot sends it: what is left out is nil.
type commandDraft struct {
	ID                       *snowflake.ID     `json:"id"`
	Type                     *int              `json:"type"`
	Name                     *string           `json:"name"`
	NameLocalizations        map[string]string `json:"name_localizations"`
	Description              *string           `json:"description"`
	DescriptionLocalizations map[string]string `json:"description_localizations"`
	Options                  []option          `json:"options"`
	DefaultMemberPermissions json.RawMessage   `json:"default_member_permissions"` // null, a string or a number
	DMPermission             *bool             `json:"dm_permission"`
	DefaultPermission        *bool             `json:"default_permission"`
	Contexts                 []int             `json:"contexts"`
	IntegrationTypes         []int             `json:"integration_types"`
	NSFW                     *bool             `json:"nsfw"`
	Handler                  *int              `json:"handler"`
}

// complete fills in what an edit leaves out with what the command has. A field that is null counts as left out,
// the permissions apart.
func (d commandDraft) complete(old commandFields) commandDraft {
	d.Type, d.Name, d.NSFW = cmp.Or(d.Type, &old.Type), cmp.Or(d.Name, &old.Name), cmp.Or(d.NSFW, &old.NSFW)
	d.Description = cmp.Or(d.Description, &old.Description)
	d.DMPermission = cmp.Or(d.DMPermission, old.DMPermission)
	if d.NameLocalizations == nil {
		d.NameLocalizations = old.NameLocalizations
	}
	if d.DescriptionLocalizations == nil {
		d.DescriptionLocalizations = old.DescriptionLocalizations
	}
	if d.Options == nil {
		d.Options = old.Options
	}
	if d.Contexts == nil {
		d.Contexts = old.Contexts
	}
	if d.IntegrationTypes == nil {
		d.IntegrationTypes = old.IntegrationTypes
	}
	if d.DefaultMemberPermissions == nil && old.DefaultMemberPermissions != nil {
		d.DefaultMemberPermissions = json.RawMessage(*old.DefaultMemberPermissions)
	}
	return d
}

// commandName is Discord's own expression; besides, letters that have a lower case must be in it.
// https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-naming
var commandName = regexp.MustCompile(`^[-_'\p{L}\p{N}\p{Devanagari}\p{Thai}]{1,32}$`)

// checkCommands checks the commands that shall be a scope's only ones.
func checkCommands(f *form, drafts []commandDraft) []commandFields {
	if len(drafts) > maxCommands {
		f.add("", "APPLICATION_COMMAND_LIMIT", "Maximum number of application commands reached (%d).", maxCommands)
		return nil
	}
	fields := make([]commandFields, len(drafts))
	seen := make(map[string]bool, len(drafts))
	for i, d := range drafts {
		path := strconv.Itoa(i)
		fields[i] = checkCommand(f, path, d)
		key := strconv.Itoa(fields[i].Type) + fields[i].Name
		if seen[key] {
			f.add(at(path, "name"), "APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique")
		}
		seen[key] = true
	}
	return fields
}

// checkCommand checks one command and completes it with Discord's defaults.
func checkCommand(f *form, path string, d commandDraft) commandFields {
	c := commandFields{
		Type: chatInput, NameLocalizations: d.NameLocalizations, DescriptionLocalizations: d.DescriptionLocalizations,
		Options: d.Options, DMPermission: d.DMPermission, Contexts: d.Contexts, IntegrationTypes: d.IntegrationTypes,
		DefaultMemberPermissions: permissions(f, at(path, "default_member_permissions"), d.DefaultMemberPermissions),
	}
	if d.Type != nil {
		c.Type = *d.Type
	}
	if d.NSFW != nil {
		c.NSFW = *d.NSFW
	}
	if d.Description != nil {
		c.Description = *d.Description
	}
	if c.IntegrationTypes == nil {
		c.IntegrationTypes = []int{0}
	}
	if d.Name == nil {
		f.required(at(path, "name"))
		return c
	}
	c.Name = *d.Name
	checkKind(f, path, c, d.Description != nil)
	checkEnum(f, at(path, "contexts"), c.Contexts, 2)
	checkEnum(f, at(path, "integration_types"), c.IntegrationTypes, 1)
	if chars := c.chars(); chars > maxCommandChars {
		f.add(path, "APPLICATION_COMMAND_TOO_LARGE", "Command exceeds maximum size (%d)", maxCommandChars)
	}
	return c
}

func checkKind(f *form, path string, c commandFields, described bool) {
	switch c.Type {
	case chatInput:
		checkName(f, at(path, "name"), c.Name)
		checkDescription(f, at(path, "description"), c.Description, described)
		checkOptions(f, at(path, "options"), c.Options, 0)
	case 2, 3: // in the menus of a user and of a message
		f.length(at(path, "name"), utf8.RuneCountInString(c.Name), 1, 32)
		if c.Description != "" {
			f.add(at(path, "description"), "APPLICATION_COMMAND_INVALID_DESCRIPTION", "Context menu commands cannot have description")
		}
		if len(c.Options) > 0 {
			f.add(at(path, "options"), "APPLICATION_COMMAND_OPTIONS_INVALID", "Context menu commands cannot have options")
		}
	default:
		f.choice(at(path, "type"), "1, 2, 3")
	}
}

func checkName(f *form, path, name string) {
	f.length(path, utf8.RuneCountInString(name), 1, 32)
	if !commandName.MatchString(name) || strings.ToLower(name) != name {
		f.add(path, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")
	}
}

func checkDescription(f *form, path, description string, given bool) {
	if !given {
		f.required(path)
		return
	}
	f.length(path, utf8.RuneCountInString(description), 1, 100)
}

func checkEnum(f *form, path string, values []int, highest int) {
	for i, v := range values {
		if v < 0 || v > highest {
			f.choice(at(path, i), "0 to "+strconv.Itoa(highest))
		}
	}
}

// permissions reads a bit set, which bots send as a string and Discord's own description as a number.
func permissions(f *form, path string, raw json.RawMessage) *string {
	text := strings.Trim(string(raw), `"`)
	if text == "" || text == "null" {
		return nil
	}
	if _, err := strconv.ParseUint(text, 10, 64); err != nil {
		f.add(path, "NUMBER_TYPE_COERCE", "Value %q is not int.", text)
		return nil
	}
	return &text
}

// chars counts as Discord does for its limit: names, descriptions and values of the command and of all
// its options and choices.
func (c commandFields) chars() int {
	n := utf8.RuneCountInString(c.Name + c.Description)
	for _, o := range c.Options {
		n += o.chars()
	}
	return n
}

func (o option) chars() int {
	n := utf8.RuneCountInString(o.Name + o.Description)
	for _, c := range o.Choices {
		text, _ := c.Value.(string)
		n += utf8.RuneCountInString(c.Name + text)
	}
	for _, below := range o.Options {
		n += below.chars()
	}
	return n
}

func (o option) nests() bool { return o.Type == optionSubcommand || o.Type == optionGroup }
