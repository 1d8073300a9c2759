package dashboard

import (
	"cmp"
	"math"
	"slices"
	"time"

	"github.com/aurorabot/aurora/internal/event"
)

// mostShards is how many shards the stats list; of more, the worst are shown.
const mostShards = 64

// mostProbes is how many heartbeats of a shard are remembered.
const mostProbes = 60

type shardState struct {
	state      event.ShardState
	since      time.Time // that it is in this state; zero before it has reported
	closeCode  int
	latency    time.Duration // of the last heartbeat; 0 before the first
	acked      time.Time
	missed     int     // acknowledgements, in a row
	probes     []Probe // oldest first
	dispatched window
	resumed    *tally
	begun      *tally // sessions
}

func newShardState() *shardState {
	return &shardState{state: event.ShardConnecting, resumed: newDay(), begun: newDay()}
}

func (s *shardState) beat(latency time.Duration, now time.Time) {
	s.latency, s.acked, s.missed = latency, now, 0
	s.probes = append(s.probes[max(0, len(s.probes)+1-mostProbes):], Probe{now.UTC().Truncate(time.Millisecond), event.Milliseconds(latency)})
}

func (s *shardState) become(state event.ShardState, now time.Time) {
	if s.state != state || s.since.IsZero() {
		s.state, s.since = state, now
	}
	if state != event.ShardReady {
		s.latency, s.missed = 0, 0 // of a connection that is gone
	}
}

func (s *shardState) stats(id int, now time.Time) Shard {
	missed, resumes := s.missed, s.resumed.sum(now)
	perSec := float64(s.dispatched.sum(now, 10)) / 10
	shard := Shard{ID: id, State: s.state, MissedAcks: &missed, Resumes24h: &resumes, EventsPerSec: &perSec}
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

// detail is all that is known of the shard, of which stats has the figures.
func (s *shardState) detail(stats Shard, now time.Time) ShardDetail {
	begun := s.begun.sum(now)
	d := ShardDetail{Shard: stats, Identifies24h: &begun, Latencies: append([]Probe{}, s.probes...)}
	if !s.since.IsZero() {
		since := s.since.UTC().Truncate(time.Millisecond)
		d.Since = &since
	}
	return d
}

func byID(a, b Shard) int { return cmp.Compare(a.ID, b.ID) }

// worst keeps, of more than mostShards shards, those that are not ready or slowest.
func worst(shards []Shard) []Shard {
	if len(shards) > mostShards {
		badness := func(s Shard) float64 {
			if s.State != event.ShardReady || s.LatencyMs == nil {
				return math.Inf(1)
			}
			return *s.LatencyMs
		}
		slices.SortFunc(shards, func(a, b Shard) int { return cmp.Or(cmp.Compare(badness(b), badness(a)), byID(a, b)) })
		shards = shards[:mostShards]
		slices.SortFunc(shards, byID)
	}
	return shards
}
