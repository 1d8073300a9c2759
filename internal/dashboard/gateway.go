package dashboard

import (
	"math"
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
		s := g.shard(m.Shard)
		s.latency, s.acked, s.missed = m.Latency, now, 0
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
	s.state, g.total = m.State, m.Total
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
	} else {
		s.latency, s.missed = 0, 0 // of a connection that is gone
	}
}

// record counts what the log tells of sessions, also of those before a restart.
func (g *gatewayState) record(e event.Event) {
	switch {
	case e.Shard == nil:
	case e.Type == "shard.resumed":
		g.shard(*e.Shard).resumed.add(e.Time)
	case e.Type == "shard.reidentified":
		g.reidentified.add(e.Time)
	}
}

func (g *gatewayState) shard(id int) *shardState {
	if g.shards[id] == nil {
		g.shards[id] = &shardState{state: event.ShardConnecting, resumed: newDay()}
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
	if g.total == 0 {
		return gateway
	}
	total, resumes, perSec := g.total, 0, 0.0
	guilds, unavailable := make(map[int]int), make(map[int]int)
	for _, guild := range g.guilds {
		guilds[guild.Shard]++
		if !guild.Available {
			unavailable[guild.Shard]++
			gateway.GuildsUnavailable++
		}
	}
	for id, s := range g.shards {
		if s.state == event.ShardReady {
			gateway.ShardsReady++
		}
		shard := s.stats(id, now)
		shard.Guilds, shard.Unavailable = guilds[id], unavailable[id]
		resumes, perSec = resumes+*shard.Resumes24h, perSec+*shard.EventsPerSec
		gateway.Shards = append(gateway.Shards, shard)
	}
	gateway.Shards = worst(gateway.Shards)
	reidentified, invalid := g.reidentified.sum(now), g.invalid.sum(now)
	gateway.ShardsTotal, gateway.DispatchPerSec, gateway.Resumes24h = &total, &perSec, &resumes
	gateway.Reidentifies24h, gateway.InvalidSessions24h = &reidentified, &invalid
	if b := g.budget; b != nil {
		gateway.IdentifyBudget = &IdentifyBudget{b.Total, b.Remaining, b.Reset.UTC().Truncate(time.Second), b.MaxConcurrency}
	}
	return gateway
}
