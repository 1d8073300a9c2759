package dashboard

import (
	"slices"
	"time"
)

// CommandPage is what is known of all commands.
type CommandPage struct {
	Commands []Command      `json:"commands"` // by calls in the last 5 minutes
	Errors   []CommandError `json:"errors"`   // of the last hour
}

// Command is one command; over the last 5 minutes where nothing else is said.
type Command struct {
	CommandSummary
	CallsToday    int        `json:"callsToday"` // since midnight UTC
	HeadroomP99Ms *float64   `json:"headroomP99Ms"`
	Missed5m      int        `json:"missed5m"`
	DeferredPct   *float64   `json:"deferredPct"` // a ratio
	LastAt        *time.Time `json:"lastAt"`      // nil where the last use is too long ago to be known
}

// CommandDetail is one command's last hour. Slowest and Failures are the seqs of the
// events that tell of them: the slowest first, the newest failure first.
type CommandDetail struct {
	Command
	Slowest  []uint64
	Failures []uint64
	History  []CommandMinute // oldest first
}

// CommandMinute is a minute of a command. Its counts are nil where nobody knows
// whether the bot was running, its percentiles, in milliseconds, where nothing was
// measured.
type CommandMinute struct {
	At     time.Time `json:"at"` // its beginning
	Calls  *int      `json:"calls"`
	Errors *int      `json:"errors"`
	P50    *float64  `json:"p50"`
	P95    *float64  `json:"p95"`
	P99    *float64  `json:"p99"`
}

// ShardPage is what is known of all shards.
type ShardPage struct {
	Shards         []ShardDetail   `json:"shards"` // by id
	IdentifyBudget *IdentifyBudget `json:"identifyBudget"`
}

// ShardDetail is a shard with its past.
type ShardDetail struct {
	Shard
	Since         *time.Time `json:"since"`         // that it is in its state
	Identifies24h *int       `json:"identifies24h"` // sessions that began
	Latencies     []Probe    `json:"latencies"`     // of the last 60 heartbeats, oldest first
}

// Probe is one heartbeat's round trip.
type Probe struct {
	At time.Time `json:"at"`
	Ms float64   `json:"ms"`
}

// RESTPage is the traffic to Discord's HTTP API with its routes.
type RESTPage struct {
	REST
	Routes []Route `json:"routes"` // of the last 5 minutes, the most used first
}

// Route is one kind of request. Errors are those that had no answer, or one of 4xx
// other than 429, or of 5xx.
type Route struct {
	Route  string   `json:"route"`
	N      int      `json:"n"`
	P50    *float64 `json:"p50"`
	P95    *float64 `json:"p95"`
	P99    *float64 `json:"p99"`
	S429   int      `json:"s429"`
	Errors int      `json:"errors"`
}

// ShardPage lists all shards, also where the stats list the worst.
func (r *Recorder) ShardPage() ShardPage {
	now := r.cfg.Now()
	r.mu.Lock()
	defer r.mu.Unlock()
	page := ShardPage{Shards: []ShardDetail{}, IdentifyBudget: r.gateway.identifyBudget()}
	if r.gateway.total == 0 {
		return page
	}
	for _, stats := range r.gateway.list(now) {
		page.Shards = append(page.Shards, r.gateway.shards[stats.ID].detail(stats, now))
	}
	return page
}

// RESTPage lists the routes of the last five minutes.
func (r *Recorder) RESTPage() RESTPage {
	now := r.cfg.Now()
	r.mu.Lock()
	defer r.mu.Unlock()
	return RESTPage{REST: r.rest.stats(now), Routes: r.rest.list(now)}
}

// CommandPage lists the commands that were used of late.
func (r *Recorder) CommandPage() CommandPage {
	now := r.cfg.Now()
	r.mu.Lock()
	defer r.mu.Unlock()
	page := CommandPage{Commands: []Command{}, Errors: r.commands.causes.list(now)}
	for name, use := range r.commands.byName {
		page.Commands = append(page.Commands, use.command(name, now))
	}
	slices.SortFunc(page.Commands, func(a, b Command) int { return byCalls(a.CommandSummary, b.CommandSummary) })
	return page
}

// Command tells of one command; known is false where it was not used of late.
func (r *Recorder) Command(name string) (detail CommandDetail, known bool) {
	now := r.cfg.Now()
	r.mu.Lock()
	defer r.mu.Unlock()
	use := r.commands.byName[name]
	if use == nil {
		return CommandDetail{}, false
	}
	failures := slices.Clone(use.failures)
	slices.Reverse(failures)
	return CommandDetail{
		Command: use.command(name, now), Slowest: use.hour.slowest(now), Failures: failures,
		History: use.hour.history(now, r.cfg.Build.StartedAt),
	}, true
}
