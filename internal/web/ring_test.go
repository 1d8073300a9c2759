package web

import (
	"bytes"
	"math"
	"math/rand/v2"
	"testing"
)

// filled is n bytes that tell the frame of one seq from another's.
func filled(seq uint64, n int) []byte { return bytes.Repeat([]byte{byte(seq)}, n) }

func TestTheRingForgetsTheOldestByNumberAndBySize(t *testing.T) {
	r := newRing(10, 4, 100)
	for range 6 {
		r.append(make([]byte, 10))
	}
	wantHeld := func(first, head uint64) {
		t.Helper()
		if r.head() != head {
			t.Errorf("the head is %d, want %d", r.head(), head)
		}
		if got, held := r.after(first-1, math.MaxUint64); !held || got.first != first {
			t.Errorf("got frames from %d on, held %v, want from %d on", got.first, held, first)
		}
		if _, held := r.after(first-2, math.MaxUint64); held {
			t.Errorf("%d is held, and should not be", first-1)
		}
	}
	wantHeld(13, 16)
	r.append(make([]byte, 75))
	wantHeld(15, 17)
	r.append(make([]byte, 500)) // larger than the ring: it alone is held
	wantHeld(18, 18)
	for _, seq := range []uint64{18, 30} {
		if got, held := r.after(seq, math.MaxUint64); !held || len(got.bytes) != 0 {
			t.Errorf("a socket that has all up to %d gets %d bytes, held %v", seq, len(got.bytes), held)
		}
	}
}

func TestRunsFollowEachOtherOverAllSegments(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	r := newRing(0, 4000, 8<<20)
	var want []byte
	const total = 9000
	for seq := uint64(1); seq <= total; seq++ {
		frame := filled(seq, 1+random.IntN(500))
		if seq == 7777 {
			frame = filled(seq, 2*segmentBytes)
		}
		r.append(frame)
		if seq > total-4000 {
			want = append(want, frame...)
		}
	}
	var got []byte
	cursor, runs := uint64(total-4000), 0
	for cursor < total {
		limit := cursor + 1 + uint64(random.IntN(3000))
		next, held := r.after(cursor, limit)
		if !held || next.first != cursor+1 || next.last <= cursor || next.last > limit {
			t.Fatalf("after %d up to %d: got %d to %d, held %v", cursor, limit, next.first, next.last, held)
		}
		got = append(got, next.bytes...)
		cursor = next.last
		runs++
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%d runs are not the bytes that were appended", runs)
	}
	if n := len(r.segments); n > 30 {
		t.Errorf("%d segments are held for 4000 frames", n)
	}
}
