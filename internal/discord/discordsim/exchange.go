package discordsim

import (
	"context"
	"crypto/rand"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/aurorabot/aurora/internal/snowflake"
)

// maxInteractions bounds the memory of the last quarter of an hour: it is 550 interactions a second. One at
// rest takes less than a kilobyte.
const maxInteractions = 500_000

// restAfter is when an interaction is packed: nobody waits for its reply any more. Ours.
const restAfter = time.Minute

// goodTime is how much of its three seconds an interaction may be under way and still be expected to be
// answered. Ours.
const goodTime = time.Second

// exchange hands interactions to bots and keeps them for as long as they can be answered.
type exchange struct {
	ids    *mint
	faults *faults
	knobs  *knobs
	notes  *notebook
	counts *counters

	stopped chan struct{} // closed when the simulator ends
	room    int           // for how many interactions

	mu       sync.Mutex
	byID     map[snowflake.ID]*interaction
	posts    map[snowflake.ID]placed
	inOrder  []*interaction // the oldest first
	dropped  snowflake.ID   // the newest that was forgotten before its time; 0 = none
	unjudged []*interaction // those whose deadline has not passed yet, the oldest first
	awake    []*interaction // those that are not packed yet, the oldest first
}

// placed is a message and the interaction that made it.
type placed struct {
	post *post
	by   *interaction
}

func newExchange(ids *mint, f *faults, k *knobs, n *notebook, c *counters) *exchange {
	return &exchange{
		ids: ids, faults: f, knobs: k, notes: n, counts: c,
		stopped: make(chan struct{}), room: maxInteractions,
		byID:  make(map[snowflake.ID]*interaction),
		posts: make(map[snowflake.ID]placed),
	}
}

// use is what a member does: the kind of interaction, its own part of the payload, and the message whose
// button they press.
type use struct {
	app     *application
	member  *member
	kind    int
	data    map[string]any
	pressed *post
}

// deliver sends an interaction so many times, each the same, or twice as many if a fault says so. offline:
// no client was there.
func (x *exchange) deliver(i *interaction, data map[string]any, times int) (deliveries []*delivery, offline bool, err error) {
	payload := i.createObject(data)
	if x.faults.meets(faultDuplicate, i.shard()) {
		times *= 2
	}
	for range times {
		d := i.addDelivery()
		online, err := i.app.gateway.dispatch(i.guild.id, "INTERACTION_CREATE", payload, func(at time.Time) { i.wrote(d, at) })
		if err != nil || !online {
			return nil, !online, err
		}
		x.counts.delivered.Add(1)
		deliveries = append(deliveries, d)
	}
	return deliveries, false, nil
}

// delay is how long a fault holds an interaction back.
func (x *exchange) delay(i *interaction) time.Duration {
	if x.faults.meets(faultLate, i.shard()) {
		return lateBy
	}
	return 0
}

// open makes an interaction of u.
func (x *exchange) open(u use) *interaction {
	id := x.ids.next()
	i := &interaction{
		id: id, token: tokenFor(id, rand.Text()+rand.Text()), kind: u.kind,
		app: u.app, guild: u.member.guild, member: u.member, created: time.Now(), pressed: u.pressed,
		settled: make(chan struct{}),
	}
	x.counts.interactions.Add(1)

	x.mu.Lock()
	defer x.mu.Unlock()
	x.byID[id] = i
	x.inOrder = append(x.inOrder, i)
	x.unjudged = append(x.unjudged, i)
	x.awake = append(x.awake, i)
	if len(x.inOrder) > x.room {
		x.dropped = x.inOrder[0].id
		x.counts.forgottenEarly.Add(1)
		x.forgetOldest()
	}
	return i
}

// forCallback finds the interaction that a callback names.
func (x *exchange) forCallback(id snowflake.ID, token string) (*interaction, error) {
	if i := x.find(id); i != nil && i.token == token {
		return i, nil
	}
	return nil, errUnknown(10062, "interaction")
}

