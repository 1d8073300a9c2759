package web

import (
	"math"
	"slices"
	"sort"
	"sync"
)

// A segment begins anew when the next frame would not fit any more.
const (
	segmentBytes  = 128 << 10
	segmentFrames = 1024
)

// ring holds the newest events as finished frames, in one unbroken sequence of
// seqs. Any number of sockets read while one goroutine appends.
//
// Its memory is a row of segments. What is written to one is never written again,
// so bytes that after has returned may be sent without a lock, however long it
// takes: the ring forgets a segment, and the collector frees it when the last
// socket has let go.
type ring struct {
	mu        sync.RWMutex
	segments  []*segment // oldest first; the newest grows
	first     uint64     // the oldest seq that is held
	next      uint64     // the seq that is appended next
	bytes     int
	maxFrames int
	maxBytes  int
}

// newRing returns a ring that begins after seq and holds at most so many frames
// and bytes, any number where that is 0, and always the newest one.
func newRing(seq uint64, maxFrames, maxBytes int) *ring {
	return &ring{first: seq + 1, next: seq + 1, maxFrames: orAny(maxFrames), maxBytes: orAny(maxBytes)}
}

// orAny is a limit, of which 0 means none.
func orAny(limit int) int {
	if limit == 0 {
		return math.MaxInt
	}
	return limit
}

// begin makes seq the first to be appended, if nothing was yet.
func (r *ring) begin(seq uint64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.segments) == 0 {
		r.first, r.next = seq, seq
	}
}

// append adds the frame of the next seq and forgets the oldest to make room.
func (r *ring) append(frame []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for r.next > r.first && (r.next-r.first >= uint64(r.maxFrames) || r.bytes > r.maxBytes-len(frame)) {
		r.forgetOldest()
	}
	if len(r.segments) == 0 || !r.segments[len(r.segments)-1].fits(frame) {
		r.segments = append(r.segments, newSegment(r.next, max(segmentBytes, len(frame))))
	}
	r.segments[len(r.segments)-1].append(frame)
	r.bytes += len(frame)
	r.next++
}

func (r *ring) forgetOldest() {
	oldest := r.segments[0]
	r.bytes -= len(oldest.frames(r.first, r.first))
	r.first++
	if r.first == oldest.next() {
		r.segments[0] = nil // the array behind the slice would hold it
		r.segments = r.segments[1:]
	}
}

// run is a stretch of frames that lie behind each other in memory.
type run struct {
	segment     *segment
	first, last uint64
	bytes       []byte
}

// after returns frames that follow seq, none behind limit: as many as lie together,
// so there may be more. The run is empty where seq is the newest. held is false where
// the ring has forgotten the first of them.
func (r *ring) after(seq, limit uint64) (_ run, held bool) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	if seq+1 < r.first {
		return run{}, false
	}
	if seq+1 >= r.next {
		return run{}, true
	}
	at := len(r.segments) - 1
	if seq+1 < r.segments[at].first {
		at = sort.Search(at, func(i int) bool { return r.segments[i].next() > seq+1 })
	}
	return r.segments[at].after(seq, limit), true
}

// head is the last seq that was appended.
func (r *ring) head() uint64 {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.next - 1
}

// oldest is the first seq that is held, or the next where none is.
func (r *ring) oldest() uint64 {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.first
}

// size is how many bytes the frames have that are held.
func (r *ring) size() int {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.bytes
}

// segment is a part of the sequence in one piece of memory. Its bytes and ends are
// as long as they will ever be from the start, and filled once.
type segment struct {
	first uint64   // the seq of its first frame
	count int      // of frames in it
	bytes []byte   // frame behind frame
	ends  []uint32 // where each frame ends in bytes
}

func newSegment(first uint64, size int) *segment {
	return &segment{first: first, bytes: make([]byte, size), ends: make([]uint32, segmentFrames)}
}

func (g *segment) fits(frame []byte) bool {
	return g.count < len(g.ends) && g.end(g.count)+len(frame) <= len(g.bytes)
}

func (g *segment) append(frame []byte) {
	end := g.end(g.count) + copy(g.bytes[g.end(g.count):], frame)
	g.ends[g.count] = uint32(end)
	g.count++
}

// next is the seq behind its last frame.
func (g *segment) next() uint64 { return g.first + uint64(g.count) }

// end is where the first n frames end.
func (g *segment) end(n int) int {
	if n == 0 {
		return 0
	}
	return int(g.ends[n-1])
}

// frames are the bytes of the frames first to last.
func (g *segment) frames(first, last uint64) []byte {
	end := g.end(int(last + 1 - g.first))
	return g.bytes[g.end(int(first-g.first)):end:end]
}

// after is the run of all frames that follow seq, none behind limit.
func (g *segment) after(seq, limit uint64) run {
	last := min(g.next()-1, limit)
	if last <= seq {
		return run{}
	}
	return run{segment: g, first: seq + 1, last: last, bytes: g.frames(seq+1, last)}
}

// begun finds where a socket stands of which left bytes, up to the end of frame
// last, are still to be sent: the last frame that is sent whole, and what is left of
// the one behind it, which is empty where none is begun. It may be called while
// frames are appended.
func (g *segment) begun(last uint64, left int) (whole uint64, rest []byte) {
	n := int(last + 1 - g.first)
	at := int(g.ends[n-1]) - left
	sent, exact := slices.BinarySearchFunc(g.ends[:n], at, func(end uint32, at int) int { return int(end) - at })
	if exact {
		return g.first + uint64(sent), nil
	}
	return g.first + uint64(sent) - 1, g.bytes[at:g.ends[sent]]
}
