package web_test

import (
	"bytes"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/gobwas/ws"

	"github.com/aurorabot/aurora/internal/web"
)

// TestManyResumeAtOnce has a hundred clients ask for all that the log holds: read from
// the log where the ring is too small, and from the ring, which knows the time before
// the start as well. Meanwhile the others are live.
func TestManyResumeAtOnce(t *testing.T) {
	clients, events := scale(10, 100), scale(1000, 10_000)
	// With room for what happens meanwhile, and all patience: who shares the machine with
	// the server may be kept waiting by it.
	roomy := func(l *web.Limits) { l.RingEvents, l.ReplayEvents, l.SlowReaderTimeout = 11_000, 11_000, patience }
	t.Run("from the log", func(t *testing.T) {
		narrow := func(l *web.Limits) { l.RingEvents, l.ReplayEvents, l.SlowReaderTimeout = 256, 11_000, patience }
		resumeAll(t, open(t, setup{before: events, limits: narrow}), clients, uint64(events))
	})
	t.Run("from the ring", func(t *testing.T) {
		resumeAll(t, open(t, setup{before: events, limits: roomy}), clients, uint64(events))
	})
}

func resumeAll(t *testing.T, s *site, clients int, events uint64) {
	t.Helper()
	live := s.dial("")
	live.expect("STATS_UPDATE")
	began := time.Now()
	var resuming sync.WaitGroup
	for range clients {
		resuming.Go(func() {
			c, err := s.tryDial(fmt.Sprintf("?after=0&epoch=%s", s.journal.Epoch()))
			if err != nil {
				t.Error(err)
				return
			}
			if err := c.resumes(s.journal.Epoch(), events); err != nil {
				t.Error(err)
			}
		})
	}
	slowest := time.Duration(0)
	for i := range uint64(20) {
		before := time.Now()
		s.records(1)
		live.expectEvents(events+i+1, events+i+1)
		slowest = max(slowest, time.Since(before))
	}
	resuming.Wait()
	t.Logf("%d clients had %d events each after %v; meanwhile the slowest of 20 live events took %v", clients, events, time.Since(began), slowest)
}

// resumes reads the events 1 to last and RESUMED. A million are too many to be decoded
// here, so it looks at what their frames begin with.
func (c *client) resumes(epoch string, last uint64) error {
	for want := uint64(1); ; {
		f, err := c.frame()
		if err != nil {
			return err
		}
		told := func(kind string, seq uint64) bool {
			return bytes.HasPrefix(f.Payload, fmt.Appendf(nil, `{"type":%q,"epoch":%q,"seq":%d,`, kind, epoch, seq))
		}
		switch {
		case f.Header.OpCode == ws.OpPing, bytes.HasPrefix(f.Payload, []byte(`{"type":"STATS_UPDATE"`)):
		case told("NEW_EVENT", want):
			want++
		case want > last && told("RESUMED", want-1):
			return nil
		default:
			return fmt.Errorf("got %.200s, want event %d", f.Payload, want)
		}
	}
}
