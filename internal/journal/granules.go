package journal

import (
	"errors"
	"math/bits"
)

// maxGranules is how many granules a chunk has.
const maxGranules = 256

// granules is a set of a chunk's granules.
type granules [maxGranules / 64]uint64

func (g *granules) add(n int) { g[n/64] |= 1 << (n % 64) }

func (g *granules) has(n int) bool { return g[n/64]&(1<<(n%64)) != 0 }

// and is what two sets share.
func (g *granules) and(other granules) (both granules) {
	for i := range g {
		both[i] = g[i] & other[i]
	}
	return both
}

// or adds other to g.
func (g *granules) or(other granules) {
	for i := range g {
		g[i] |= other[i]
	}
}

func (g *granules) count() int {
	n := 0
	for _, word := range g {
		n += bits.OnesCount64(word)
	}
	return n
}

// fullSet marks a set that is written bit by bit, in granulesBytes bytes. One with
// fewer members is its size and then they, a byte each.
const (
	fullSet       = 0xff
	granulesBytes = maxGranules / 8
)

var errDamaged = errors.New("the index is damaged")

// appendTo writes the set behind b.
func (g *granules) appendTo(b []byte) []byte {
	count := g.count()
	if count >= granulesBytes {
		b = append(b, fullSet)
		for n := 0; n < maxGranules; n += 8 {
			b = append(b, byte(g[n/64]>>(n%64)))
		}
		return b
	}
	b = append(b, byte(count))
	for n := range maxGranules {
		if g.has(n) {
			b = append(b, byte(n))
		}
	}
	return b
}

// cutSet takes the set from the beginning of b, as it was written.
func cutSet(b []byte) (set, rest []byte, err error) {
	if len(b) == 0 {
		return nil, nil, errDamaged
	}
	size := 1 + int(b[0])
	if b[0] == fullSet {
		size = 1 + granulesBytes
	}
	if size > len(b) {
		return nil, nil, errDamaged
	}
	return b[:size], b[size:], nil
}

// parseSet reads what cutSet has cut.
func parseSet(set []byte) (g granules) {
	for i, b := range set[1:] {
		if set[0] == fullSet {
			g[i/8] |= uint64(b) << (i % 8 * 8)
		} else {
			g.add(int(b))
		}
	}
	return g
}
