package dashboard

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"time"

	"github.com/aurorabot/aurora/internal/event"
)

// Discord gives up on an interaction that is not answered within 3 seconds. From 2
// on it was close.
// https://docs.discord.com/developers/interactions/receiving-and-responding
const (
	deadlineMs = 3000
	nearMissMs = 2000
)

// unanswered reports whether a use with that error was not answered in time: Discord
// said so, or it was not even tried.
func unanswered(code string) bool {
	switch code {
	case unknownInteraction, "expired", "overloaded", "timeout":
		return true
	}
	return false
}

// unknownInteraction is Discord's answer where it no longer waits for ours.
const unknownInteraction = "10062"

const (
	// topCommands is how many commands the stats list.
	topCommands = 10
	// mostCommands is how many are told apart; Discord takes no more of one program. A
	// new one takes the place of the one that was quiet for longest.
	mostCommands = 100
)

// commandCounts counts the uses of commands, as command.completed, command.failed
// and, for a command, panic.recovered tell them: one of these for each use.
type commandCounts struct {
	today   dayCount
	unknown window
	transit sample
	all     usage
	byName  map[string]*commandUse
	causes  causes
}

func newCommandCounts() commandCounts {
	return commandCounts{byName: make(map[string]*commandUse), causes: make(causes)}
}

func (c *commandCounts) record(e event.Event) {
	if !isUse(e) {
		return
	}
	timing, failed := timingOf(e), isFailedUse(e)
	c.today.add(e.Time)
	c.all.record(e.Time, failed, timing)
	c.named(e.Command).record(e, failed, timing)
	if failed {
		c.causes.record(e, errorCode(e, timing))
	}
	if timing.ErrorCode == unknownInteraction {
		c.unknown.add(e.Time)
	}
	if timing.TransitMs != nil {
		c.transit.add(e.Time, *timing.TransitMs)
	}
}

// named is what is known of a command, from now on.
func (c *commandCounts) named(name string) *commandUse {
	if c.byName[name] == nil {
		if len(c.byName) == mostCommands {
			delete(c.byName, c.quietest())
		}
		c.byName[name] = &commandUse{}
	}
	return c.byName[name]
}

// quietest is the command that was used longest ago.
func (c *commandCounts) quietest() (name string) {
	return slices.MinFunc(slices.Collect(maps.Keys(c.byName)), func(a, b string) int { return c.byName[a].lastAt.Compare(c.byName[b].lastAt) })
}

// isUse reports whether e tells how a command's use has ended; every use has one such
// event.
func isUse(e event.Event) bool { return e.Type == "command.completed" || isFailedUse(e) }

// isFailedUse reports whether e tells of a command that failed, or broke down.
func isFailedUse(e event.Event) bool {
	return e.Type == "command.failed" || e.Type == "panic.recovered" && e.Command != ""
}

// timing is what the data of a command's event say of time.
type timing struct {
	AckMs     *float64 `json:"ackMs"`
	TotalMs   *float64 `json:"totalMs"`
	TransitMs *float64 `json:"transitMs"` // from its making at Discord to its receipt, by two clocks
	Deferred  bool     `json:"deferred"`
	ErrorCode string   `json:"errorCode"`
}

// timingOf reads e's data. An event without timing has no more to tell.
func timingOf(e event.Event) (t timing) {
	_ = json.Unmarshal(e.Data, &t)
	return t
}

// missed reports whether Discord no longer waited for the answer.
func (t timing) missed() bool {
	return t.AckMs != nil && *t.AckMs >= deadlineMs || t.AckMs == nil && unanswered(t.ErrorCode)
}

// errorCode is why the use of which e tells has failed.
func errorCode(e event.Event, t timing) string {
	if e.Type == "panic.recovered" {
		return "panic"
	}
	return cmp.Or(t.ErrorCode, "unknown")
}

// setToday sets how often each command was used on now's day.
func (c *commandCounts) setToday(now time.Time, counts map[string]int) {
	total := 0
	for name, count := range counts {
		c.named(name).today.set(now, count)
		total += count
	}
	c.today.set(now, total)
}

func (c *commandCounts) interactions(now time.Time) Interactions {
	unknown, ack := c.unknown.sum(now, span), c.all.ack.percentiles(now)
	return Interactions{
		PerMin: c.perMin(now), Ack: ack, DeadlineMs: deadlineMs, HeadroomP99Ms: headroom(ack), DeferredPct: c.all.share(&c.all.deferred, now),
		NearMiss5m: c.all.nearMiss.sum(now, span), Missed5m: c.all.missed.sum(now, span),
		Unknown5m: &unknown, Transit: c.transit.percentiles(now),
	}
}

func (c *commandCounts) commands(now time.Time) Commands {
	errors := c.causes.list(now)
	return Commands{
		PerMin: c.perMin(now), Latency: c.all.total.percentiles(now), ErrorRate: c.all.errorRate(now),
		Top: c.top(now), Errors: errors[:min(len(errors), topCauses)],
	}
}

func (c *commandCounts) perMin(now time.Time) float64 { return float64(c.all.calls.sum(now, 60)) }

// top lists the commands of the last five minutes, the most used first.
func (c *commandCounts) top(now time.Time) []CommandSummary {
	top := []CommandSummary{}
	for name, use := range c.byName {
		if use.calls.sum(now, span) > 0 {
			top = append(top, use.summary(name, now))
		}
	}
	slices.SortFunc(top, byCalls)
	return top[:min(len(top), topCommands)]
}

// byCalls orders commands, the most used first.
func byCalls(a, b CommandSummary) int {
	return cmp.Or(cmp.Compare(b.Calls5m, a.Calls5m), cmp.Compare(a.Name, b.Name))
}
