package discord

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	disgo "github.com/disgoorg/disgo/discord"

	"github.com/aurorabot/aurora/internal/module"
)

func TestWhatIsTooLongIsCutToWhatDiscordTakes(t *testing.T) {
	long := strings.Repeat("🪙", 9000)
	r := module.Reply{Title: long, Text: long, Footer: long}
	for range 40 {
		r.Fields = append(r.Fields, module.Field{Name: long, Value: long})
	}
	embed := create("daily", r).Embeds[0]
	total := 0
	for _, text := range texts(embed) {
		total += utf8.RuneCountInString(text)
	}
	if total > maxEmbed || utf8.RuneCountInString(embed.Description) != maxDescription || len(embed.Fields) != 1 {
		t.Errorf("an embed of %d characters, %d of them text, with %d fields", total, utf8.RuneCountInString(embed.Description), len(embed.Fields))
	}
	if n := utf8.RuneCountInString(create("daily", module.Reply{Text: long}).Content); n != maxContent {
		t.Errorf("a text of %d characters, want %d", n, maxContent)
	}
}

func texts(e disgo.Embed) []string {
	all := []string{e.Title, e.Description, e.Footer.Text}
	for _, f := range e.Fields {
		all = append(all, f.Name, f.Value)
	}
	return all
}

func TestButtonsAreLaidOutInRowsOfFive(t *testing.T) {
	r := module.Reply{Text: "x"}
	for range 12 {
		r.Buttons = append(r.Buttons, module.Button{ID: "b", Label: "B"})
	}
	var widths []int
	for _, row := range rows("daily", r) {
		widths = append(widths, len(row.(disgo.ActionRowComponent).Components))
	}
	if len(widths) != 3 || widths[0] != 5 || widths[2] != 2 {
		t.Errorf("got rows of %v, want 5, 5, 2", widths)
	}
}

func TestAnEditLeavesNothingOfTheMessageBefore(t *testing.T) {
	m := edit("pay", module.Reply{Text: "Paid."})
	if *m.Content != "Paid." || m.Embeds == nil || len(*m.Embeds) != 0 || m.Components == nil || len(*m.Components) != 0 {
		t.Errorf("got %+v", m)
	}
}

// FuzzReadButton looks that a button finds back to its command, and that no custom id
// of others is more than not understood.
func FuzzReadButton(f *testing.F) {
	f.Add("eco grant", int64(1_764_000_000), "page:2:7")
	f.Add("", int64(0), "")
	f.Add("a:b", int64(-1), ":")
	f.Fuzz(func(t *testing.T, command string, until int64, id string) {
		_, _, _, _ = readButton(command + id)
		if strings.Contains(command, ":") || until < 0 {
			return // no command is called so
		}
		var end time.Time
		if until != 0 {
			end = time.Unix(until, 0)
		}
		gotCommand, gotEnd, gotID, ok := readButton(buttonID(command, end, id))
		if !ok || gotCommand != command || !gotEnd.Equal(end) || gotID != id {
			t.Errorf("%q until %v of %q became %q until %v of %q, %v", id, end, command, gotID, gotEnd, gotCommand, ok)
		}
	})
}
