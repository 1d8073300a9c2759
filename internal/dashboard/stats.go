package dashboard

import (
	"encoding/json"
	"time"

	"github.com/aurorabot/aurora/internal/event"
)

// Stats is all that the dashboard shows at a glance, at one moment. It is a value:
// keep it, send it. On the wire it is DashboardStats. Durations are milliseconds,
// ratios 0 to 1, instants UTC; a field that is nil was not measured, which is not
// the same as 0.
type Stats struct {
	V             int       `json:"v"`
	Epoch         string    `json:"epoch"`
	Seq           uint64    `json:"seq"` // the last event that is counted here
	ServerTime    time.Time `json:"serverTime"`
	GeneratedInMs float64   `json:"generatedInMs"`
	Build         Build     `json:"build"`

	Health        Health   `json:"health"`
	HealthReasons []string `json:"healthReasons"`
	UptimeSec     float64  `json:"uptimeSec"`
	IntervalMs    int64    `json:"intervalMs"`
	GuildCount    *int     `json:"guildCount"`
	UserCount     *int     `json:"userCount"` // members, once in each of their guilds

	CommandsToday int           `json:"commandsToday"` // since midnight UTC
	AvgLatencyMs  *float64      `json:"avgLatencyMs"`  // mean of the ready shards' last probes
	ErrorRate5m   *float64      `json:"errorRate5m"`
	EventsPerSec  float64       `json:"eventsPerSec"`
	RecentEvents  []event.Event `json:"recentEvents"` // newest first, without data

	Gateway       Gateway         `json:"gateway"`
	REST          REST            `json:"rest"`
	Interactions  Interactions    `json:"interactions"`
	Commands      Commands        `json:"commands"`
	Economy       json.RawMessage `json:"economy"` // the module's own summary
	Runtime       Runtime         `json:"runtime"`
	Bus           BusStats        `json:"bus"`
	Live          Live            `json:"live"`
	Alerts        *struct{}       `json:"alerts"`
	DiscordStatus *struct{}       `json:"discordStatus"`
}

// Health is the state of the whole in one word.
type Health string

// The states.
const (
	Unknown  Health = "unknown"  // it has just started, and no shard was ready yet
	OK       Health = "ok"       // all shards are ready
	Degraded Health = "degraded" // some are not
	Down     Health = "down"     // none is
)

// Build says which program this is.
type Build struct {
	Version   string    `json:"version"`
	Commit    string    `json:"commit"`
	StartedAt time.Time `json:"startedAt"`
}

// Pct sums up a sample of N durations in milliseconds.
type Pct struct {
	N   int     `json:"n"`
	P50 float64 `json:"p50"`
	P95 float64 `json:"p95"`
	P99 float64 `json:"p99"`
	Max float64 `json:"max"`
}

// Gateway is the state of the connections to Discord.
type Gateway struct {
	ShardsTotal        *int            `json:"shardsTotal"`
	ShardsReady        int             `json:"shardsReady"`
	GuildsUnavailable  int             `json:"guildsUnavailable"`
	Latency            *Pct            `json:"latency"`        // over the ready shards' last heartbeats
	DispatchPerSec     *float64        `json:"dispatchPerSec"` // over the last 10 seconds
	Resumes24h         *int            `json:"resumes24h"`
	Reidentifies24h    *int            `json:"reidentifies24h"`
	InvalidSessions24h *int            `json:"invalidSessions24h"` // before this process: sessions that were replaced
	IdentifyBudget     *IdentifyBudget `json:"identifyBudget"`
	ClockSkewMs        *float64        `json:"clockSkewMs"` // how far ours is ahead of Discord's; from some answers of Discord's on
	Shards             []Shard         `json:"shards"`
}

// IdentifyBudget is how many sessions may still begin.
type IdentifyBudget struct {
	Total          int       `json:"total"`
	Remaining      int       `json:"remaining"`
	ResetAt        time.Time `json:"resetAt"`
	MaxConcurrency int       `json:"maxConcurrency"`
}

// Shard is one connection to Discord.
type Shard struct {
	ID            int              `json:"id"`
	State         event.ShardState `json:"state"`
	LatencyMs     *float64         `json:"latencyMs"`
	LastAckAgeMs  *float64         `json:"lastAckAgeMs"`
	MissedAcks    *int             `json:"missedAcks"` // in a row
	Guilds        int              `json:"guilds"`
	Unavailable   int              `json:"unavailable"`
	EventsPerSec  *float64         `json:"eventsPerSec"`
	LastCloseCode *int             `json:"lastCloseCode"`
	Resumes24h    *int             `json:"resumes24h"`
}

