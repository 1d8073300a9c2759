package discordsim

import (
	"math/rand/v2"
	"slices"
	"time"

	"github.com/aurorabot/aurora/internal/snowflake"
)

// habits know what members like to do: claim their coins once a day, pay friends a little, look at
// their balance, and now and then something foolish. They do not know the bot's answers.
type habits struct {
	rng     *rand.Rand
	world   *world
	day     int // the day that claimed is about
	claimed map[snowflake.ID]bool
}

// wish is a command somebody is about to use.
type wish struct {
	command   *command
	options   []optionValue
	mentioned []*member
}

func newHabits(rng *rand.Rand, w *world) *habits {
	return &habits{rng: rng, world: w, claimed: make(map[snowflake.ID]bool)}
}

func (h *habits) somebody() *member { return pick(h.rng, h.world.people) }

// wish says what m does now: what they feel like, or else what the bot has; false: none of it is
// registered.
func (h *habits) wish(m *member, commands *registry, now time.Time) (wish, bool) {
	for _, name := range h.inclination(m, now) {
		w, ok := h.form(name, m, commands)
		if !ok {
			continue
		}
		if name == "daily" {
			h.claimed[m.user.ID] = true
		}
		return w, true
	}
	return wish{}, false
}

// inclination orders the commands by how much m feels like them.
func (h *habits) inclination(m *member, now time.Time) []string {
	if day := now.UTC().YearDay(); day != h.day {
		h.day = day
		clear(h.claimed)
	}
	switch {
	case !h.claimed[m.user.ID] && h.rng.IntN(10) < 9:
		return []string{"daily", "pay", "balance"}
	case h.rng.IntN(10) < 7:
		return []string{"pay", "balance", "daily"}
	default:
		return []string{"balance", "pay", "daily"}
	}
}

func (h *habits) form(name string, m *member, commands *registry) (wish, bool) {
	if name == "pay" {
		return h.payment(m, commands)
	}
	return plainWish(commands, m, name)
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

// friend is one of the few people nearest to m in the guild's list: friendships last.
func (h *habits) friend(m *member) *member {
	people := m.guild.people()
	at := slices.Index(people, m)
	step := 1 + h.rng.IntN(min(4, len(people)-1))
	return people[(at+step)%len(people)]
}

// plainWish is a command without options.
func plainWish(commands *registry, m *member, name string) (wish, bool) {
	c := commands.lookup(m.guild.id, name)
	return wish{command: c}, c != nil && !slices.ContainsFunc(c.Options, func(o option) bool { return o.Required || o.nests() })
}

// takes says whether the command has this option at its top.
func (c *command) takes(name string, kind int) bool {
	return slices.ContainsFunc(c.Options, func(o option) bool { return o.Name == name && o.Type == kind })
}
