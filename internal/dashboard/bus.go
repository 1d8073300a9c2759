package dashboard

import (
	"context"
	"time"

	"github.com/aurorabot/aurora/internal/event"
)

// busState is how the committed events come in.
type busState struct {
	lag     sample
	read    bool   // dropped has been asked for
	last    uint64 // what it was
	dropped window
}

// arrived takes the time that a batch of events has come with.
func (b *busState) arrived(events []event.Event, now time.Time) {
	for _, e := range events {
		b.lag.add(now, event.Milliseconds(max(0, now.Sub(e.Time))))
	}
}

// drops takes how many events were dropped since the process began.
func (b *busState) drops(total uint64, now time.Time) {
	b.dropped.addMany(now, int(total-b.last))
	b.read, b.last = true, total
}

func (b *busState) stats(perSec float64, now time.Time) BusStats {
	stats := BusStats{PublishedPerSec: perSec}
	if lag := b.lag.percentiles(now); lag != nil {
		stats.LagP99Ms = &lag.P99
	}
	if b.read {
		dropped := b.dropped.sum(now, span)
		stats.Dropped5m = &dropped
	}
	return stats
}

// keepReading reads each second what nobody tells by itself.
func (r *Recorder) keepReading(ctx context.Context) {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		r.read(r.cfg.Now())
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

func (r *Recorder) read(now time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.cpu.read(now)
	if r.cfg.Dropped != nil {
		r.bus.drops(r.cfg.Dropped(), now)
	}
}
