package discordsim

import (
	"net/http"
	"time"

	"github.com/aurorabot/aurora/internal/snowflake"
)

// The objects of GET /sim/state.
type (
	state struct {
		Guilds     []guildState     `json:"guilds"`
		Commands   []*command       `json:"commands"`
		Shards     []shardState     `json:"shards"`
		Settings   settings         `json:"settings"`
		Counters   map[string]int64 `json:"counters"`
		Faults     []fault          `json:"faults"`
		Violations []violation      `json:"violations"`
	}
	guildState struct {
		ID      snowflake.ID  `json:"id"`
		Name    string        `json:"name"`
		Shard   int           `json:"shard"`
		Members []memberState `json:"members"`
	}
	memberState struct {
		ID   snowflake.ID `json:"id"`
		Name string       `json:"name"`
		Bot  bool         `json:"bot,omitempty"`
	}
	// shardState is a shard of the application that connected last, or of the recommended ones.
	shardState struct {
		ID        int        `json:"id"`
		Of        int        `json:"of"`
		Connected bool       `json:"connected"`
		Since     *time.Time `json:"since"` // of the connection
		Session   string     `json:"session,omitempty"`
		Seq       int64      `json:"seq"`
		Guilds    int        `json:"guilds"`
	}
)

func (c *control) state(*http.Request) (any, error) {
	violations, dropped := c.notes.read()
	counters := c.counts.read()
	counters["violationsDropped"] = int64(dropped)
	settings, _ := c.knobs.read()
	shards := c.shardStates()
	s := state{
		Commands: []*command{}, Shards: shards, Settings: settings, Counters: counters,
		Faults: c.faults.read(), Violations: violations,
	}
	for _, app := range c.apps.all() {
		s.Commands = append(s.Commands, app.commands.everything()...)
	}
	for _, g := range c.world.guilds {
		s.Guilds = append(s.Guilds, guildState{g.id, g.name, shardOf(g.id, shards[0].Of), g.memberStates(c.world.self)})
	}
	return s, nil
}

// memberStates lists the members as member_count counts them: people, then the bots, Aurora the last.
func (g *guild) memberStates(self snowflake.ID) []memberState {
	list := make([]memberState, 0, g.size())
	for _, m := range g.members {
		list = append(list, memberState{m.user.ID, m.name(), m.user.Bot})
	}
	return append(list, memberState{self, selfName, true})
}

// shardStates shows as many shards as the newest session told, or as are recommended: those that have
// no session are shown as not connected.
func (c *control) shardStates() []shardState {
	var sessions []*session
	for _, app := range c.apps.all() {
		sessions = append(sessions, app.gateway.all()...)
	}
	of, app := c.shards, c.apps.all()[0]
	if n := len(sessions); n > 0 {
		of = sessions[n-1].of
	}
	shards := make([]shardState, of)
	for id := range shards {
		shards[id] = shardState{ID: id, Of: of, Guilds: len(app.gateway.guilds.on(id, of))}
	}
	for _, s := range sessions {
		if s.of == of && !shards[s.shard].Connected {
			shards[s.shard] = s.state(shards[s.shard])
		}
	}
	return shards
}

func (s *session) state(base shardState) shardState {
	s.mu.Lock()
	defer s.mu.Unlock()
	base.Session, base.Seq, base.Connected = s.id, s.seq, s.conn != nil
	if base.Connected {
		since := s.joined.UTC().Truncate(time.Millisecond)
		base.Since = &since
	}
	return base
}
