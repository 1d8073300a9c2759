package event

import (
	"time"

	"github.com/aurorabot/aurora/internal/snowflake"
)

// Measure is a reading of the moment: shown, averaged, and forgotten at the end
// of the process. Only this package defines measures.
type Measure interface{ measure() }

// HeartbeatAcked is one round trip between a shard and Discord.
type HeartbeatAcked struct {
	Shard   int
	Latency time.Duration
}

// ShardState is where a shard stands on its way to Discord.
type ShardState string

// The states of a shard.
const (
	ShardConnecting   ShardState = "connecting"
	ShardReady        ShardState = "ready"
	ShardDisconnected ShardState = "disconnected"
)

// ShardChanged says that a shard, one of Total, has come into a state. CloseCode
// is the gateway's, or 0 where the shard did not close or no code was given.
type ShardChanged struct {
	Shard, Total int
	State        ShardState
	CloseCode    int
}

// GuildSeen says how many members a guild has and whether Discord serves it now.
type GuildSeen struct {
	Shard     int
	Guild     snowflake.ID
	Members   int
	Available bool
}

// GuildGone says that the bot is no longer in a guild.
type GuildGone struct {
	Guild snowflake.ID
}

func (HeartbeatAcked) measure() {}
func (ShardChanged) measure()   {}
func (GuildSeen) measure()      {}
func (GuildGone) measure()      {}
