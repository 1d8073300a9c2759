package module

import "time"

// Reply is what a command answers. Mentions in it notify nobody.
type Reply struct {
	Title   string
	Text    string // Discord's Markdown
	Fields  []Field
	Footer  string
	Tone    Tone
	Private bool // seen by the member alone; for a press, it stays what the message was

	Buttons    []Button      // at most 25
	ButtonsFor time.Duration // for so long they can be pressed; 0 = as long as the message is there

	// Expired takes the place of the reply when ButtonsFor is over and no press has
	// replaced it. nil: it stays as it is, without its buttons.
	Expired *Reply

	// Also is a further message behind this one, such as the public news of what was
	// confirmed in private. May be nil.
	Also *Reply
}

// Tone colours a reply that has a title.
type Tone int

// The tones.
const (
	Neutral Tone = iota
	Good
	Caution
	Bad
)

// Field is a short text with a name, shown in a column with others if Inline.
type Field struct {
	Name, Value string
	Inline      bool
}

// Button is something to press. A press comes to the same command's Press.
type Button struct {
	ID       string // at most 50 bytes; what is needed to answer the press
	Label    string // 1 to 80 characters
	Style    Style
	Disabled bool
}

// Style says how a button looks.
type Style int

// The styles.
const (
	Secondary Style = iota
	Primary
	Success
	Danger
)
