package discordsim

import (
	"encoding/base64"
	"strings"
	"sync"
	"time"

	"github.com/aurorabot/aurora/internal/snowflake"
)

const (
	// ackDeadline is how long a bot has to answer an interaction at all, and tokenLife how long it may
	// go on answering.
	// https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-callback
	ackDeadline = 3 * time.Second
	tokenLife   = 15 * time.Minute
)

// Kinds of interactions and of answers to them.
const (
	kindCommand      = 2
	kindComponent    = 3
	kindAutocomplete = 4
	kindModal        = 5

	answerMessage        = 4
	answerDeferred       = 5
	answerDeferredUpdate = 6
	answerUpdate         = 7
	answerAutocomplete   = 8
	answerModal          = 9
)

// interaction is one use of a command or button, from its making until its token expires.
type interaction struct {
	id      snowflake.ID
	token   string
	kind    int
	app     *application
	guild   *guild
	member  *member
	created time.Time
	pressed *post // the message whose button was pressed, also to open the form that this is

	kept []snowflake.ID // the ids of the messages it made; the exchange's, under its lock

	mu         sync.Mutex
	deliveries []*delivery
	repeated   bool     // it was delivered more than once
	attempts   int      // callbacks received
	answer     int      // the kind of the accepted callback, 0 = none yet
	missed     bool     // the deadline passed without a callback, and that was noted
	lost       bool     // the bot was not told that its callback was accepted
	original   *post    // what @original stands for
	modal      *modal   // the form that it opened
	choices    []choice // what it offered to a member who was typing
	followups  []*post
	withdrawn  bool          // the deferred reply was deleted: a followup may be the final one
	settled    chan struct{} // closed when the final reply is there
	isSettled  bool
}

// delivery is one sending of an interaction and the callback attributed to it.
type delivery struct {
	sent     time.Time // when the frame was written; zero = not yet
	received time.Time // when a callback came; zero = not yet
	refused  int       // the error code the callback met
	said     *message  // what a refused callback would have shown
	heard    chan struct{}
}

// tokenFor shapes an interaction's token as Discord does: it begins with the interaction's id.
func tokenFor(id snowflake.ID, secret string) string {
	return base64.RawURLEncoding.EncodeToString([]byte("interaction:" + id.String() + ":" + secret))
}

// idOfToken reads the id back, also of an interaction that is forgotten.
func idOfToken(token string) (snowflake.ID, bool) {
	text, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil {
		return 0, false
	}
	parts := strings.Split(string(text), ":")
	if len(parts) != 3 || parts[0] != "interaction" {
		return 0, false
	}
	id, err := snowflake.Parse(parts[1])
	return id, err == nil
}

// shard is the one that the interaction's guild belongs to.
func (i *interaction) shard() int { return shardOf(i.guild.id, i.app.gateway.shardCount()) }

func (i *interaction) addDelivery() *delivery {
	i.mu.Lock()
	defer i.mu.Unlock()
	d := &delivery{heard: make(chan struct{})}
	i.repeated = len(i.deliveries) > 0
	i.deliveries = append(i.deliveries, d)
	return d
}

// rest makes an interaction small that has its final reply: what remains is what it takes to edit its
// messages and to refuse further answers.
func (i *interaction) rest(k *packer) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if !i.isSettled {
		return
	}
	i.deliveries, i.choices, i.settled = nil, nil, nil
	if i.original != nil {
		i.original.pack(k)
	}
	for _, p := range i.followups {
		p.pack(k)
	}
}

// wrote notes when a delivery's frame left; where it goes to several sessions, the first counts.
func (i *interaction) wrote(d *delivery, at time.Time) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if d.sent.IsZero() {
		d.sent = at
	}
}

// hasSettled says whether the final reply is there.
func (i *interaction) hasSettled() bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.isSettled
}

// acknowledged says whether a callback was accepted.
func (i *interaction) acknowledged() bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.answer != 0
}

// wasTried says whether a callback came, accepted or not.
func (i *interaction) wasTried() bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.attempts > 0
}

// follow adds a followup and hands it to keep. The first one after a deferred reply takes the place of the
// deferred one instead: then it returns that.
func (i *interaction) follow(p *post, keep func(*post, *interaction)) (deferred *post) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.answer == answerDeferred && !i.isSettled && !i.withdrawn {
		return i.original
	}
	i.followups = append(i.followups, p)
	keep(p, i)
	if i.withdrawn {
		i.settle()
	}
	return nil
}

// changed is told of an edit of a message: if it was the original, the reply is final.
func (i *interaction) changed(p *post) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if p == i.original {
		i.settle()
	}
}

// followGrace is how long after the deletion of a deferred reply a followup is still expected. Ours.
const followGrace = 5 * time.Second

// withdraw deletes a message. With the original the reply is final, but for a deferred one: whoever deletes
// that means to say something else, to fewer people most often. The timer is waited for by nobody: it
// changes only the interaction.
func (i *interaction) withdraw(p *post) error {
	i.mu.Lock()
	defer i.mu.Unlock()
	if err := p.remove(); err != nil {
		return err
	}
	switch {
	case p != i.original:
	case i.answer == answerDeferred && !i.isSettled:
		i.withdrawn = true
		time.AfterFunc(followGrace, func() { i.changed(p) })
	default:
		i.settle()
	}
	return nil
}

// post finds one of the interaction's messages: "@original", or by id.
func (i *interaction) post(name string) (*post, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.original != nil && (name == "@original" || name == i.original.id.String()) {
		return i.original, nil
	}
	for _, p := range i.followups {
		if name == p.id.String() {
			return p, nil
		}
	}
	return nil, errUnknown(10008, "Message")
}
