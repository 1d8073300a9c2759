package dashboard

import (
	"cmp"
	"math"
	"slices"
	"time"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/snowflake"
)

// startPatience is how long a program may be without a shard after its start.
const startPatience = 30 * time.Second

// mostShards is how many shards the stats list; of more, the worst are shown.
const mostShards = 64

// gatewayState is what the readings have said of shards and guilds.
type gatewayState struct {
	total  int       // 0 until a shard has reported
	since  time.Time // the first report
	served bool      // a shard has been ready
	shards map[int]*shardState
	guilds map[snowflake.ID]event.GuildSeen
}

type shardState struct {
	state     event.ShardState
	closeCode int
	latency   time.Duration // of the last probe; 0 before the first
	acked     time.Time
}

func newGatewayState() gatewayState {
	return gatewayState{shards: make(map[int]*shardState), guilds: make(map[snowflake.ID]event.GuildSeen)}
}

func (g *gatewayState) observe(m event.Measure, now time.Time) {
	switch m := m.(type) {
	case event.HeartbeatAcked:
		s := g.shard(m.Shard)
		s.latency, s.acked = m.Latency, now
	case event.ShardChanged:
		s := g.shard(m.Shard)
		s.state, g.total = m.State, m.Total
		g.served = g.served || m.State == event.ShardReady
		if g.since.IsZero() {
			g.since = now
		}
		if m.CloseCode != 0 {
			s.closeCode = m.CloseCode
		}
		if m.State != event.ShardReady {
			s.latency = 0 // of a connection that is gone
		}
	case event.GuildSeen:
		g.guilds[m.Guild] = m
	case event.GuildGone:
		delete(g.guilds, m.Guild)
	}
}

func (g *gatewayState) shard(id int) *shardState {
	if g.shards[id] == nil {
		g.shards[id] = &shardState{state: event.ShardConnecting}
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
	if total := g.total; total > 0 {
		gateway.ShardsTotal = &total
	}
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
		gateway.Shards = append(gateway.Shards, shard)
	}
	gateway.Shards = worst(gateway.Shards)
	return gateway
}

func (s *shardState) stats(id int, now time.Time) Shard {
	shard := Shard{ID: id, State: s.state}
	if s.latency > 0 {
		ms := event.Milliseconds(s.latency)
		shard.LatencyMs = &ms
	}
	if !s.acked.IsZero() {
		age := event.Milliseconds(now.Sub(s.acked))
		shard.LastAckAgeMs = &age
	}
	if code := s.closeCode; code != 0 {
		shard.LastCloseCode = &code
	}
	return shard
}

// worst orders shards by id and keeps, of more than mostShards, those that are not
// ready or slowest.
func worst(shards []Shard) []Shard {
	byID := func(a, b Shard) int { return cmp.Compare(a.ID, b.ID) }
	if len(shards) > mostShards {
		badness := func(s Shard) float64 {
			if s.State != event.ShardReady || s.LatencyMs == nil {
				return math.Inf(1)
			}
			return *s.LatencyMs
		}
		slices.SortFunc(shards, func(a, b Shard) int { return cmp.Or(cmp.Compare(badness(b), badness(a)), byID(a, b)) })
		shards = shards[:mostShards]
	}
	slices.SortFunc(shards, byID)
	return shards
}
