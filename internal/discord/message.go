package discord

import (
	"time"
	"unicode/utf8"

	disgo "github.com/disgoorg/disgo/discord"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/module"
)

// Limits of a message in characters, and of its fields. What is longer is cut, so that
// a long name costs nobody the answer.
// https://docs.discord.com/developers/resources/message#embed-object-embed-limits
const (
	maxContent     = 2000
	maxTitle       = 256 // also of a field's name and, ours, of a footer
	maxDescription = 4096
	maxFields      = 25
	maxValue       = 1024
	maxEmbed       = 6000
)

// colours of replies by their tone.
var colours = map[module.Tone]int{
	module.Neutral: 0x8E9BFF, module.Good: 0x4ADE80, module.Caution: 0xFBBF24, module.Bad: 0xFF7A7A,
}

var styles = map[module.Style]disgo.ButtonStyle{
	module.Secondary: disgo.ButtonStyleSecondary, module.Primary: disgo.ButtonStylePrimary,
	module.Success: disgo.ButtonStyleSuccess, module.Danger: disgo.ButtonStyleDanger,
}

// create is a reply as Discord shows it. It mentions nobody.
func create(command string, r module.Reply) disgo.MessageCreate {
	content, embeds := contentOf(r)
	m := disgo.MessageCreate{
		Content: content, Embeds: embeds, Components: rows(command, r),
		AllowedMentions: &disgo.AllowedMentions{Parse: []disgo.AllowedMentionType{}},
	}
	if r.Private {
		m.Flags = disgo.MessageFlagEphemeral
	}
	return m
}

// edit puts a reply in the place of a message, of which nothing stays.
func edit(command string, r module.Reply) disgo.MessageUpdate {
	content, embeds := contentOf(r)
	components := rows(command, r)
	return disgo.MessageUpdate{
		Content: &content, Embeds: &embeds, Components: &components,
		AllowedMentions: &disgo.AllowedMentions{Parse: []disgo.AllowedMentionType{}},
	}
}

// contentOf is a reply's text alone, or an embed where it has a title.
func contentOf(r module.Reply) (content string, embeds []disgo.Embed) {
	if r.Title == "" {
		return event.Clip(r.Text, maxContent), []disgo.Embed{}
	}
	return "", []disgo.Embed{embedOf(r)}
}

// embedOf leaves out the fields that are too many.
func embedOf(r module.Reply) disgo.Embed {
	left := maxEmbed
	cut := func(text string, limit int) string {
		text = event.Clip(text, limit)
		left -= utf8.RuneCountInString(text)
		return text
	}
	embed := disgo.Embed{Title: cut(r.Title, maxTitle), Description: cut(r.Text, maxDescription), Color: colours[r.Tone]}
	if r.Footer != "" {
		embed.Footer = &disgo.EmbedFooter{Text: cut(r.Footer, maxTitle)}
	}
	for _, f := range r.Fields[:min(len(r.Fields), maxFields)] {
		field := disgo.EmbedField{Name: cut(f.Name, maxTitle), Value: cut(f.Value, maxValue), Inline: &f.Inline}
		if left < 0 {
			break
		}
		embed.Fields = append(embed.Fields, field)
	}
	return embed
}

// perRow is how many buttons fit into a row.
const perRow = 5

// rows lays a reply's buttons out.
func rows(command string, r module.Reply) []disgo.LayoutComponent {
	var until time.Time
	if r.ButtonsFor > 0 {
		until = time.Now().Add(r.ButtonsFor)
	}
	rows := []disgo.LayoutComponent{}
	var row []disgo.InteractiveComponent
	for i, b := range r.Buttons {
		row = append(row, disgo.ButtonComponent{
			Style: styles[b.Style], Label: b.Label, CustomID: buttonID(command, until, b.ID), Disabled: b.Disabled,
		})
		if len(row) == perRow || i == len(r.Buttons)-1 {
			rows, row = append(rows, disgo.NewActionRow(row...)), nil
		}
	}
	return rows
}
