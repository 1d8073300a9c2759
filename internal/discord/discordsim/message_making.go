package discordsim

import (
	"fmt"
	"regexp"
	"slices"
	"time"

	"github.com/aurorabot/aurora/internal/snowflake"
)

// newMessage makes the message that draft describes, as an answer to i. about is the message it refers
// to: none for the first reply to a command.
func (i *interaction) newMessage(id snowflake.ID, about *post, d *messageDraft, files []upload, now time.Time) (*message, error) {
	m := &message{
		ID: id, ChannelID: i.guild.channel, Type: messageChatCommand, Author: i.app.self.user, Timestamp: timestamp(now),
		ApplicationID: i.app.id, WebhookID: i.app.id, TTS: d.TTS != nil && *d.TTS,
		Mentions: []user{}, MentionRoles: []snowflake.ID{}, Attachments: []attachment{}, Embeds: []embed{}, Components: []component{},
		InteractionMetadata: i.metadata(),
	}
	if d.Flags != nil {
		m.Flags = *d.Flags
	}
	if about != nil {
		m.Type = messageReply
		m.MessageReference = &messageReference{MessageID: about.id, ChannelID: i.guild.channel, GuildID: i.guild.id}
	}
	return m, i.apply(m, d, files)
}

// thinking is what people see of a deferred reply.
func (i *interaction) thinking(id snowflake.ID, flags int, now time.Time) *message {
	m, _ := i.newMessage(id, i.pressed, &messageDraft{Flags: &flags}, nil, now) // fails for being empty, as it shall be
	m.Flags |= flagLoading
	return m
}

// edited is the message that p would show if draft were applied to it.
func (i *interaction) edited(p *post, d *messageDraft, files []upload, now time.Time) (*message, error) {
	m := p.read()
	if m == nil {
		return nil, errUnknown(10008, "Message")
	}
	changed := *m
	return &changed, i.change(&changed, d, files, now)
}

// change applies an edit: the deferred reply becomes a message, who sees it stays.
func (i *interaction) change(m *message, d *messageDraft, files []upload, now time.Time) error {
	m.Flags &^= flagLoading
	if d.Flags != nil {
		const editable = flagSuppressEmbeds | flagComponentsV2
		m.Flags = m.Flags&^editable | *d.Flags&editable
	}
	edited := timestamp(now)
	m.EditedTimestamp = &edited
	return i.apply(m, d, files)
}

// apply gives m what the draft holds and leaves the rest, then refuses a message without content.
func (i *interaction) apply(m *message, d *messageDraft, files []upload) error {
	if d.Content != nil {
		m.Content = *d.Content
		m.Mentions, m.MentionEveryone = i.mentioned(m.Content, d.AllowedMentions)
	}
	if d.Embeds != nil {
		m.Embeds = rich(*d.Embeds)
	}
	if d.Components != nil {
		m.Components = numbered(*d.Components)
	}
	if d.Attachments != nil {
		m.Attachments = slices.DeleteFunc(slices.Clone(m.Attachments), func(a attachment) bool { return !d.keeps(a.ID) })
	}
	m.Attachments = append(slices.Clone(m.Attachments), i.attach(m.ID, files)...)
	if m.Content == "" && len(m.Embeds) == 0 && len(m.Components) == 0 && len(m.Attachments) == 0 && len(d.Poll) == 0 {
		return errEmptyMessage()
	}
	return nil
}

func (i *interaction) attach(message snowflake.ID, files []upload) []attachment {
	attached := make([]attachment, len(files))
	for n, file := range files {
		id := message + snowflake.ID(n) + 1
		url := fmt.Sprintf("https://cdn.discordapp.com/ephemeral-attachments/%s/%s/%s", i.app.id, id, file.filename)
		attached[n] = attachment{ID: id, Filename: file.filename, ContentType: file.contentType, Size: file.size, URL: url, ProxyURL: url}
	}
	return attached
}

// mentioned returns who is pinged by a text: the mentions in it that are allowed, all if nothing is said.
func (i *interaction) mentioned(content string, allowed *allowedMentions) (users []user, everyone bool) {
	users = []user{}
	for _, id := range userMentions(content) {
		m := i.guild.byID[id]
		if m != nil && allowed.allowsUser(id) && !slices.ContainsFunc(users, func(u user) bool { return u.ID == id }) {
			users = append(users, m.user)
		}
	}
	return users, everyoneMention.MatchString(content) && allowed.allows("everyone")
}

func (i *interaction) metadata() *interactionMetadata {
	meta := &interactionMetadata{
		ID: i.id, Type: i.kind, User: i.member.user,
		Owners: map[string]string{"0": i.guild.id.String()},
	}
	if i.pressed != nil {
		meta.InteractedMessageID = i.pressed.id
	}
	return meta
}

func rich(embeds []embed) []embed {
	made := slices.Clone(embeds)
	for i := range made {
		made[i].Type = "rich"
	}
	return made
}

// numbered gives the components the ids that Discord gives to those without.
func numbered(components []component) []component {
	next := 0
	var number func([]component) []component
	number = func(list []component) []component {
		made := slices.Clone(list)
		for i := range made {
			next++
			if made[i].ID == 0 {
				made[i].ID = next
			}
			if made[i].Component != nil {
				made[i].Component = &number([]component{*made[i].Component})[0]
			}
			made[i].Components = number(made[i].Components)
		}
		return made
	}
	return number(components)
}

var (
	userMention     = regexp.MustCompile(`<@!?(\d{1,20})>`)
	roleMention     = regexp.MustCompile(`<@&\d{1,20}>`)
	everyoneMention = regexp.MustCompile(`@(everyone|here)`)
)

func userMentions(content string) []snowflake.ID {
	var ids []snowflake.ID
	for _, match := range userMention.FindAllStringSubmatch(content, -1) {
		if id, err := snowflake.Parse(match[1]); err == nil {
			ids = append(ids, id)
		}
	}
	return ids
}
