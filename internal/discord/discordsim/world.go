package discordsim

import (
	"math/rand/v2"
	"strings"
	"time"

	"github.com/aurorabot/aurora/internal/snowflake"
)

// smallestGuild holds the application, another bot and two people who can pay one another.
const smallestGuild = 4

// world is who exists. It does not change once it is made.
type world struct {
	self    snowflake.ID // the application that Simulator.Token belongs to
	founded time.Time    // before everything else
	guilds  []*guild
	people  []*member // the members of all guilds who are no bots
	byID    map[snowflake.ID]*guild
}

// guild is a guild with one text channel.
type guild struct {
	id      snowflake.ID
	name    string
	channel snowflake.ID
	created time.Time
	members []*member // people first, then the bot; without the application itself
	byID    map[snowflake.ID]*member
}

// member is a user in a guild. Here nobody is in two guilds, the application apart.
type member struct {
	user   user
	nick   string // "" = none
	guild  *guild
	joined time.Time
}

// newWorld makes the guilds and spreads the members over them, the first guilds being the largest.
// Each guild has a generator of its own, so that its ids do not depend on the others.
func newWorld(seed uint64, guilds, members int) *world {
	rng := rand.New(rand.NewPCG(seed, 0))
	w := &world{
		founded: time.Date(2015, 6, 1, 0, 0, 0, 0, time.UTC),
		byID:    make(map[snowflake.ID]*guild, guilds),
	}
	w.self = snowflake.At(w.founded.Add(time.Duration(rng.Int64N(int64(90*24*time.Hour)))), rng.Uint64())
	names := newNamer()
	for i, size := range guildSizes(guilds, members) {
		g := newGuild(rand.New(rand.NewPCG(seed, uint64(i)+1)), i, size, names)
		w.guilds = append(w.guilds, g)
		w.byID[g.id] = g
		w.people = append(w.people, g.people()...)
	}
	return w
}

// Discord's limits for names, in characters.
const (
	maxGuildName = 100
	maxNick      = 32
)

// rename gives names to guilds and, as nicks, to the people of the largest one. It is
// part of making the world.
func (w *world) rename(names []string) {
	people := w.guilds[0].people()
	for i, name := range names {
		if i < len(w.guilds) {
			w.guilds[i].name = cut(name, maxGuildName)
		}
		if i < len(people) {
			people[i].nick = cut(name, maxNick)
		}
	}
}

func cut(name string, most int) string {
	characters := []rune(name)
	return string(characters[:min(len(characters), most)])
}

// guildSizes deals members to guilds: to each the smallest size, the rest falling as 1/2, 1/3, 1/4.
func guildSizes(guilds, members int) []int {
	sizes := make([]int, guilds)
	weights := 0.0
	for i := range sizes {
		sizes[i] = smallestGuild
		weights += 1 / float64(i+2)
	}
	rest := max(0, members-guilds*smallestGuild)
	left := rest
	for i := range sizes {
		share := int(float64(rest) / float64(i+2) / weights)
		sizes[i] += share
		left -= share
	}
	sizes[0] += left
	return sizes
}

func newGuild(rng *rand.Rand, index, size int, names *namer) *guild {
	created := guildCreation(rng, index)
	g := &guild{
		id:      snowflake.At(created, rng.Uint64()),
		name:    names.guild(rng),
		channel: snowflake.At(created.Add(time.Second), rng.Uint64()),
		created: created,
		byID:    make(map[snowflake.ID]*member, size),
	}
	shown := make(map[string]bool, size) // within a guild no two members show the same name
	for range size - 2 {
		g.add(newPerson(rng, g, names, shown))
	}
	g.add(newMember(rng, g, user{Username: names.free(func() string { return "jukebox" }, "%d"), Bot: true}))
	return g
}

// guildCreation draws an instant between 2016 and 2024 such that the i-th guild's shard, which is
// milliseconds modulo the number of shards, is i modulo the number of shards for each number up to 16.
func guildCreation(rng *rand.Rand, i int) time.Time {
	const multiple = 720720 // of all numbers from 1 to 16; in milliseconds, twelve minutes
	const first, last = 61_000, 410_000
	epoch := snowflake.ID(0).Time()
	return epoch.Add(time.Duration((first+rng.IntN(last-first))*multiple+i) * time.Millisecond)
}

func newPerson(rng *rand.Rand, g *guild, names *namer, shown map[string]bool) *member {
	username, global := names.person(rng)
	m := newMember(rng, g, user{Username: username, GlobalName: optional(global)})
	if rng.IntN(5) == 0 {
		m.nick = names.nick(rng)
	}
	if shown[m.name()] {
		m.nick = username
	}
	shown[m.name()] = true
	return m
}

func newMember(rng *rand.Rand, g *guild, u user) *member {
	u.ID = snowflake.At(g.created.Add(-time.Duration(rng.Int64N(int64(180*24*time.Hour)))), rng.Uint64())
	return &member{
		user:   u,
		guild:  g,
		joined: g.created.Add(time.Duration(rng.Int64N(int64(360 * 24 * time.Hour)))),
	}
}

func (g *guild) add(m *member) {
	g.members = append(g.members, m)
	g.byID[m.user.ID] = m
}

// people returns the members who are no bots.
func (g *guild) people() []*member { return g.members[:len(g.members)-1] }

// size is the number of members with the application among them.
func (g *guild) size() int { return len(g.members) + 1 }

// name is the one shown: the guild's for the member, else the chosen one, else the user name.
func (m *member) name() string {
	switch {
	case m.nick != "":
		return m.nick
	case m.user.GlobalName != nil:
		return *m.user.GlobalName
	}
	return m.user.Username
}

// guild finds a guild by id or, failing that, by name.
func (w *world) guild(idOrName string) *guild {
	if id, err := snowflake.Parse(idOrName); err == nil && w.byID[id] != nil {
		return w.byID[id]
	}
	for _, g := range w.guilds {
		if strings.EqualFold(g.name, idOrName) {
			return g
		}
	}
	return nil
}

// person finds somebody who is no bot, in any guild, by id or name.
func (w *world) person(idOrName string) *member {
	for _, g := range w.guilds {
		if m := g.member(idOrName); m != nil && !m.user.Bot {
			return m
		}
	}
	return nil
}

// member finds a member by id, user name or shown name, the first being the surest.
func (g *guild) member(idOrName string) *member {
	if id, err := snowflake.Parse(idOrName); err == nil && g.byID[id] != nil {
		return g.byID[id]
	}
	for _, m := range g.members {
		if m.user.Username == idOrName {
			return m
		}
	}
	for _, m := range g.members {
		if strings.EqualFold(m.name(), idOrName) {
			return m
		}
	}
	return nil
}

// shardOf is Discord's formula. https://docs.discord.com/developers/events/gateway#sharding
func shardOf(guild snowflake.ID, of int) int { return int(uint64(guild) >> 22 % uint64(of)) }

func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
