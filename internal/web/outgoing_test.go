package web

import (
	"bytes"
	"log/slog"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/gobwas/ws"
)

// TestWhatTheKernelTookEndsAtAFrameOrInOne cuts a run at each of its bytes.
func TestWhatTheKernelTookEndsAtAFrameOrInOne(t *testing.T) {
	r := newRing(100, 10, 1000)
	sizes := []int{3, 1, 5, 2}
	for i, size := range sizes {
		r.append(filled(uint64(i), size))
	}
	whole, _ := r.after(100, math.MaxUint64)
	ends := map[int]uint64{3: 101, 4: 102, 9: 103, 11: 104}
	for n := 1; n <= len(whole.bytes); n++ {
		s := &socket{cursor: 100}
		s.putRun(whole)
		s.took(n)
		seq, boundary := ends[n]
		switch {
		case boundary && (s.cursor != seq || len(s.out) != 0):
			t.Errorf("%d bytes taken: got cursor %d and %d bytes left, want the boundary behind %d", n, s.cursor, len(s.out), seq)
		case !boundary && (s.last != s.cursor+1 || len(s.out) == 0 || ends[n+len(s.out)] != s.last):
			t.Errorf("%d bytes taken: got cursor %d, %d bytes left up to %d", n, s.cursor, len(s.out), s.last)
		}
	}
}

// TestWhatIsUrgentWaitsForTheEndOfAFrame: a pong in the middle of an event that is half
// sent would break the stream, and behind a whole run of events it would be late.
func TestWhatIsUrgentWaitsForTheEndOfAFrame(t *testing.T) {
	h := NewHub(HubConfig{Log: emptyLog{}, Stats: noStats{}, Interval: time.Hour, Limits: DefaultLimits(), Logger: slog.New(slog.DiscardHandler)}, 0)
	for seq := range uint64(3) {
		h.ring.append(filled(seq, 10))
	}
	pong := ws.MustCompileFrame(ws.NewPongFrame([]byte("x")))
	for name, prepare := range map[string]func(*socket) error{
		"a writer": func(s *socket) error {
			_, err := h.writers[0].prepare(s)
			return err
		},
		"a solo": func(s *socket) error {
			_, _, err := (&solo{socket: s}).prepare(t.Context())
			return err
		},
	} {
		h.writers[0].head = 3
		s := &socket{hub: h, writer: h.writers[0]}
		next := func(what string, want []byte) {
			t.Helper()
			if err := prepare(s); err != nil || !bytes.Equal(s.out, want) {
				t.Errorf("%s, %s: got %v, %v, want %v", name, what, s.out, err, want)
			}
		}
		next("the run", slices.Concat(filled(0, 10), filled(1, 10), filled(2, 10)))
		s.took(13)
		s.answerPing([]byte("x"))
		next("inside the second frame", filled(1, 7))
		s.took(2)
		next("still inside", filled(1, 5))
		s.took(5)
		next("at its end", pong)
		s.took(len(pong))
		next("behind the pong", filled(2, 10))
		s.took(10)
		if s.cursor != 3 {
			t.Errorf("%s: got cursor %d, want 3", name, s.cursor)
		}
	}
}
