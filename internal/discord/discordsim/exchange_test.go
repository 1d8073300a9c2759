package discordsim

import (
	"errors"
	"log/slog"
	"runtime"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// aged is an exchange in which members have used a command so many times, which was answered with an
// embed, and all that a while ago.
func aged(t *testing.T, uses int) (x *exchange, answered []*interaction) {
	t.Helper()
	cfg := withDefaults(Config{})
	notes, counts, faults := newNotebook(slog.New(slog.DiscardHandler)), new(counters), new(faults)
	world := newWorld(1, cfg.Guilds, cfg.Members)
	app := newApplication(world.self, world, faults, notes, counts, cfg)
	x = newExchange(new(mint), faults, newKnobs(settings{}), notes, counts)
	members := world.guilds[0].members
	packer := new(packer)
	for n := range uses {
		i := x.open(use{app: app, member: members[n%len(members)], kind: kindCommand})
		i.addDelivery()
		description := "You have **130 coins**."
		embeds := []embed{{Title: "Balance", Description: description, Color: 0x4ADE80, Fields: []embedField{{Name: "Streak", Value: "4", Inline: true}}}}
		m, err := i.newMessage(x.ids.next(), nil, &messageDraft{Embeds: &embeds}, nil, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		if err := i.acknowledge(callbackAnswer{kind: answerMessage, post: newPost(m), shows: m}, time.Now(), false, x.keep); err != nil {
			t.Fatal(err)
		}
		answered = append(answered, i)
		if n%1000 == 999 {
			x.take(&x.unjudged, time.Now())
			for _, i := range x.take(&x.awake, time.Now()) {
				i.rest(packer)
			}
		}
	}
	return x, answered
}

func TestWhatIsKeptOfAnInteractionIsSmall(t *testing.T) {
	const uses = 10_000
	inUse := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before := inUse()
	x, answered := aged(t, uses)
	each := (inUse() - before) / uses
	t.Logf("%d bytes each", each)
	if each > 1024 {
		t.Errorf("an interaction at rest takes %d bytes, want a kilobyte at most", each)
	}
	if x.find(answered[0].id) == nil {
		t.Error("the first is forgotten")
	}
}

func TestWhatFindsNoRoomIsCountedAndNotTheBotsFault(t *testing.T) {
	x, answered := aged(t, 3)
	x.room = 3
	x.open(use{app: answered[0].app, member: answered[0].member, kind: kindCommand})
	if got := x.counts.forgottenEarly.Load(); got != 1 {
		t.Errorf("%d were forgotten early, want 1", got)
	}
	_, err := x.forWebhook(answered[0].app.id, answered[0].token, time.Now())
	if refused, ok := errors.AsType[*apiError](err); !ok || refused.Code != 10015 || refused.Rule != "" {
		t.Errorf("an edit of the first: got %v, want an unknown webhook that breaks no rule", err)
	}
}

func TestAMessageAtRestIsTheSame(t *testing.T) {
	text, maximum := "x", 3
	whole := &message{
		ID: 1, ChannelID: 2, Type: messageReply, Content: "30 <@5>", Author: user{ID: 3, Username: "aurora", GlobalName: &text, Bot: true},
		Timestamp: timestamp(time.Date(2026, 11, 21, 18, 0, 0, 123456000, time.UTC)), Flags: flagEphemeral, MentionRoles: nil,
		Mentions: []user{{ID: 5, Username: "mira"}}, Attachments: []attachment{{ID: 6, Filename: "chart.png", Size: 7}},
		Embeds:              []embed{{Type: "rich", Title: "Payment", Fields: []embedField{{Name: "Note", Value: "thanks"}}}},
		Components:          []component{{Type: 1, ID: 1, Components: []component{{Type: 2, ID: 2, CustomID: "x", Label: "y", MaxValues: &maximum}}}},
		InteractionMetadata: &interactionMetadata{ID: 8, Type: 2, User: user{ID: 9}, Owners: map[string]string{"0": "10"}},
		MessageReference:    &messageReference{MessageID: 11, ChannelID: 2, GuildID: 10},
	}
	p := newPost(whole)
	p.pack(new(packer))
	same := cmp.Comparer(func(a, b timestamp) bool { return time.Time(a).Equal(time.Time(b)) })
	if diff := cmp.Diff(whole, p.read(), same); diff != "" || p.current != nil {
		t.Error(diff)
	}
	if err := p.remove(); err != nil || p.read() != nil {
		t.Errorf("deleted: %v, %v", err, p.read())
	}
	if p.remove() == nil {
		t.Error("it was deleted twice")
	}
}
