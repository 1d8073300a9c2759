package module

import (
	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/snowflake"
)

// Interaction is one use of a command, or one press of a button, by a member of a
// guild, with the names as they are at that moment.
type Interaction struct {
	ID      snowflake.ID
	Guild   event.Ref
	User    event.Ref
	Shard   int
	Command string // with a subcommand behind a space: "eco grant"
	Options map[string]Value
	Button  string // the ID of the pressed one, else ""
}

// Value is what a member has given for an option: the field of its kind is set.
type Value struct {
	Integer int64
	Member  Member
	String  string
}

// Member is somebody whom an option names.
type Member struct {
	event.Ref
	Bot bool
}

// Refusal is an error that a member may read, or whoever asks a [Query], with a code
// that stays the same when its words change.
type Refusal struct {
	Code string
	Text string

	// Of a query:
	Parameter string // the one that is wrong; or ""
	Missing   bool   // what it asks about is not there
}

func (r *Refusal) Error() string { return r.Code + ": " + r.Text }

// Refuse makes a [Refusal].
func Refuse(code, text string) error { return &Refusal{Code: code, Text: text} }
