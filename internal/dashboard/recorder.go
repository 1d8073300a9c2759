// Package dashboard turns committed events and the readings of the moment into the
// figures that an operator sees.
//
// It stores nothing and sends nothing: after a restart it is warmed from the event
// log, and what it knows is asked for with [Recorder.Stats].
package dashboard

import (
	"context"
	"encoding/json"
	"log/slog"
	"runtime"
	"sync"
	"time"

	"github.com/aurorabot/aurora/internal/event"
)

// Config is what a recorder cannot see for itself. Now is the clock; Economy
// returns the economy's own summary. Both may be called from several goroutines.
// Of Storage, Commits and Dropped, what is nil is not measured.
type Config struct {
	Epoch    string
	Build    Build
	Interval time.Duration // between two updates to a browser
	Now      func() time.Time
	Economy  func(context.Context) (json.RawMessage, error)
	Storage  Storage
	Commits  *Commits
	Dropped  func() uint64 // how many events found a listener's queue full, so far
	Logger   *slog.Logger
}

// Recorder counts. All methods may be called from several goroutines.
type Recorder struct {
	cfg     Config
	changed chan struct{}

	mu       sync.Mutex
	seq      uint64
	recent   recentList
	events   window
	commands commandCounts
	gateway  gatewayState
	rest     restState
	economy  json.RawMessage
	totals   Totals
	bus      busState
	cpu      cpuState

	diskTrouble string
	dbSize      *int64     // bytes
	backedUp    *time.Time // the last time
}

// NewRecorder returns a recorder that has seen nothing yet.
func NewRecorder(cfg Config) *Recorder {
	return &Recorder{
		cfg: cfg, changed: make(chan struct{}, 1),
		commands: newCommandCounts(), gateway: newGatewayState(), rest: newRESTState(), totals: newTotals(),
	}
}

// RecordEvent counts a committed event. Events come in the order of their seq; one
// that was counted already is passed over. It takes constant time and does no I/O.
func (r *Recorder) RecordEvent(e event.Event) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if e.Seq <= r.seq {
		return
	}
	r.seq = e.Seq
	r.events.add(e.Time)
	r.commands.record(e)
	r.recordRare(e)
	r.recent.add(e)
}

// CountedToday sets how often each command was used on now's UTC day up to the events
// that are recorded next: a log may hold more of them than are worth reading again.
func (r *Recorder) CountedToday(commands map[string]int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.commands.setToday(r.cfg.Now(), commands)
}

// CountEarlier counts what the log has before the events that are recorded next, in any
// order: the sessions of a day, and the last backup, may lie further back than is worth
// reading again.
func (r *Recorder) CountEarlier(events []event.Event) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, e := range events {
		r.recordRare(e)
	}
}

// recordRare counts what is told seldom enough that the log can be searched for it.
// r.mu is held.
func (r *Recorder) recordRare(e event.Event) {
	r.gateway.record(e, r.cfg.Build.StartedAt)
	if e.Type == "system.backup.completed" && (r.backedUp == nil || e.Time.After(*r.backedUp)) {
		at := e.Time.UTC()
		r.backedUp = &at
	}
}

// Observe takes a reading of the moment.
func (r *Recorder) Observe(m event.Measure) {
	now := r.cfg.Now()
	r.mu.Lock()
	r.rest.observe(m, now)
	r.gateway.observe(m, now)
	if call, ok := m.(event.RESTCalled); ok {
		r.totals.REST[call.Status]++
	}
	r.mu.Unlock()
	switch m.(type) {
	case event.RESTCalled, event.RESTWaiting, event.ClockCompared, event.Dispatched: // frequent, and nobody waits for them
		return
	}
	select {
	case r.changed <- struct{}{}:
	default:
	}
}

// Changed yields after a reading of the gateway, so that one reader can look
// whether [Recorder.Stats] have moved enough to tell at once.
func (r *Recorder) Changed() <-chan struct{} { return r.changed }

// Run records what the follower brings after seq and keeps the economy's summary and
// the process's own figures fresh to the second, until ctx ends.
func (r *Recorder) Run(ctx context.Context, follower event.Follower, seq uint64) error {
	var keeping sync.WaitGroup
	defer keeping.Wait()
	for _, keep := range []func(context.Context){r.keepSummary, r.keepReading, r.keepSize} {
		keeping.Go(func() { keep(ctx) })
	}
	follower.Run(ctx, seq, r.follow)
	return nil
}

// summaryAge is how old the economy's summary may become where no event comes: it also
// tells when the ledger was last checked, which no event does.
const summaryAge = time.Minute

// keepSummary asks for the summary at once and then, each second, where an event has
// come since or it is too old.
func (r *Recorder) keepSummary(ctx context.Context) {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	known, summarized := uint64(0), false
	var asked time.Time
	for {
		if seq := r.lastSeq(); seq != known || !summarized || time.Since(asked) >= summaryAge {
			asked = time.Now()
			known, summarized = seq, r.summarize(ctx)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

func (r *Recorder) lastSeq() uint64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.seq
}

func (r *Recorder) summarize(ctx context.Context) bool {
	summary, err := r.cfg.Economy(ctx)
	if err != nil {
		if ctx.Err() == nil {
			r.cfg.Logger.Error("the economy's summary failed; the last one stays", "error", err)
		}
		return false
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.economy = summary
	return true
}

// Stats are the figures of now, but for those of the live sockets.
func (r *Recorder) Stats() Stats {
	now := r.cfg.Now()
	process := readRuntime()
	process.DB = r.database(now)
	r.mu.Lock()
	defer r.mu.Unlock()

	process.CPUPct = r.cpu.share(runtime.GOMAXPROCS(0))
	commands := r.commands.commands(now)
	gateway := r.gateway.stats(now)
	rest := r.rest.stats(now)
	health, reasons := r.health(gateway, rest, now)
	perSec := float64(r.events.sum(now, 10)) / 10
	stats := Stats{
		V: 1, Epoch: r.cfg.Epoch, Seq: r.seq, ServerTime: now.UTC().Truncate(time.Millisecond), Build: r.cfg.Build,
		Health: health, HealthReasons: reasons, UptimeSec: now.Sub(r.cfg.Build.StartedAt).Truncate(100 * time.Millisecond).Seconds(),
		IntervalMs: r.cfg.Interval.Milliseconds(), GuildCount: r.gateway.guildCount(), UserCount: r.gateway.memberCount(),
		CommandsToday: r.commands.today.of(now), AvgLatencyMs: r.gateway.averageLatency(), ErrorRate5m: commands.ErrorRate,
		EventsPerSec: perSec, RecentEvents: r.recent.newest(),
		Gateway: gateway, REST: rest, Interactions: r.commands.interactions(now), Commands: commands, Economy: r.economy,
		Runtime: process, Bus: r.bus.stats(perSec, now),
	}
	r.addDisk(&stats)
	stats.GeneratedInMs = event.Milliseconds(r.cfg.Now().Sub(now))
	return stats
}
