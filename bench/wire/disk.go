//go:build linux

package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"time"

	"golang.org/x/sys/unix"
)

// flushes are made in each round.
const flushes = 200

// flushTimes is how long the disk beneath dir takes for what a database's commit is at
// least: a page appended to a file, and the flush of it.
func flushTimes(dir string) (times []time.Duration, err error) {
	file, err := os.CreateTemp(dir, "flush-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, file.Close(), os.Remove(file.Name())) }()
	for range flushes {
		began := time.Now()
		if _, err := file.Write(make([]byte, 4096)); err != nil {
			return nil, err
		}
		if err := unix.Fdatasync(int(file.Fd())); err != nil {
			return nil, fmt.Errorf("flush %s: %w", file.Name(), err)
		}
		times = append(times, time.Since(began))
	}
	return times, nil
}

// printDurable tells what it costs that events are on disk before they are sent: how much
// the durable server adds to the other's p99 of the same round, beside the disk's own.
func printDurable(w io.Writer, readings []reading) {
	if !slices.ContainsFunc(readings, func(r reading) bool { return r.Phase == flushed }) {
		return
	}
	p99 := func(server, phase string) map[int]float64 {
		byRound := make(map[int]float64)
		for _, r := range readings {
			if r.Server == server && r.Phase == phase {
				byRound[r.Round] = r.Latency99 / 1e3
			}
		}
		return byRound
	}
	kept, disk := p99(durable, paced), p99("disk", flushed)
	var added, beyond, flush []float64
	for round, without := range p99("aurora", paced) {
		added = append(added, kept[round]-without)
		beyond = append(beyond, kept[round]-without-disk[round])
		flush = append(flush, disk[round])
	}
	fmt.Fprintf(w, "durable: adds %.3g ms to aurora's p99; the disk's own flush has a p99 of %.3g ms; %.3g ms more than that (medians of the rounds)\n",
		quantile(added, 0.5), quantile(flush, 0.5), quantile(beyond, 0.5))
}
