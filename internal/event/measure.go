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

// HeartbeatMissed is an interval in which a heartbeat was not acknowledged.
type HeartbeatMissed struct {
	Shard int
}

// ShardState is where a shard stands on its way to Discord.
type ShardState string

// The states of a shard.
const (
	ShardConnecting   ShardState = "connecting"
	ShardIdentifying  ShardState = "identifying" // waiting for its turn and for READY
	ShardResuming     ShardState = "resuming"
	ShardReady        ShardState = "ready"
	ShardDisconnected ShardState = "disconnected"
	ShardZombie       ShardState = "zombie" // connected, and Discord does not answer
)

// ShardChanged says that a shard, one of Total, has come into a state. CloseCode
// is the gateway's, or 0 where the shard did not close or no code was given.
type ShardChanged struct {
	Shard, Total int
	State        ShardState
	CloseCode    int
}

// SessionLost says that Discord has ended a shard's session: what comes before the
// next one is not replayed.
type SessionLost struct {
	Shard int
}

// Dispatched is how many events Discord has sent to a shard since the last reading.
type Dispatched struct {
	Shard, Count int
}

// IdentifyBudget is how many sessions may still begin until the reset. Saved says
// that none begins before: what is left is the reserve.
type IdentifyBudget struct {
	Total, Remaining, MaxConcurrency int
	Reset                            time.Time
	Saved                            bool
}

// GatewayDown says why there is no connection to Discord and what to do about it. It
// holds until a shard is ready.
type GatewayDown struct {
	Reason, Mend string
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

// RESTCalled is one request to Discord's HTTP API and its answer.
type RESTCalled struct {
	Route   string // method and path, with names in the place of ids and tokens
	Status  int    // 0: there was no answer
	Latency time.Duration
	Scope   string // of a 429: user, global or shared
	Exempt  bool   // it does not count towards the limit of all requests

	// Of the route's bucket, as the answer's headers have it; a Limit of 0 is none.
	Limit, Remaining int
	ResetAfter       time.Duration
}

// RESTWaiting is how many requests wait for a limit of Discord's.
type RESTWaiting struct {
	Count int
}

// ClockCompared is how far our clock is ahead of Discord's, by the dates of its last
// answers; below zero it is behind.
type ClockCompared struct {
	Ahead time.Duration
}

func (HeartbeatAcked) measure()  {}
func (HeartbeatMissed) measure() {}
func (ShardChanged) measure()    {}
func (SessionLost) measure()     {}
func (Dispatched) measure()      {}
func (IdentifyBudget) measure()  {}
func (GatewayDown) measure()     {}
func (GuildSeen) measure()       {}
func (GuildGone) measure()       {}
func (RESTCalled) measure()      {}
func (RESTWaiting) measure()     {}
func (ClockCompared) measure()   {}
