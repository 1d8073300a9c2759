package faultdisk

import (
	"math/rand/v2"
	"slices"
)

// sector is the most that a disk writes in one piece.
const sector = 512

// image is a file as it lies on the disk, and what was done to it that may not have
// got there.
type image struct {
	content []byte
	exists  bool
	pending []change
}

// change is a write, a new length or, where content and size are nil, the removal.
type change struct {
	content []byte
	at      int64
	size    *int64
	lost    bool // a flush of it has failed: no later one makes it durable
}

// synced makes what is pending durable, but for what is lost, of which any part may be.
func (f *image) synced(random *rand.Rand) {
	f.exists = true
	for _, c := range f.pending {
		if c.lost {
			f.apply(c, random)
		} else {
			f.apply(c, nil)
		}
	}
	f.pending = nil
}

// lose is a flush that has failed. The system takes what it held for written, so that
// the next flush says nothing of it.
func (f *image) lose() {
	for i := range f.pending {
		f.pending[i].lost = true
	}
}

// removed takes the file away.
func (f *image) removed() { f.pending = append(f.pending, change{}) }

// removalSynced makes a removal durable, and with it the end of all before it.
func (f *image) removalSynced() {
	for i, c := range slices.Backward(f.pending) {
		if c.content == nil && c.size == nil {
			*f = image{pending: f.pending[i+1:]}
			return
		}
	}
}

// afterCut is the file with any part of what is pending.
func (f *image) afterCut(random *rand.Rand) (content []byte, exists bool) {
	for _, c := range f.pending {
		f.apply(c, random)
	}
	f.pending = nil
	return f.content, f.exists
}

// apply brings a change to the disk, or what random leaves of it.
func (f *image) apply(c change, random *rand.Rand) {
	switch {
	case c.content != nil:
		f.write(c.content, c.at, random)
	case random != nil && random.IntN(2) == 0:
	case c.size != nil:
		f.resize(*c.size, random)
	default:
		f.content, f.exists = nil, false
	}
}

// write does so sector by sector.
func (f *image) write(content []byte, at int64, random *rand.Rand) {
	for len(content) > 0 {
		n := min(int(sector-at%sector), len(content))
		if random == nil || random.IntN(2) == 0 {
			if end := at + int64(n); end > int64(len(f.content)) {
				f.resize(end, random)
			}
			copy(f.content[at:], content[:n])
			f.exists = true
		}
		content, at = content[n:], at+int64(n)
	}
}

func (f *image) resize(size int64, random *rand.Rand) {
	old := int64(len(f.content))
	if size <= old {
		f.content = f.content[:size]
		return
	}
	f.content = append(f.content, make([]byte, size-old)...)
	if random != nil && random.IntN(2) == 0 {
		for i := old; i < size; i++ {
			f.content[i] = byte(random.Uint32())
		}
	}
}
