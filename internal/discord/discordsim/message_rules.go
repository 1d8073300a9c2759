package discordsim

import (
	"encoding/json"
	"slices"
	"unicode/utf8"

	"github.com/aurorabot/aurora/internal/snowflake"
)

// messageDraft is a message as a bot sends it, in a callback or to a webhook: what is left out is nil.
// https://docs.discord.com/developers/resources/webhook#execute-webhook
type messageDraft struct {
	Content         *string          `json:"content"`
	Embeds          *[]embed         `json:"embeds"`
	AllowedMentions *allowedMentions `json:"allowed_mentions"`
	Components      *[]component     `json:"components"`
	Attachments     *[]draftFile     `json:"attachments"`
	Flags           *int             `json:"flags"`
	TTS             *bool            `json:"tts"`
	Poll            json.RawMessage  `json:"poll"`
	Username        *string          `json:"username"`
	AvatarURL       *string          `json:"avatar_url"`
	ThreadName      *string          `json:"thread_name"`
	AppliedTags     []snowflake.ID   `json:"applied_tags"`
	Nonce           json.RawMessage  `json:"nonce"` // this and the next mean nothing here, but bots send them
	EnforceNonce    *bool            `json:"enforce_nonce"`
}

type draftFile struct {
	ID          snowflake.ID `json:"id"` // of a kept attachment, else the number of an uploaded file
	Filename    string       `json:"filename"`
	Title       string       `json:"title"`
	Description string       `json:"description"`
}

// allowedMentions restricts who is pinged. https://docs.discord.com/developers/resources/message#allowed-mentions-object
type allowedMentions struct {
	Parse       []string       `json:"parse"`
	Roles       []snowflake.ID `json:"roles"`
	Users       []snowflake.ID `json:"users"`
	RepliedUser bool           `json:"replied_user"`
}

// embed is Discord's embed object, in both directions.
type embed struct {
	Type        string          `json:"type,omitempty"`
	Title       string          `json:"title,omitempty"`
	Description string          `json:"description,omitempty"`
	URL         string          `json:"url,omitempty"`
	Timestamp   string          `json:"timestamp,omitempty"`
	Color       int             `json:"color,omitempty"`
	Footer      *embedFooter    `json:"footer,omitempty"`
	Image       json.RawMessage `json:"image,omitempty"`
	Thumbnail   json.RawMessage `json:"thumbnail,omitempty"`
	Video       json.RawMessage `json:"video,omitempty"`
	Provider    json.RawMessage `json:"provider,omitempty"`
	Author      *embedAuthor    `json:"author,omitempty"`
	Fields      []embedField    `json:"fields,omitempty"`
}

type embedFooter struct {
	Text         string `json:"text"`
	IconURL      string `json:"icon_url,omitempty"`
	ProxyIconURL string `json:"proxy_icon_url,omitempty"`
}

type embedAuthor struct {
	Name         string `json:"name"`
	URL          string `json:"url,omitempty"`
	IconURL      string `json:"icon_url,omitempty"`
	ProxyIconURL string `json:"proxy_icon_url,omitempty"`
}

type embedField struct {
	Name   string `json:"name"`
	Value  string `json:"value"`
	Inline bool   `json:"inline"`
}

// Limits of a message's text. https://docs.discord.com/developers/resources/message#embed-object-embed-limits
const (
	maxContent   = 2000
	maxEmbeds    = 10
	maxEmbedText = 6000
	maxFields    = 25
	maxUploads   = 10
)

// clearNulls turns the fields that are null in the draft's JSON into empty ones: in an edit null
// removes, while what is left out stays.
func (d *messageDraft) clearNulls(data []byte) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(data, &fields); err != nil {
		return
	}
	null := func(name string) bool { return string(fields[name]) == "null" }
	if null("content") {
		d.Content = new(string)
	}
	if null("embeds") {
		d.Embeds = new([]embed)
	}
	if null("components") {
		d.Components = new([]component)
	}
}

