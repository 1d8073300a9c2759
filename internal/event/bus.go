package event

import (
	"sync"
	"sync/atomic"
)

// Bus hands committed events to the listeners of this process. The zero value is
// ready. All methods may be called from several goroutines.
type Bus struct {
	mu   sync.Mutex
	subs map[*Subscription]struct{}

	dropped atomic.Uint64
}

// Dropped is how many events found a queue full, over all subscriptions there were.
func (b *Bus) Dropped() uint64 { return b.dropped.Load() }

// Publish offers e to every subscription and never waits: one that is full does
// not get it, counts it as dropped, and reads it from the log (see [Follower]).
func (b *Bus) Publish(e Event) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for s := range b.subs {
		if s.offer(e) {
			continue
		}
		s.dropped.Add(1)
		b.dropped.Add(1)
		// A reader that has emptied the queue just before it could see the count would
		// wait for the next event to notice it. This one will do.
		s.offer(e)
	}
}

// Subscribe returns a subscription that holds up to size events not yet received.
func (b *Bus) Subscribe(size int) *Subscription {
	c := make(chan Event, size)
	s := &Subscription{C: c, c: c, bus: b}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.subs == nil {
		b.subs = make(map[*Subscription]struct{})
	}
	b.subs[s] = struct{}{}
	return s
}

// Subscription is one listener's queue, in the order of publishing.
type Subscription struct {
	C <-chan Event // closed by Close

	c       chan Event
	bus     *Bus
	dropped atomic.Uint64
}

// offer reports whether there was room for e.
func (s *Subscription) offer(e Event) bool {
	select {
	case s.c <- e:
		return true
	default:
		return false
	}
}

// Dropped is how many events found the queue full since the subscription began.
func (s *Subscription) Dropped() uint64 { return s.dropped.Load() }

// Close ends the subscription. It may be called again.
func (s *Subscription) Close() {
	s.bus.mu.Lock()
	defer s.bus.mu.Unlock()
	if _, open := s.bus.subs[s]; open {
		delete(s.bus.subs, s)
		close(s.c)
	}
}
