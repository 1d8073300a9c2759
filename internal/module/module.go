// Package module is the vocabulary in which a feature says what it offers: the
// commands that members use in Discord and the figures that the dashboard shows.
//
// It knows neither Discord's wire nor HTTP. A command is a function from an
// [Interaction] to a [Reply], so a test calls it.
package module

import (
	"context"
	"encoding/json"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/snowflake"
)

// Module is one feature.
type Module struct {
	Name     string // the key of its figures in the dashboard's stats
	Commands []Command

	// Summary returns the module's figures of now as a JSON object. May be nil.
	Summary func(context.Context) (json.RawMessage, error)
}

// Command is a slash command.
type Command struct {
	Name        string // 1 to 32 lower-case letters, as Discord wants it
	Description string // 1 to 100 characters
	Options     []Option

	// Run answers one use. A [Refusal] is told to the member, privately; any other
	// error is logged, and the member learns only that something failed. Run may be
	// called from several goroutines, and again with the same interaction: what it
	// changes has to be keyed by the interaction's ID.
	Run func(context.Context, Interaction) (Reply, error)
}

// Kind is the type of an option's value.
type Kind int

// The kinds of options.
const (
	Integer Kind = iota + 1 // -2^53 to 2^53
	User                    // a member of the guild
)

// Option is one argument of a command. Required options come first.
type Option struct {
	Name        string
	Description string
	Kind        Kind
	Required    bool
}

// Interaction is one use of a command by a member of a guild, with the names as
// they are at that moment.
type Interaction struct {
	ID      snowflake.ID
	Guild   event.Ref
	User    event.Ref
	Shard   int
	Command string
	Options map[string]Value
}

// Value is what a member has given for an option: the field of its kind is set.
type Value struct {
	Integer int64
	Member  Member
}

// Member is somebody whom an option names.
type Member struct {
	event.Ref
	Bot bool
}

// Tone colours a reply.
type Tone int

// The tones.
const (
	Neutral Tone = iota
	Good
)

// Reply is what a command answers. Mentions in it notify nobody.
type Reply struct {
	Title   string
	Text    string // Discord's Markdown
	Tone    Tone
	Private bool // seen by the member alone
}

// Refusal is an error that a member may read, with a code that stays the same when
// its words change.
type Refusal struct {
	Code string
	Text string
}

func (r *Refusal) Error() string { return r.Code + ": " + r.Text }

// Refuse makes a [Refusal].
func Refuse(code, text string) error { return &Refusal{Code: code, Text: text} }