// check checks a draft. What a deferred reply or an edit may not change is for the caller.
func (d *messageDraft) check(f *form, path string, files []upload) {
	if d.Content != nil {
		f.length(at(path, "content"), utf8.RuneCountInString(*d.Content), 0, maxContent)
	}
	if d.Embeds != nil {
		checkEmbeds(f, at(path, "embeds"), *d.Embeds)
	}
	f.length(at(path, "files"), len(files), 0, maxUploads)
	v2 := d.Flags != nil && *d.Flags&flagComponentsV2 != 0
	if v2 && (d.Content != nil && *d.Content != "" || d.Embeds != nil && len(*d.Embeds) > 0) {
		f.add(path, "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", "The 'content' and 'embeds' fields cannot be used when using MessageFlags.IS_COMPONENTS_V2")
	}
	if d.Components != nil {
		checkComponents(f, at(path, "components"), *d.Components, v2)
	}
	d.AllowedMentions.check(f, at(path, "allowed_mentions"))
}

// checkFlags refuses flags that a bot cannot set.
func (d *messageDraft) checkFlags(f *form, path string, allowed int) {
	if d.Flags != nil && *d.Flags&^allowed != 0 {
		f.add(at(path, "flags"), "BITFIELD_INVALID", "Only the flags %d can be set here.", allowed)
	}
}

// pings says whether the draft would ping somebody without having said that it may.
func (d *messageDraft) pings() bool {
	if d.AllowedMentions != nil || d.Content == nil {
		return false
	}
	return len(userMentions(*d.Content)) > 0 || roleMention.MatchString(*d.Content) || everyoneMention.MatchString(*d.Content)
}

func (d *messageDraft) keeps(id snowflake.ID) bool {
	return slices.ContainsFunc(*d.Attachments, func(file draftFile) bool { return file.ID == id })
}

func checkEmbeds(f *form, path string, embeds []embed) {
	f.length(path, len(embeds), 0, maxEmbeds)
	total := 0
	for i, e := range embeds {
		total += checkEmbed(f, at(path, i), e)
	}
	if total > maxEmbedText {
		f.add(path, "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of %d", maxEmbedText)
	}
}

// checkEmbed returns how many characters the embed has.
func checkEmbed(f *form, path string, e embed) (chars int) {
	text := func(path, s string, low, high int) {
		n := utf8.RuneCountInString(s)
		f.length(path, n, low, high)
		chars += n
	}
	text(at(path, "title"), e.Title, 0, 256)
	text(at(path, "description"), e.Description, 0, 4096)
	if e.Footer != nil {
		text(at(path, "footer.text"), e.Footer.Text, 0, 2048)
	}
	if e.Author != nil {
		text(at(path, "author.name"), e.Author.Name, 0, 256)
	}
	f.length(at(path, "fields"), len(e.Fields), 0, maxFields)
	for i, field := range e.Fields {
		here := at(at(path, "fields"), i)
		text(at(here, "name"), field.Name, 1, 256)
		text(at(here, "value"), field.Value, 1, 1024)
	}
	if e.Color < 0 || e.Color > 0xFFFFFF {
		f.add(at(path, "color"), "NUMBER_TYPE_MAX", "int value should be less than or equal to 16777215.")
	}
	return chars
}

func (a *allowedMentions) check(f *form, path string) {
	if a == nil {
		return
	}
	for i, kind := range a.Parse {
		if !slices.Contains([]string{"roles", "users", "everyone"}, kind) {
			f.choice(at(at(path, "parse"), i), "'roles', 'users', 'everyone'")
		}
	}
	f.length(at(path, "users"), len(a.Users), 0, 100)
	f.length(at(path, "roles"), len(a.Roles), 0, 100)
	if len(a.Users) > 0 && slices.Contains(a.Parse, "users") || len(a.Roles) > 0 && slices.Contains(a.Parse, "roles") {
		f.add(path, "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", "parse and a list of ids are mutually exclusive.")
	}
}

// allows says whether a kind of mention pings. Without restrictions all do.
func (a *allowedMentions) allows(kind string) bool { return a == nil || slices.Contains(a.Parse, kind) }

func (a *allowedMentions) allowsUser(id snowflake.ID) bool {
	return a.allows("users") || slices.Contains(a.Users, id)
}
