package web

import (
	"context"
	"fmt"
)

const warmPage = 500 // events read from the log at once

// Warm fills the ring with the newest events of the log, before Run and the first
// socket. After a restart all browsers come back at once, each only a little behind,
// and none of them needs the log then.
func (h *Hub) Warm(ctx context.Context) error {
	last := h.ring.head()
	for seq := last - min(last, uint64(orAny(h.cfg.Limits.RingEvents))); seq < last; {
		events, err := h.cfg.Log.After(ctx, seq, warmPage)
		if err != nil {
			return fmt.Errorf("warm the live view: %w", err)
		}
		if len(events) == 0 {
			return nil
		}
		h.ring.begin(events[0].Seq)
		h.take(events)
		seq = events[len(events)-1].Seq
	}
	return nil
}
