package web

import (
	"sync"
	"time"
)

// slowKicks counts, minute by minute, the sockets that were closed because they were
// too slow. The zero value is ready.
type slowKicks struct {
	mu      sync.Mutex
	minutes [60]struct {
		minute int64
		count  int
	}
}

func (k *slowKicks) add(now time.Time) {
	k.mu.Lock()
	defer k.mu.Unlock()
	minute := now.Unix() / 60
	slot := &k.minutes[minute%60]
	if slot.minute != minute {
		slot.minute, slot.count = minute, 0
	}
	slot.count++
}

func (k *slowKicks) lastHour(now time.Time) (total int) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, slot := range k.minutes {
		if now.Unix()/60-slot.minute < 60 {
			total += slot.count
		}
	}
	return total
}
