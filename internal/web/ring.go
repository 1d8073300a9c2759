package web

import "sync"

// ring holds the newest events as frames, in one unbroken sequence of seqs. Any
// number of sockets read while one goroutine appends.
type ring struct {
	mu       sync.RWMutex
	slots    []frame // the frame of seq n is in slot n % len(slots)
	first    uint64  // the oldest seq that is held
	next     uint64  // the seq that is appended next
	bytes    int
	maxBytes int
}

// newRing returns a ring that begins after seq and holds at most so many frames
// and bytes, and always the newest one.
func newRing(seq uint64, maxFrames, maxBytes int) *ring {
	return &ring{slots: make([]frame, maxFrames), first: seq + 1, next: seq + 1, maxBytes: maxBytes}
}

// append adds the frame of the next seq and forgets the oldest to make room.
func (r *ring) append(f frame) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for r.next > r.first && (r.next-r.first == uint64(len(r.slots)) || r.bytes+len(f.bytes) > r.maxBytes) {
		oldest := &r.slots[r.first%uint64(len(r.slots))]
		r.bytes -= len(oldest.bytes)
		*oldest = frame{}
		r.first++
	}
	r.slots[r.next%uint64(len(r.slots))] = f
	r.bytes += len(f.bytes)
	r.next++
}

// after adds to page the frames after seq, up to its capacity. held is false where
// the ring has forgotten the first of them.
func (r *ring) after(seq uint64, page []frame) (_ []frame, held bool) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	if seq+1 < r.first {
		return page, false
	}
	for n := seq + 1; n < r.next && len(page) < cap(page); n++ {
		page = append(page, r.slots[n%uint64(len(r.slots))])
	}
	return page, true
}

// head is the last seq that was appended.
func (r *ring) head() uint64 {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.next - 1
}
