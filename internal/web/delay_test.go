package web_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"
)

// delays are the times that events took from before their commit to their receipt.
type delays struct {
	mu    sync.Mutex
	taken []time.Duration
}

func (d *delays) add(taken time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.taken = append(d.taken, taken)
}

// p99 is the time below which 99 of a hundred are.
func (d *delays) p99() time.Duration {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.taken) == 0 {
		return 0
	}
	slices.Sort(d.taken)
	return d.taken[(len(d.taken)-1)*99/100].Round(10 * time.Microsecond)
}

func (d *delays) String() string { return fmt.Sprintf("p99 %v of %d", d.p99(), len(d.taken)) }

// ticks records n events at an even pace while clients read them, and measures how long
// each takes to each client. Nothing but events may come to them meanwhile.
func (s *site) ticks(n int, every time.Duration, clients []*client) *delays {
	s.t.Helper()
	_, last, err := s.journal.Bounds(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	d := &delays{}
	asked := make([]time.Time, n)
	committed := make([]chan struct{}, n) // closed when asked is set
	for i := range committed {
		committed[i] = make(chan struct{})
	}
	var readers sync.WaitGroup
	for _, c := range clients {
		readers.Go(func() {
			for i := range asked {
				e, code := c.nextOrClose()
				received := time.Now()
				if code != 0 || e.Type != "NEW_EVENT" || e.Seq != last+uint64(i)+1 {
					s.t.Errorf("got %s %d, close code %d, want event %d", e.Type, e.Seq, code, last+uint64(i)+1)
					return
				}
				<-committed[i]
				d.add(received.Sub(asked[i]))
			}
		})
	}
	pace := time.NewTicker(every)
	defer pace.Stop()
	for i := range asked {
		<-pace.C
		asked[i] = time.Now()
		close(committed[i])
		s.records(1)
	}
	readers.Wait()
	return d
}

// TestThreeHundredPagesSeeWhatHappens is requirement T3: twenty events a second, for a
// minute where the long forms are asked for.
func TestThreeHundredPagesSeeWhatHappens(t *testing.T) {
	s := open(t, setup{})
	pages := s.crowd(300)
	for _, c := range pages {
		c.expect("STATS_UPDATE")
	}
	t.Logf("300 pages, 20 events a second: %v", s.ticks(scale(20, 1200), 50*time.Millisecond, pages))
}
