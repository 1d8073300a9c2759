package web_test

import (
	"fmt"
	"slices"
	"sync/atomic"
	"testing"
	"time"
)

// BenchmarkFromCommitToClient is how long an event is on its way from the end of its
// commit to a client that has read all of it, at a steady rate: through the tailer, the
// bus, the hub, a writer and the kernel.
func BenchmarkFromCommitToClient(b *testing.B) {
	for _, perSecond := range []int{100, 5000} {
		b.Run(fmt.Sprintf("%d per second", perSecond), func(b *testing.B) {
			s := open(b, setup{queue: 4096})
			c := s.dial("")
			c.expect("STATS_UPDATE")
			committed := make([]atomic.Int64, b.N+2) // by seq, in nanoseconds from began
			began, next := time.Now(), 1             // next is the event that is committed next
			s.db.WatchCommits(func(time.Duration) { committed[next].Store(int64(time.Since(began))) })
			b.ResetTimer()
			recorded := make(chan struct{})
			go func() {
				defer close(recorded)
				for ; next <= b.N; next++ {
					time.Sleep(time.Until(began.Add(time.Second * time.Duration(next) / time.Duration(perSecond))))
					s.records(1)
				}
			}()
			delays := make([]time.Duration, b.N)
			for i := range delays {
				if _, err := c.frame(); err != nil {
					b.Fatal(err)
				}
				delays[i] = time.Since(began) - time.Duration(committed[i+1].Load())
			}
			<-recorded
			slices.Sort(delays)
			b.ReportMetric(float64(delays[b.N/2].Microseconds()), "p50-µs")
			b.ReportMetric(float64(delays[b.N*99/100].Microseconds()), "p99-µs")
		})
	}
}
