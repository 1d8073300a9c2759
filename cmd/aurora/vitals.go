package main

import (
	"context"
	"time"

	"github.com/aurorabot/aurora/internal/dashboard"
	"github.com/aurorabot/aurora/internal/modules/vitals"
	"github.com/aurorabot/aurora/internal/storage"
)

// vitalSigns are the figures of /aurora, as the dashboard has them.
type vitalSigns struct {
	recorder *dashboard.Recorder
	db       *storage.DB
}

// Vitals implements [vitals.Source].
func (s vitalSigns) Vitals(shard int) vitals.Vitals {
	stats := s.recorder.Stats()
	return vitals.Vitals{
		Version: stats.Build.Version, Started: stats.Build.StartedAt,
		Shards: orZero(stats.Gateway.ShardsTotal), ShardsReady: stats.Gateway.ShardsReady,
		Guilds: orZero(stats.GuildCount), GuildsAway: stats.Gateway.GuildsUnavailable, Members: orZero(stats.UserCount),
		Gateway: heartbeatOf(shard, stats.Gateway), REST: median(stats.REST.Latency), Ack: median(stats.Interactions.Ack),
	}
}

// AskDatabase implements [vitals.Source].
func (s vitalSigns) AskDatabase(ctx context.Context) error {
	var one int
	return s.db.QueryRow(ctx, "SELECT 1").Scan(&one)
}

func heartbeatOf(shard int, g dashboard.Gateway) time.Duration {
	for _, s := range g.Shards {
		if s.ID == shard && s.LatencyMs != nil {
			return milliseconds(*s.LatencyMs)
		}
	}
	return 0
}

func median(p *dashboard.Pct) time.Duration {
	if p == nil {
		return 0
	}
	return milliseconds(p.P50)
}

func milliseconds(ms float64) time.Duration { return time.Duration(ms * float64(time.Millisecond)) }

func orZero(n *int) int {
	if n == nil {
		return 0
	}
	return *n
}