// forWebhook finds the interaction whose token serves as a webhook of app's.
func (x *exchange) forWebhook(app snowflake.ID, token string, now time.Time) (*interaction, error) {
	id, ok := idOfToken(token)
	if ok && now.Sub(id.Time()) >= tokenLife {
		return nil, &apiError{http.StatusUnauthorized, "token_expired", 50027, "Invalid Webhook Token", nil}
	}
	i := x.find(id)
	switch {
	case i == nil:
		return nil, unknownWebhook(x.wasDropped(id))
	case i.token != token || i.app.id != app:
		return nil, unknownWebhook(false)
	case !i.acknowledged():
		return nil, unknownWebhook(i.wasTried() || x.faults.hindered(i.created))
	}
	return i, nil
}

// unknownWebhook blames the bot unless that is excused: the interaction found no room here, or the bot has
// sent a callback and may not have learned that it was refused as too late.
func unknownWebhook(excused bool) error {
	if excused {
		return &apiError{Status: http.StatusNotFound, Code: 10015, Message: "Unknown Webhook"}
	}
	return errUnknown(10015, "Webhook")
}

// wasDropped says whether an interaction was forgotten before its time.
func (x *exchange) wasDropped(id snowflake.ID) bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	return id != 0 && id <= x.dropped
}

// keep remembers a message so that its buttons can be pressed.
func (x *exchange) keep(p *post, by *interaction) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.posts[p.id] = placed{p, by}
	by.kept = append(by.kept, p.id)
}

// message finds a message that an interaction made.
func (x *exchange) message(id snowflake.ID) (placed, bool) {
	x.mu.Lock()
	defer x.mu.Unlock()
	found, ok := x.posts[id]
	return found, ok
}

// sweep notes missed deadlines and forgets what has expired, until ctx ends. It can be called once.
func (x *exchange) sweep(ctx context.Context) {
	defer close(x.stopped)
	packer := new(packer)
	for pause(ctx, time.Second) {
		now := time.Now()
		for _, i := range x.take(&x.unjudged, now.Add(-ackDeadline-time.Second)) {
			x.judge(i)
		}
		for _, i := range x.take(&x.awake, now.Add(-restAfter)) {
			i.rest(packer)
		}
		x.forget(now)
	}
}

// take takes the interactions that were made before an instant from a list.
func (x *exchange) take(from *[]*interaction, before time.Time) []*interaction {
	x.mu.Lock()
	defer x.mu.Unlock()
	n := 0
	for n < len(*from) && (*from)[n].created.Before(before) {
		n++
	}
	taken := slices.Clone((*from)[:n])
	clear((*from)[:n]) // or they would be kept as long as the array is
	*from = (*from)[n:]
	return taken
}

// judge notes an interaction that nobody tried to answer, if it reached the bot in good time, the connection
// it went by still stands and REST was well.
func (x *exchange) judge(i *interaction) {
	since, online := i.app.gateway.onlineSince(i.guild.id)
	s, _ := x.knobs.read()
	i.mu.Lock()
	defer i.mu.Unlock()
	if len(i.deliveries) == 0 || i.attempts > 0 || i.missed || !online || s.ErrorRate > 0 || x.faults.hindered(i.created) {
		return
	}
	if sent := i.deliveries[0].sent; sent.IsZero() || since.After(sent) || sent.Sub(i.created) > goodTime {
		return
	}
	i.missed = true
	x.notes.note("deadline_missed", "interaction %s of %s was not answered within 3 s", i.id, i.member.user.Username)
}

func (x *exchange) forget(now time.Time) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for len(x.inOrder) > 0 && now.Sub(x.inOrder[0].created) > tokenLife {
		x.forgetOldest()
	}
}

// forgetOldest drops one interaction and its messages. x.mu is held.
func (x *exchange) forgetOldest() {
	oldest := x.inOrder[0]
	x.inOrder[0] = nil
	x.inOrder = x.inOrder[1:]
	delete(x.byID, oldest.id)
	for _, id := range oldest.kept {
		delete(x.posts, id)
	}
}

func (x *exchange) find(id snowflake.ID) *interaction {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.byID[id]
}
