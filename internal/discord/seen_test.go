package discord

import (
	"runtime"
	"testing"
	"time"

	"github.com/aurorabot/aurora/internal/snowflake"
)

// idAt is the nth id of a second that begins at an instant.
func idAt(start time.Time, n int) snowflake.ID { return snowflake.At(start, uint64(n)) }

func TestADuplicateIsNoticedForAsLongAsItCanBeAnswered(t *testing.T) {
	const rate = 500 // a second
	s, start := newSeen(), time.Now()
	seconds := int(2*seenFor/time.Second) + 10 // through three spans
	at := func(second int) time.Time { return start.Add(time.Duration(second) * time.Second) }
	for second := range seconds {
		now := at(second)
		for n := range rate {
			if !s.first(idAt(now, n), now) {
				t.Fatalf("second %d: a new interaction was taken for a duplicate", second)
			}
		}
		oldest := max(0, second-int(seenFor/time.Second)+1)
		for _, earlier := range []int{oldest, (oldest + second) / 2, second} {
			if s.first(idAt(at(earlier), second%rate), now) {
				t.Fatalf("second %d: a duplicate from second %d was not noticed", second, earlier)
			}
		}
	}
}

func TestAnInteractionIsForgottenWhenItCannotBeAnswered(t *testing.T) {
	s, now := newSeen(), time.Now()
	s.first(1, now)
	if !s.first(1, now.Add(2*seenFor)) {
		t.Error("it is remembered after a long silence")
	}
	for id := range snowflake.ID(3*maxSeen + 10) {
		s.first(id+100, now)
	}
	if n := s.running.size + s.before.size; n > 2*maxSeen {
		t.Errorf("%d ids are remembered, want at most %d", n, 2*maxSeen)
	}
}

// BenchmarkSeen has 500 interactions a second.
func BenchmarkSeen(b *testing.B) {
	s, start := newSeen(), time.Now()
	b.ReportAllocs()
	for n := 0; b.Loop(); n++ {
		now := start.Add(time.Duration(n) * 2 * time.Millisecond)
		s.first(idAt(now, n), now)
	}
}

// BenchmarkSeenMemory tells what 15 minutes of 500 a second take.
func BenchmarkSeenMemory(b *testing.B) {
	const ids = 15 * 60 * 500
	for b.Loop() {
		before := heap()
		s, start := newSeen(), time.Now()
		for n := range ids {
			s.first(idAt(start.Add(time.Duration(n)*2*time.Millisecond), n), start)
		}
		b.ReportMetric(float64(heap()-before)/ids, "bytes/id")
		runtime.KeepAlive(s)
	}
}

func heap() uint64 {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}
