package dashboard

import (
	"math"
	"slices"
	"time"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/snowflake"
)

// startPatience is how long a program may be without a shard after its start.
const startPatience = 30 * time.Second

// gatewayState is what the readings have said of shards and guilds.
type gatewayState struct {
	total  int       // 0 until a shard has reported
	since  time.Time // the first report
	served bool      // a shard has been ready
	shards map[int]*shardState
	guilds map[snowflake.ID]event.GuildSeen

	down         event.GatewayDown // why there is no connection; zero where there is one
	budget       *event.IdentifyBudget
	clock        *event.ClockCompared
	reidentified *tally
	invalid      *tally
}

func newGatewayState() gatewayState {
	return gatewayState{
		shards: make(map[int]*shardState), guilds: make(map[snowflake.ID]event.GuildSeen),
		reidentified: newDay(), invalid: newDay(),
	}
}

func (g *gatewayState) observe(m event.Measure, now time.Time) {
	switch m := m.(type) {
	case event.HeartbeatAcked:
		g.shard(m.Shard).beat(m.Latency, now)
	case event.HeartbeatMissed:
		g.shard(m.Shard).missed++
	case event.ShardChanged:
		g.shardChanged(m, now)
	case event.Dispatched:
		g.shard(m.Shard).dispatched.addMany(now, m.Count)
	case event.SessionLost:
		g.invalid.add(now)
	case event.IdentifyBudget:
		g.budget = &m
	case event.ClockCompared:
		g.clock = &m
	case event.GatewayDown:
		g.down = m
	case event.GuildSeen:
		g.guilds[m.Guild] = m
	case event.GuildGone:
		delete(g.guilds, m.Guild)
	}
}

func (g *gatewayState) shardChanged(m event.ShardChanged, now time.Time) {
	s := g.shard(m.Shard)
	s.become(m.State, now)
	g.total = m.Total
	for id := range g.shards { // there are fewer than before
		if id >= m.Total {
			delete(g.shards, id)
		}
	}
	if g.since.IsZero() {
		g.since = now
	}
	if m.CloseCode != 0 {
		s.closeCode = m.CloseCode
	}
	if m.State == event.ShardReady {
		g.served, g.down = true, event.GatewayDown{}
	}
}

// record counts what the log tells of sessions, also of those before the process
// started: of these a new session is all that is left of one that Discord had ended.
func (g *gatewayState) record(e event.Event, started time.Time) {
	if e.Shard == nil {
		return
	}
	switch e.Type {
	case "shard.resumed":
		g.shard(*e.Shard).resumed.add(e.Time)
	case "shard.ready":
		g.shard(*e.Shard).begun.add(e.Time)
	case "shard.reidentified":
		g.shard(*e.Shard).begun.add(e.Time)
		g.reidentified.add(e.Time)
		if e.Time.Before(started) {
			g.invalid.add(e.Time)
		}
	}
}

func (g *gatewayState) shard(id int) *shardState {
	if g.shards[id] == nil {
		g.shards[id] = newShardState()
	}
	return g.shards[id]
}

// connecting reports whether the program has started so lately that no shard can
// be expected to be ready.
func (g *gatewayState) connecting(now time.Time) bool {
	return !g.served && now.Sub(g.since) < startPatience
}

// guildCount is nil until a shard was ready: nobody has counted before.
func (g *gatewayState) guildCount() *int {
	if !g.served {
		return nil
	}
	count := len(g.guilds)
	return &count
}

func (g *gatewayState) memberCount() *int {
	if !g.served {
		return nil
	}
	count := 0
	for _, guild := range g.guilds {
		count += guild.Members
	}
	return &count
}

// averageLatency is the mean of the ready shards' last probes; nil before the first.
func (g *gatewayState) averageLatency() *float64 {
	probes := g.probes()
	if len(probes) == 0 {
		return nil
	}
	sum := 0.0
	for _, ms := range probes {
		sum += ms
	}
	mean := math.Round(sum/float64(len(probes))*10) / 10
	return &mean
}

func (g *gatewayState) probes() []float64 {
	var probes []float64
	for _, s := range g.shards {
		if s.state == event.ShardReady && s.latency > 0 {
			probes = append(probes, event.Milliseconds(s.latency))
		}
	}
	return probes
}

func (g *gatewayState) stats(now time.Time) Gateway {
	gateway := Gateway{Latency: percentiles(g.probes()), Shards: []Shard{}}
	if g.clock != nil {
		ahead := event.Milliseconds(g.clock.Ahead)
		gateway.ClockSkewMs = &ahead
	}
	if g.total == 0 {
		return gateway
	}
	shards := g.list(now)
	total, resumes, perSec := g.total, 0, 0.0
	for _, shard := range shards {
		if shard.State == event.ShardReady {
			gateway.ShardsReady++
		}
		gateway.GuildsUnavailable += shard.Unavailable
		resumes, perSec = resumes+*shard.Resumes24h, perSec+*shard.EventsPerSec
	}
	reidentified, invalid := g.reidentified.sum(now), g.invalid.sum(now)
	gateway.Shards, gateway.ShardsTotal, gateway.DispatchPerSec, gateway.Resumes24h = worst(shards), &total, &perSec, &resumes
	gateway.Reidentifies24h, gateway.InvalidSessions24h, gateway.IdentifyBudget = &reidentified, &invalid, g.identifyBudget()
	return gateway
}

// list are the figures of all shards, by id.
func (g *gatewayState) list(now time.Time) []Shard {
	guilds, unavailable := make(map[int]int), make(map[int]int)
	for _, guild := range g.guilds {
		guilds[guild.Shard]++
		if !guild.Available {
			unavailable[guild.Shard]++
		}
	}
	shards := make([]Shard, 0, len(g.shards))
	for id, s := range g.shards {
		shard := s.stats(id, now)
		shard.Guilds, shard.Unavailable = guilds[id], unavailable[id]
		shards = append(shards, shard)
	}
	slices.SortFunc(shards, byID)
	return shards
}

func (g *gatewayState) identifyBudget() *IdentifyBudget {
	b := g.budget
	if b == nil {
		return nil
	}
	return &IdentifyBudget{b.Total, b.Remaining, b.Reset.UTC().Truncate(time.Second), b.MaxConcurrency}
}
