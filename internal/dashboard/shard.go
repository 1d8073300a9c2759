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

type shardState struct {
	state      event.ShardState
	closeCode  int
	latency    time.Duration // of the last heartbeat; 0 before the first
	acked      time.Time
	missed     int // acknowledgements, in a row
	dispatched window
	resumed    *tally
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
