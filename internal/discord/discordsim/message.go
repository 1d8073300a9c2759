package discordsim

import (
	"sync"

	"github.com/aurorabot/aurora/internal/snowflake"
)

// Types and flags of messages.
// https://docs.discord.com/developers/resources/message#message-object
const (
	messageReply       = 19
	messageChatCommand = 20

	flagSuppressEmbeds        = 1 << 2
	flagEphemeral             = 1 << 6
	flagLoading               = 1 << 7
	flagSuppressNotifications = 1 << 12
	flagComponentsV2          = 1 << 15
)

// message is Discord's message object. It is not changed once made; an edit makes another.
type message struct {
	ID                  snowflake.ID         `json:"id"`
	ChannelID           snowflake.ID         `json:"channel_id"`
	Type                int                  `json:"type"`
	Content             string               `json:"content"`
	Author              user                 `json:"author"`
	Timestamp           timestamp            `json:"timestamp"`
	EditedTimestamp     *timestamp           `json:"edited_timestamp"`
	Flags               int                  `json:"flags"`
	TTS                 bool                 `json:"tts"`
	Pinned              bool                 `json:"pinned"`
	MentionEveryone     bool                 `json:"mention_everyone"`
	Mentions            []user               `json:"mentions"`
	MentionRoles        []snowflake.ID       `json:"mention_roles"`
	Attachments         []attachment         `json:"attachments"`
	Embeds              []embed              `json:"embeds"`
	Components          []component          `json:"components"`
	ApplicationID       snowflake.ID         `json:"application_id"`
	WebhookID           snowflake.ID         `json:"webhook_id"`
	InteractionMetadata *interactionMetadata `json:"interaction_metadata,omitempty"`
	MessageReference    *messageReference    `json:"message_reference,omitempty"`
}

// interactionMetadata tells what the message answers.
type interactionMetadata struct {
	ID                  snowflake.ID      `json:"id"`
	Type                int               `json:"type"`
	User                user              `json:"user"`
	Owners              map[string]string `json:"authorizing_integration_owners"`
	InteractedMessageID snowflake.ID      `json:"interacted_message_id,omitzero"`
}

type messageReference struct {
	Type      int          `json:"type"`
	MessageID snowflake.ID `json:"message_id"`
	ChannelID snowflake.ID `json:"channel_id"`
	GuildID   snowflake.ID `json:"guild_id"`
}

type attachment struct {
	ID          snowflake.ID `json:"id"`
	Filename    string       `json:"filename"`
	ContentType string       `json:"content_type,omitempty"`
	Size        int64        `json:"size"`
	URL         string       `json:"url"`
	ProxyURL    string       `json:"proxy_url"`
}

// post is a message that people see: its present version, until it is deleted.
type post struct {
	id snowflake.ID

	mu      sync.Mutex
	current *message // nil once deleted, or while it is packed
	packed  []byte
}

func newPost(m *message) *post { return &post{id: m.ID, current: m} }

// read is the present version, or nil.
func (p *post) read() *message {
	if p == nil {
		return nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.unpack()
}

// edit replaces the message by what change makes of a copy.
func (p *post) edit(change func(*message) error) (*message, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	before := p.unpack()
	if before == nil {
		return nil, errUnknown(10008, "Message")
	}
	edited := *before
	if err := change(&edited); err != nil {
		return nil, err
	}
	p.show(&edited)
	return p.current, nil
}

func (p *post) replace(m *message) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.show(m)
}

func (p *post) remove() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.current == nil && p.packed == nil {
		return errUnknown(10008, "Message")
	}
	p.show(nil)
	return nil
}

// show changes the present version. p.mu is held.
func (p *post) show(m *message) { p.current, p.packed = m, nil }

// unpack is the present version. p.mu is held.
func (p *post) unpack() *message {
	if p.packed == nil {
		return p.current
	}
	m, err := unpacked(p.packed)
	if err != nil {
		panic(err) // for what was packed here
	}
	return m
}

// pack makes the message small until it is changed.
func (p *post) pack(k *packer) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.current == nil {
		return
	}
	small, err := k.pack(p.current)
	if err != nil {
		panic(err) // for what was sent as JSON before
	}
	p.current, p.packed = nil, small
}
