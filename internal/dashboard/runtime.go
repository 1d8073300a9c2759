package dashboard

import (
	"bytes"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"time"

	"github.com/aurorabot/aurora/internal/event"
)

// cpuReadings is over how many seconds the processors' share is taken.
const cpuReadings = 10

// cpuState is the newest readings of the processors' time, oldest first.
type cpuState struct {
	readings []cpuReading
}

type cpuReading struct {
	at   time.Time
	used time.Duration
}

func (c *cpuState) read(now time.Time) {
	if used, known := processorTime(); known {
		c.add(cpuReading{now, used})
	}
}

func (c *cpuState) add(r cpuReading) {
	c.readings = append(c.readings[max(0, len(c.readings)-cpuReadings):], r)
}

// share is which part of the time of processors the process has used between the first
// reading and the last; nil before there are two.
func (c *cpuState) share(processors int) *float64 {
	if len(c.readings) < 2 {
		return nil
	}
	first, last := c.readings[0], c.readings[len(c.readings)-1]
	elapsed := last.at.Sub(first.at)
	if elapsed <= 0 {
		return nil // the clock was set back
	}
	share := min(1, float64(last.used-first.used)/float64(elapsed)/float64(processors))
	return &share
}

// readRuntime is what the process can be asked for at any time.
func readRuntime() Runtime {
	return Runtime{RSSBytes: residentBytes(), Goroutines: runtime.NumGoroutine(), GCPauseP99Ms: collectionPause()}
}

// collectionPause is the 99th percentile of the pauses of the last 256 collections of
// garbage; nil before the first.
func collectionPause() *float64 {
	stats := debug.GCStats{PauseQuantiles: make([]time.Duration, 101)}
	debug.ReadGCStats(&stats)
	if stats.NumGC == 0 {
		return nil
	}
	ms := event.Milliseconds(stats.PauseQuantiles[99])
	return &ms
}

// residentBytes is the memory of the process that is in RAM, by the second field
// of Linux's statm; nil on other systems.
func residentBytes() *uint64 {
	statm, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return nil
	}
	fields := bytes.Fields(statm)
	if len(fields) < 2 {
		return nil
	}
	pages, err := strconv.ParseUint(string(fields[1]), 10, 64)
	if err != nil {
		return nil
	}
	resident := pages * uint64(os.Getpagesize())
	return &resident
}
