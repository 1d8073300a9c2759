package discordsim

import (
	"math/rand/v2"
	"slices"
	"time"

	"github.com/aurorabot/aurora/internal/snowflake"
)

// habits know what members like to do: claim their coins in the morning, pay friends a little, look at
// how they stand, and now and then something foolish. At night most of them sleep. They do not know the
// bot's answers.
type habits struct {
	rng     *rand.Rand
	world   *world
	claimed map[snowflake.ID]int // the last day, of the member's own calendar, on which they claimed
}

// wish is a command somebody is about to use.
type wish struct {
	command   *command
	options   []optionValue
	mentioned []*member
}

func newHabits(rng *rand.Rand, w *world) *habits {
	return &habits{rng: rng, world: w, claimed: make(map[snowflake.ID]int)}
}

// somebody is who acts next: of those it falls on, sleepers mostly let it pass.
func (h *habits) somebody(now time.Time) *member {
	m := pick(h.rng, h.world.people)
	for range 8 {
		if !m.sleeps(now) || h.rng.IntN(10) == 0 {
			break
		}
		m = pick(h.rng, h.world.people)
	}
	return m
}

// wish says what m does now: what they feel like, or else what the bot has; false: none of it is
// registered.
func (h *habits) wish(m *member, commands *registry, now time.Time) (wish, bool) {
	for _, form := range h.inclination(m, now) {
		if w, ok := form(m, commands); ok {
			if w.command.Name == "daily" {
				h.claimed[m.user.ID] = m.day(now)
			}
			return w, true
		}
	}
	return wish{}, false
}

// inclination orders what there is to do by how much m feels like it.
func (h *habits) inclination(m *member, now time.Time) []func(*member, *registry) (wish, bool) {
	type forms = []func(*member, *registry) (wish, bool)
	unclaimed, hour := h.claimed[m.user.ID] != m.day(now), m.local(now).Hour()
	switch {
	case unclaimed && hour >= 6 && hour < 11 && h.rng.IntN(10) < 9:
		return forms{h.claim, h.payment, h.look}
	case unclaimed && hour >= 11 && h.rng.IntN(10) < 3: // they forgot, and remember
		return forms{h.claim, h.payment, h.look}
	case h.rng.IntN(10) < 6:
		return forms{h.payment, h.look, h.claim}
	default:
		return forms{h.look, h.payment, h.claim}
	}
}

func (h *habits) claim(m *member, commands *registry) (wish, bool) {
	c := commands.lookup(m.guild.id, "daily")
	return wish{command: c}, c.plain()
}

// look is a command that takes nothing and is for everybody, such as one that shows a balance.
func (h *habits) look(m *member, commands *registry) (wish, bool) {
	var plain []*command
	for _, c := range commands.visible(m.guild.id) {
		if c.plain() && c.Name != "daily" {
			plain = append(plain, c)
		}
	}
	if len(plain) == 0 {
		return wish{}, false
	}
	return wish{command: pick(h.rng, plain)}, true
}

// payment is a small sum for a friend, or one time in thirty a mistake: to oneself, or of a fortune.
func (h *habits) payment(m *member, commands *registry) (wish, bool) {
	c := commands.lookup(m.guild.id, "pay")
	if c == nil || !c.takes("user", optionUser) || !c.takes("amount", optionInteger) {
		return wish{}, false
	}
	to, amount := h.friend(m), int64(1+h.rng.IntN(25))
	switch h.rng.IntN(60) {
	case 0:
		to = m
	case 1:
		amount = 1_000_000
	}
	return wish{c, []optionValue{
		{Name: "user", Type: optionUser, Value: to.user.ID},
		{Name: "amount", Type: optionInteger, Value: amount},
	}, []*member{to}}, true
}

// friend is one of the few people nearest to m in the guild's list: friendships last, and are mutual.
func (h *habits) friend(m *member) *member {
	people := m.guild.people()
	at := slices.Index(people, m)
	step := 1 + h.rng.IntN(min(3, len(people)-1))
	if h.rng.IntN(2) == 0 {
		step = len(people) - step
	}
	return people[(at+step)%len(people)]
}

// plain says whether a command is for everybody and can be used without filling anything in.
func (c *command) plain() bool {
	return c != nil && c.DefaultMemberPermissions == nil &&
		!slices.ContainsFunc(c.Options, func(o option) bool { return o.Required || o.nests() })
}

// takes says whether the command has this option at its top.
func (c *command) takes(name string, kind int) bool {
	return slices.ContainsFunc(c.Options, func(o option) bool { return o.Name == name && o.Type == kind })
}
