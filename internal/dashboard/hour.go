package dashboard

import (
	"cmp"
	"slices"
	"time"

	"github.com/aurorabot/aurora/internal/event"
)

const (
	hourMinutes = 60
	// minuteSample bounds the durations that a minute's percentiles are taken from.
	minuteSample = 256
	// mostSlow is how many of the slowest uses are told, and so remembered of a minute.
	mostSlow = 20
)

// hour is a command's last sixty minutes, each in a slot of its own. Its zero value is
// ready.
type hour struct {
	minutes [hourMinutes]minute
}

type minute struct {
	number        int64 // since 1970
	calls, failed int
	totals        []float64 // ms; of many the newest, in no order
	slowest       []slowUse // in no order
}

// slowUse is a use, by its event, that may be among the slowest.
type slowUse struct {
	seq uint64
	ms  float64
}

func (h *hour) record(e event.Event, failed bool, t timing) {
	number := e.Time.Unix() / 60
	m := &h.minutes[number%hourMinutes]
	if m.number > number {
		return // long ago
	}
	if m.number < number {
		*m = minute{number: number, totals: m.totals[:0], slowest: m.slowest[:0]}
	}
	if failed {
		m.failed++
	}
	if t.TotalMs != nil {
		m.time(slowUse{e.Seq, *t.TotalMs})
	}
	m.calls++
}

// time takes a use's duration, in the place of an older one where there are many.
func (m *minute) time(u slowUse) {
	if len(m.totals) < minuteSample {
		m.totals = append(m.totals, u.ms)
	} else {
		m.totals[m.calls%minuteSample] = u.ms
	}
	if len(m.slowest) < mostSlow {
		m.slowest = append(m.slowest, u)
		return
	}
	quickest := slices.MinFunc(m.slowest, func(a, b slowUse) int { return cmp.Compare(a.ms, b.ms) })
	if quickest.ms < u.ms {
		m.slowest[slices.Index(m.slowest, quickest)] = u
	}
}

// slowest are the seqs of the hour's slowest uses.
func (h *hour) slowest(now time.Time) []uint64 {
	var uses []slowUse
	for _, m := range h.minutes {
		if age := now.Unix()/60 - m.number; age >= 0 && age < hourMinutes {
			uses = append(uses, m.slowest...)
		}
	}
	slices.SortFunc(uses, func(a, b slowUse) int { return cmp.Or(cmp.Compare(b.ms, a.ms), cmp.Compare(b.seq, a.seq)) })
	var seqs []uint64
	for _, u := range uses[:min(len(uses), mostSlow)] {
		seqs = append(seqs, u.seq)
	}
	return seqs
}

// history is the hour minute by minute, oldest first. Where a minute without a use has
// begun before the process did, nobody knows whether it was one without a use.
func (h *hour) history(now, started time.Time) []CommandMinute {
	last := now.Unix() / 60
	history := make([]CommandMinute, 0, hourMinutes)
	for number := last - hourMinutes + 1; number <= last; number++ {
		told := CommandMinute{At: time.Unix(number*60, 0).UTC()}
		m := h.minutes[number%hourMinutes]
		if m.number != number {
			m = minute{}
		}
		if m.calls > 0 || !told.At.Before(started) {
			told.Calls, told.Errors = &m.calls, &m.failed
		}
		if p := percentiles(slices.Clone(m.totals)); p != nil {
			told.P50, told.P95, told.P99 = &p.P50, &p.P95, &p.P99
		}
		history = append(history, told)
	}
	return history
}
