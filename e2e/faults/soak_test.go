package faults_test

import (
	"fmt"
	"net/http"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

const (
	soakRate   = 200 // interactions a second
	soakShards = 4
)

// TestTheBotDoesNotGrowWhileItIsUsed lets members do what they are used to, 200 times a
// second, and compares what the process takes at first with what it takes in the end.
// It counts in interactions: a machine that is slow takes longer.
func TestTheBotDoesNotGrowWhileItIsUsed(t *testing.T) {
	t.Parallel()
	length := 20 * time.Second
	if torture {
		length = 5 * time.Minute
	}
	d := startDiscordOf(t, "--guilds", "40", "--members", "800", "--shards", fmt.Sprint(soakShards))
	database := "sqlite:" + filepath.Join(t.TempDir(), "aurora.db")
	b := startBot(t, d, database)
	eventually(t, "all shards are ready", func() bool { return b.stats(t).Gateway.ShardsReady == soakShards })
	checkGrowth(t, d.soak(t, b, length))
	d.checkRules(t)
	b.stop(t)
	checkLedger(t, database)
}

// soak lets as many interactions come as the length is long, looking at the bot all the
// while, and waits until each has ended.
func (d *discord) soak(t *testing.T, b *bot, length time.Duration) (samples []sample) {
	t.Helper()
	began, total := time.Now(), int(soakRate*length.Seconds())
	d.setRate(t, soakRate)
	within(t, 10*length, "members have done their share", func() bool {
		s := b.stats(t).Runtime
		samples = append(samples, sample{s.Goroutines, s.RSSBytes})
		return d.state(t).Counters["delivered"] >= total
	})
	took := time.Since(began)
	d.setRate(t, 0)
	eventually(t, "the feed tells how each has ended", func() bool {
		ended := len(b.events(t, "command.completed")) + len(b.events(t, "command.failed"))
		return ended == d.state(t).Counters["delivered"]
	})
	ack := b.stats(t).Interactions.Ack
	t.Logf("%.0f interactions a second; acknowledged after %.1f ms (p50), %.1f ms (p95), %.1f ms (p99)",
		float64(total)/took.Seconds(), ack.P50, ack.P95, ack.P99)
	return samples
}

func (d *discord) setRate(t *testing.T, perSecond int) {
	t.Helper()
	if err := d.control(t.Context(), http.MethodPatch, "/settings", map[string]any{"rate": perSecond}, nil); err != nil {
		t.Fatal(err)
	}
}

// sample is what the process takes at a moment.
type sample struct {
	goroutines int
	resident   uint64 // bytes in RAM
}

// What a process may take more in the end. Each of the bot's 64 workers has a goroutine
// that watches the time and a connection with two, made when first needed; and caches
// with a bound are filled, above all that of the newest events for browsers. So one
// goroutine that stays of 10 uses is seen in the short form, and of 150 in the long
// one, where memory of a kilobyte a use is, too.
const (
	moreGoroutines = 3 * 64
	moreMemory     = 32 << 20
)

// checkGrowth compares the second quarter of the time with the last. The first is for
// what is taken once.
func checkGrowth(t *testing.T, samples []sample) {
	t.Helper()
	quarter := len(samples) / 4
	before, after := median(samples[quarter:2*quarter]), median(samples[3*quarter:])
	t.Logf("goroutines %d and %d, memory %d MiB and %d MiB", before.goroutines, after.goroutines, before.resident>>20, after.resident>>20)
	if after.goroutines > before.goroutines+moreGoroutines || after.resident > before.resident+moreMemory {
		t.Error("the bot grows while it is used")
	}
}

// median is of each figure by itself.
func median(samples []sample) sample {
	goroutines, resident := make([]int, len(samples)), make([]uint64, len(samples))
	for i, s := range samples {
		goroutines[i], resident[i] = s.goroutines, s.resident
	}
	slices.Sort(goroutines)
	slices.Sort(resident)
	return sample{goroutines[len(samples)/2], resident[len(samples)/2]}
}