// REST is the traffic to Discord's HTTP API, over the last 5 minutes where nothing
// else is said. It is all null until there was a request.
type REST struct {
	ReqPerSec     *float64        `json:"reqPerSec"`     // over the last 10 seconds
	GlobalUsedPct *float64        `json:"globalUsedPct"` // a ratio: of the 50 a second that are allowed
	Latency       *Pct            `json:"latency"`
	Queued        *int            `json:"queued"` // waiting for a limit
	Status        *RESTStatus     `json:"status"`
	Ratelimits    *RESTLimits     `json:"ratelimits"`
	Invalid       *InvalidCount   `json:"invalid"`
	Buckets       *[]BucketStatus `json:"buckets"` // the tightest
}

// RESTStatus counts answers by their status; 4xx are those other than 429.
type RESTStatus struct {
	S2xx    int `json:"s2xx"`
	S4xx    int `json:"s4xx"`
	S429    int `json:"s429"`
	S5xx    int `json:"s5xx"`
	Timeout int `json:"timeout"` // no answer
}

// RESTLimits counts 429s by whom the limit is for.
type RESTLimits struct {
	User   int `json:"user"`
	Global int `json:"global"`
	Shared int `json:"shared"`
}

// InvalidCount is how far it is to Discord's ban of an address.
type InvalidCount struct {
	Count10m     int `json:"count10m"`
	Limit        int `json:"limit"`
	Projected10m int `json:"projected10m"` // if it goes on as in the last minute
}

// BucketStatus is what is left of a route's allowance.
type BucketStatus struct {
	Route     string  `json:"route"`
	Remaining int     `json:"remaining"`
	Limit     int     `json:"limit"`
	ResetMs   float64 `json:"resetMs"`
}

// Interactions is how quickly Discord gets its answers, over the last 5 minutes.
type Interactions struct {
	PerMin        float64  `json:"perMin"` // over the last minute
	Ack           *Pct     `json:"ack"`
	DeadlineMs    int      `json:"deadlineMs"`
	NearMiss5m    int      `json:"nearMiss5m"`
	Missed5m      int      `json:"missed5m"`
	Unknown5m     *int     `json:"unknown5m"`   // Discord no longer waited
	DeferredPct   *float64 `json:"deferredPct"` // a ratio
	HeadroomP99Ms *float64 `json:"headroomP99Ms"`
	Transit       *Pct     `json:"transit"` // from Discord to us, by two clocks
}

// Commands is what members use.
type Commands struct {
	PerMin    float64          `json:"perMin"`  // over the last minute
	Latency   *Pct             `json:"latency"` // receipt to last answer, over 5 minutes
	ErrorRate *float64         `json:"errorRate"`
	Top       []CommandSummary `json:"top"`    // by calls in the last 5 minutes
	Errors    []CommandError   `json:"errors"` // the most frequent causes of the last hour
}

// CommandSummary is one command over the last 5 minutes.
type CommandSummary struct {
	Name       string   `json:"name"`
	Calls5m    int      `json:"calls5m"`
	P50        *float64 `json:"p50"`
	P95        *float64 `json:"p95"`
	P99        *float64 `json:"p99"`
	AckP99     *float64 `json:"ackP99"`
	ErrorRate  *float64 `json:"errorRate"`
	NearMiss5m int      `json:"nearMiss5m"`
	Spark      []int    `json:"spark"` // calls in each 15 seconds, oldest first
}

// CommandError is a cause for which a command has failed, over the last hour.
type CommandError struct {
	Fingerprint string    `json:"fingerprint"` // the same for the same cause
	Title       string    `json:"title"`
	Command     string    `json:"command"`
	Count1h     int       `json:"count1h"`
	Users1h     int       `json:"users1h"`
	FirstSeen   time.Time `json:"firstSeen"` // as far back as is remembered
	LastSeen    time.Time `json:"lastSeen"`
	TraceID     string    `json:"traceId"` // of the newest
}

// Runtime is the process itself.
type Runtime struct {
	CPUPct       *float64  `json:"cpuPct"` // a ratio: of the processors that it may use, over 10 seconds
	RSSBytes     *uint64   `json:"rssBytes"`
	Goroutines   int       `json:"goroutines"`
	GCPauseP99Ms *float64  `json:"gcPauseP99Ms"` // of the last 256 collections
	DB           *Database `json:"db"`
}

// Database is how the database does.
type Database struct {
	Latency      *Pct       `json:"latency"` // of commits, over 5 minutes
	PoolInUse    int        `json:"poolInUse"`
	SizeBytes    *int64     `json:"sizeBytes"`
	LastBackupAt *time.Time `json:"lastBackupAt"`
}

// BusStats is the traffic of committed events.
type BusStats struct {
	PublishedPerSec float64  `json:"publishedPerSec"`
	Dropped5m       *int     `json:"dropped5m"` // for one listener each, who read them from the log
	LagP99Ms        *float64 `json:"lagP99Ms"`  // from an event's time to these figures, over 5 minutes
}

// Live is the browsers that are connected.
type Live struct {
	Clients      int         `json:"clients"`
	SlowKicked1h *int        `json:"slowKicked1h"`
	Viewers      *[]struct{} `json:"viewers"`
}
