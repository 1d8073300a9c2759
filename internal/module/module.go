// Package module is the vocabulary in which a feature says what it offers: the
// commands that members use in Discord, and the figures and answers that the
// dashboard shows.
//
// It knows neither Discord's wire nor HTTP. A command is a function from an
// [Interaction] to a [Reply], and a query one from its parameters to an answer, so a
// test calls them.
package module

import (
	"context"
	"encoding/json"

	"github.com/aurorabot/aurora/internal/snowflake"
)

// Module is one feature.
type Module struct {
	Name     string // the key of its figures in the dashboard's stats, and where its queries are
	Commands []Command
	Queries  []Query

	// Summary returns the module's figures of now as a JSON object. May be nil.
	Summary func(context.Context) (json.RawMessage, error)

	// Badges is what the module has to say of a guild's members where another one lists
	// them. May be nil.
	Badges Badges
}

// Badges says in a few words of Markdown how members of a guild stand with a module.
// Who is not in the answer has nothing to be said of.
type Badges func(ctx context.Context, guild snowflake.ID, members []snowflake.ID) (map[snowflake.ID]string, error)

// Command is a slash command, or the common name of several.
type Command struct {
	Name        string // 1 to 32 lower-case letters, as Discord wants it
	Description string // 1 to 100 characters

	// Subcommands make this the first word of each of them: it is not used itself and
	// has no Options, Run or Press. They have no further ones.
	Subcommands []Command

	Options []Option
	Private bool // answers are for the member alone, also where they take their time
	Manager bool // only who may manage the guild uses it; for subcommands, too

	// Run answers one use. A [Refusal] is told to the member, privately; any other
	// error is logged, and the member learns only that something failed. Run may be
	// called from several goroutines, and again with the same interaction: what it
	// changes has to be keyed by the interaction's ID.
	Run func(context.Context, Interaction) (Reply, error)

	// Press answers the press of a button that a reply of this command has, by the rules
	// of Run. Its reply takes the place of the message with the button. Anybody who
	// sees the message may press. May be nil.
	Press func(context.Context, Interaction) (Reply, error)

	// Complete proposes values for the option that the member is typing, which is named,
	// with what is there so far among the interaction's options. It has to be quick.
	Complete func(ctx context.Context, in Interaction, option string) ([]Choice, error)
}

// Kind is the type of an option's value.
type Kind int

// The kinds of options.
const (
	Integer Kind = iota + 1 // -2^53 to 2^53
	User                    // a member of the guild
	String
)

// Option is one argument of a command. Required options come first.
type Option struct {
	Name        string
	Description string
	Kind        Kind
	Required    bool

	// Min and Max bound an integer, or the length of a string. 0 is no bound.
	Min, Max int64

	// Of a string: the values there are, or whether the command's Complete proposes some.
	Choices  []Choice
	Complete bool
}

// Choice is one value of a string option, and the words for it.
type Choice struct {
	Name  string // 1 to 100 characters
	Value string
}
