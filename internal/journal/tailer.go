package journal

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/aurorabot/aurora/internal/event"
)

// lookAgain is how often the tailer asks the database for events that another
// process has committed.
const lookAgain = time.Second

// maxFresh is how many committed events wait in memory for the tailer. What is more
// it reads from the database.
const maxFresh = 4096

// Run is the tailer: it publishes every event that was committed after Open, in
// the order of seq, until ctx ends. The bus has no other publisher, so there is
// one road for what happens here, in another process, and between the two.
func (j *Journal) Run(ctx context.Context) error {
	tick := time.NewTicker(lookAgain)
	defer tick.Stop()
	last := j.opened
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-j.committed:
			last = j.publish(ctx, last, j.takeFresh())
		case <-tick.C:
			last = j.publishStored(ctx, last)
		}
	}
}

// announce takes over events from the transaction that has just committed them. Where
// transactions commit side by side, a later event can be announced before an earlier.
func (j *Journal) announce(events []event.Event) {
	j.mu.Lock()
	room := maxFresh - len(j.fresh)
	j.fresh = append(j.fresh, events[:min(len(events), room)]...)
	j.mu.Unlock()
	wake(j.committed)
	if j.chunk.of(events[0].Seq) != j.chunk.of(events[len(events)-1].Seq+1) {
		wake(j.complete)
	}
}

// wake tells the goroutine behind a channel with room for one that there is work.
func wake(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

func (j *Journal) takeFresh() []event.Event {
	j.mu.Lock()
	defer j.mu.Unlock()
	fresh := j.fresh
	j.fresh = nil
	slices.SortFunc(fresh, func(a, b event.Event) int { return cmp.Compare(a.Seq, b.Seq) })
	return fresh
}

// publish sends the events that follow last. Where a number is missing, another
// process has written it, it is not announced yet, or there was no room for it: it is
// committed, because numbers follow the order of commits, and it is read. What was
// published so is passed over when it is announced after all.
func (j *Journal) publish(ctx context.Context, last uint64, events []event.Event) uint64 {
	for _, e := range events {
		switch {
		case e.Seq == last+1:
			j.bus.Publish(e)
			last = e.Seq
		case e.Seq > last+1:
			if last = j.publishStored(ctx, last); last < e.Seq {
				return last // the database cannot be read: the next turn tries again
			}
		}
	}
	return last
}

// publishStored sends what the database holds after last. If it cannot be read,
// the next turn tries again.
func (j *Journal) publishStored(ctx context.Context, last uint64) uint64 {
	for {
		page, err := j.After(ctx, last, maxLimit)
		if err != nil {
			if ctx.Err() == nil {
				j.logger.Error("tail the event log", "after", last, "error", err)
			}
			return last
		}
		for _, e := range page {
			j.bus.Publish(e)
			last = e.Seq
		}
		if len(page) < maxLimit {
			return last
		}
	}
}
