package dashboard

import (
	"cmp"
	"encoding/json"
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

// topCommands is how many commands the stats list.
const topCommands = 10

// commandCounts counts the uses of commands, as command.completed, command.failed
// and, for a command, panic.recovered tell them: one of these for each use.
type commandCounts struct {
	day      string // of dayCount, UTC
	dayCount int

	missed, unknown, deferred window
	transit                   sample
	all                       usage
	byName                    map[string]*usage
}

func newCommandCounts() commandCounts {
	return commandCounts{byName: make(map[string]*usage)}
}

func (c *commandCounts) record(e event.Event) {
	failed := isFailedUse(e)
	if !failed && e.Type != "command.completed" {
		return
	}
	c.countToday(e.Time)
	named := c.byName[e.Command]
	if named == nil {
		named = &usage{}
		c.byName[e.Command] = named
	}
	var timing timing
	_ = json.Unmarshal(e.Data, &timing) // an event without timing has been counted, and has no more to tell
	c.all.record(e.Time, failed, timing)
	named.record(e.Time, failed, timing)
	c.recordTiming(e.Time, timing)
}

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

func (c *commandCounts) recordTiming(at time.Time, t timing) {
	if t.ErrorCode == unknownInteraction {
		c.unknown.add(at)
	}
	if t.AckMs != nil && *t.AckMs >= deadlineMs || t.AckMs == nil && unanswered(t.ErrorCode) {
		c.missed.add(at)
	}
	if t.Deferred {
		c.deferred.add(at)
	}
	if t.TransitMs != nil {
		c.transit.add(at, *t.TransitMs)
	}
}

func (c *commandCounts) setToday(now time.Time, count int) {
	c.day, c.dayCount = now.UTC().Format(time.DateOnly), count
}

// countToday counts a command of the day that is being counted, or of a later one.
func (c *commandCounts) countToday(at time.Time) {
	if day := at.UTC().Format(time.DateOnly); day >= c.day {
		c.setToday(at, c.today(at)+1)
	}
}

func (c *commandCounts) today(now time.Time) int {
	if c.day != now.UTC().Format(time.DateOnly) {
		return 0
	}
	return c.dayCount
}

func (c *commandCounts) stats(now time.Time) (Interactions, Commands) {
	perMin := float64(c.all.calls.sum(now, 60))
	unknown := c.unknown.sum(now, span)
	interactions := Interactions{
		PerMin: perMin, Ack: c.all.ack.percentiles(now), DeadlineMs: deadlineMs,
		NearMiss5m: c.all.nearMiss.sum(now, span), Missed5m: c.missed.sum(now, span),
		Unknown5m: &unknown, Transit: c.transit.percentiles(now),
	}
	if calls := c.all.calls.sum(now, span); calls > 0 {
		share := float64(c.deferred.sum(now, span)) / float64(calls)
		interactions.DeferredPct = &share
	}
	if interactions.Ack != nil {
		headroom := deadlineMs - interactions.Ack.P99
		interactions.HeadroomP99Ms = &headroom
	}
	return interactions, Commands{
		PerMin: perMin, Latency: c.all.total.percentiles(now), ErrorRate: c.all.errorRate(now), Top: c.top(now),
	}
}

// top lists the commands of the last five minutes, the most used first.
func (c *commandCounts) top(now time.Time) []CommandSummary {
	top := []CommandSummary{}
	for name, u := range c.byName {
		calls := u.calls.sum(now, span)
		if calls == 0 {
			continue
		}
		summary := CommandSummary{Name: name, Calls5m: calls, ErrorRate: u.errorRate(now), NearMiss5m: u.nearMiss.sum(now, span)}
		if total := u.total.percentiles(now); total != nil {
			summary.P50, summary.P95, summary.P99 = &total.P50, &total.P95, &total.P99
		}
		if ack := u.ack.percentiles(now); ack != nil {
			summary.AckP99 = &ack.P99
		}
		top = append(top, summary)
	}
	slices.SortFunc(top, func(a, b CommandSummary) int {
		return cmp.Or(cmp.Compare(b.Calls5m, a.Calls5m), cmp.Compare(a.Name, b.Name))
	})
	return top[:min(len(top), topCommands)]
}
