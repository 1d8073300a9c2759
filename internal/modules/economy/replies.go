package economy

import (
	"fmt"
	"strings"
	"time"

	"github.com/aurorabot/aurora/internal/module"
)

// relative is an instant as Discord shows it to each reader: "in 5 hours".
func relative(t time.Time) string { return fmt.Sprintf("<t:%d:R>", t.Unix()) }

// column is a field that stands beside others.
func column(name, value string) module.Field {
	return module.Field{Name: name, Value: value, Inline: true}
}

// line is a field of its own.
func line(name, value string) module.Field { return module.Field{Name: name, Value: value} }

// markdown are the characters that Discord reads as formatting or as a mention.
// A line of its own would make lists and quotes of more.
var markdown = strings.NewReplacer(
	`\`, `\\`, "*", `\*`, "_", `\_`, "~", `\~`, "`", "\\`", "|", `\|`, "<", `\<`, ">", `\>`,
	"[", `\[`, "]", `\]`, "#", `\#`, "\n", " ", "\r", " ",
)

// quoted is what somebody wrote, shown as it was written.
func quoted(text string) string { return "“" + markdown.Replace(text) + "”" }
