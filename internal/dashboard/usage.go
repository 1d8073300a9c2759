package dashboard

import (
	"time"

	"github.com/aurorabot/aurora/internal/event"
)

// usage is one command's last five minutes, or all commands'.
type usage struct {
	calls, failed, nearMiss, missed, deferred window
	ack, total                                sample
}

func (u *usage) record(at time.Time, failed bool, t timing) {
	u.calls.add(at)
	if failed {
		u.failed.add(at)
	}
	if t.Deferred {
		u.deferred.add(at)
	}
	if t.missed() {
		u.missed.add(at)
	}
	if t.AckMs != nil {
		u.ack.add(at, *t.AckMs)
		if *t.AckMs >= nearMissMs && *t.AckMs < deadlineMs {
			u.nearMiss.add(at)
		}
	}
	if t.TotalMs != nil {
		u.total.add(at, *t.TotalMs)
	}
}

// share is which part of the calls of the last five minutes w has counted; nil where
// there were none.
func (u *usage) share(w *window, now time.Time) *float64 {
	calls := u.calls.sum(now, span)
	if calls == 0 {
		return nil
	}
	part := float64(w.sum(now, span)) / float64(calls)
	return &part
}

// errorRate is the share of failed uses.
func (u *usage) errorRate(now time.Time) *float64 { return u.share(&u.failed, now) }

// headroom is what the slowest acknowledgements have left of Discord's deadline; nil
// where there were none.
func headroom(ack *Pct) *float64 {
	if ack == nil {
		return nil
	}
	left := deadlineMs - ack.P99
	return &left
}

// mostFailures is how many of a command's failures are remembered, the newest.
const mostFailures = 20

// commandUse is what is known of one command.
type commandUse struct {
	usage
	today    dayCount
	lastAt   time.Time
	hour     hour
	failures []uint64 // the seqs of the newest, oldest first
}

func (c *commandUse) record(e event.Event, failed bool, t timing) {
	c.usage.record(e.Time, failed, t)
	c.today.add(e.Time)
	c.hour.record(e, failed, t)
	if e.Time.After(c.lastAt) {
		c.lastAt = e.Time
	}
	if failed {
		c.failures = append(c.failures[max(0, len(c.failures)+1-mostFailures):], e.Seq)
	}
}

func (c *commandUse) summary(name string, now time.Time) CommandSummary {
	s := CommandSummary{
		Name: name, Calls5m: c.calls.sum(now, span), ErrorRate: c.errorRate(now),
		NearMiss5m: c.nearMiss.sum(now, span), Spark: c.calls.spark(now),
	}
	if total := c.total.percentiles(now); total != nil {
		s.P50, s.P95, s.P99 = &total.P50, &total.P95, &total.P99
	}
	if ack := c.ack.percentiles(now); ack != nil {
		s.AckP99 = &ack.P99
	}
	return s
}

func (c *commandUse) command(name string, now time.Time) Command {
	known := Command{
		CommandSummary: c.summary(name, now), CallsToday: c.today.of(now), Missed5m: c.missed.sum(now, span),
		DeferredPct: c.share(&c.deferred, now), HeadroomP99Ms: headroom(c.ack.percentiles(now)),
	}
	if !c.lastAt.IsZero() {
		at := c.lastAt.UTC()
		known.LastAt = &at
	}
	return known
}

// dayCount counts what happens on one day, UTC.
type dayCount struct {
	day   string
	count int
}

func (d *dayCount) set(now time.Time, count int) {
	d.day, d.count = now.UTC().Format(time.DateOnly), count
}

// add counts one of the day that is being counted, or of a later one.
func (d *dayCount) add(at time.Time) {
	if day := at.UTC().Format(time.DateOnly); day >= d.day {
		d.set(at, d.of(at)+1)
	}
}

func (d *dayCount) of(now time.Time) int {
	if d.day != now.UTC().Format(time.DateOnly) {
		return 0
	}
	return d.count
}
