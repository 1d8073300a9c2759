//go:build linux

package main

import "time"

// The phases of a round.
const (
	idle      = "idle"    // before the first round
	flushed   = "flushed" // of the disk alone
	warmUp    = "warm-up" // measured, and forgotten
	lockstep  = "lockstep"
	saturated = "saturated"
	paced     = "paced"
	stalled   = "stalled"
)

// The phase with sockets that never read: how many there are, and how many others at
// most. More than these would ask for gigabytes a second.
const (
	stallers      = 5
	stalledAtMost = 100
)

func (g *group) paces() []pace {
	paces := []pace{
		{phase: warmUp, inFlight: 1, size: usualSize, length: warming},
		{phase: lockstep, inFlight: 1, size: usualSize, length: g.length},
		{phase: saturated, inFlight: 64, size: usualSize, length: g.length},
		{phase: paced, every: calmInterval(g.sockets), size: usualSize, length: max(g.length, 4*calmInterval(g.sockets))},
	}
	if g.stalled > 0 && g.sockets <= stalledAtMost {
		paces = append(paces, pace{phase: stalled, every: time.Second / 400, size: largeSize, length: g.stalled})
	}
	return paces
}

// calmInterval is the time between two events of the given pace: a tenth to a fifth of
// one core's work for the best servers.
func calmInterval(sockets int) time.Duration {
	switch {
	case sockets <= 100:
		return 10 * time.Millisecond
	case sockets <= 1000:
		return 50 * time.Millisecond
	default:
		return 500 * time.Millisecond
	}
}
