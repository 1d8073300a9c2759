package discord

import (
	"time"

	disgo "github.com/disgoorg/disgo/discord"

	"github.com/aurorabot/aurora/internal/module"
)

// colours of replies by their tone.
var colours = map[module.Tone]int{
	module.Neutral: 0x8E9BFF, module.Good: 0x4ADE80, module.Caution: 0xFBBF24, module.Bad: 0xFF7A7A,
}

var styles = map[module.Style]disgo.ButtonStyle{
	module.Secondary: disgo.ButtonStyleSecondary, module.Primary: disgo.ButtonStylePrimary,
	module.Success: disgo.ButtonStyleSuccess, module.Danger: disgo.ButtonStyleDanger,
}

// message is a reply as Discord shows it. It mentions nobody.
func message(command string, r module.Reply) disgo.MessageCreate {
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
		return r.Text, []disgo.Embed{}
	}
	embed := disgo.Embed{Title: r.Title, Description: r.Text, Color: colours[r.Tone]}
	for _, f := range r.Fields {
		embed.Fields = append(embed.Fields, disgo.EmbedField{Name: f.Name, Value: f.Value, Inline: &f.Inline})
	}
	if r.Footer != "" {
		embed.Footer = &disgo.EmbedFooter{Text: r.Footer}
	}
	return "", []disgo.Embed{embed}
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
