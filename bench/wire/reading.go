//go:build linux

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"time"
)

// reading is what one phase of one round said about one server. What a phase does not
// measure is zero. Times are in microseconds, memory in bytes.
type reading struct {
	Server  string `json:"server"`
	Sockets int    `json:"sockets"`
	Group   int    `json:"group"` // of servers that ran at once
	Round   int    `json:"round"` // 0 = before the first
	Phase   string `json:"phase"`

	Seconds   float64 `json:"seconds,omitempty"` // to the last delivery
	Posted    int64   `json:"posted,omitempty"`
	Delivered int64   `json:"delivered,omitempty"`
	Lost      int64   `json:"lost,omitempty"`
	Closed    int     `json:"closed,omitempty"`    // sockets that the server closed, of those that read
	Abandoned int     `json:"abandoned,omitempty"` // and of those that never read
	Failures  int64   `json:"failures,omitempty"`  // of requests, and frames that nobody understands
	Failure   string  `json:"failure,omitempty"`

	ProcessorPerDelivery float64 `json:"processorPerDelivery,omitempty"`
	DeliveriesPerSecond  float64 `json:"deliveriesPerSecond,omitempty"`
	LastClient           float64 `json:"lastClient,omitempty"` // the median of events
	LatencyMedian        float64 `json:"latencyMedian,omitempty"`
	Latency99            float64 `json:"latency99,omitempty"`
	MemoryPerSocket      float64 `json:"memoryPerSocket,omitempty"`
	DriverCore           float64 `json:"driverCore,omitempty"` // how much of a core this program needed
	OtherCores           float64 `json:"otherCores,omitempty"` // how many all but this program and the server had
}

// measure runs a phase.
func measure(ctx context.Context, c *crowd, p pace) (reading, error) {
	if p.phase != stalled {
		return measurePhase(ctx, c, p)
	}
	silent, err := openStalled(ctx, c)
	if err != nil {
		return reading{}, err
	}
	defer silent.close()
	r, err := measurePhase(ctx, c, p)
	if err != nil {
		return reading{}, err
	}
	r.Abandoned, err = silent.abandoned()
	return r, err
}

func measurePhase(ctx context.Context, c *crowd, p pace) (reading, error) {
	ph, err := newPhase(ctx, c, p)
	if err != nil {
		return reading{}, err
	}
	defer ph.close()
	closed, strange := c.closed, c.strange
	spent, err := ph.runMetered()
	if err != nil {
		return reading{}, err
	}
	if c.server.hasEnded() {
		return reading{}, fmt.Errorf("%s has ended:\n%s", c.server.name, c.server.said())
	}
	r := ph.reading(spent)
	r.Closed, r.Failures = c.closed-closed, r.Failures+int64(c.strange-strange)
	return r, nil
}

// work is processor time.
type work struct{ server, driver, machine, wall time.Duration }

// runMetered runs the phase and reads processor times before and after.
func (p *phase) runMetered() (work, error) {
	var begin, end work
	if err := begin.read(p.crowd.server.pid()); err != nil {
		return work{}, err
	}
	if err := p.run(); err != nil {
		return work{}, err
	}
	if err := end.read(p.crowd.server.pid()); err != nil {
		return work{}, err
	}
	return work{end.server - begin.server, end.driver - begin.driver, end.machine - begin.machine, end.wall - begin.wall}, nil
}

func (w *work) read(pid int) (err error) {
	if w.server, err = processorTime(pid); err != nil {
		return err
	}
	w.wall = time.Duration(now())
	if w.driver, err = processorTime(os.Getpid()); err != nil {
		return err
	}
	w.machine, err = machineTime()
	return err
}

// reading puts together what the phase has counted.
func (p *phase) reading(spent work) reading {
	seconds := time.Duration(p.last - p.began).Seconds()
	r := reading{
		Server: p.crowd.server.name, Sockets: len(p.crowd.clients), Phase: p.phase,
		Seconds: seconds, Posted: p.posted, Delivered: p.arrived, Lost: p.expected() - p.arrived,
		Failures: p.failures, Failure: p.failure,
		LastClient:    micros(quantile(p.spreads, 0.5)),
		LatencyMedian: micros(quantile(p.latencies, 0.5)),
		Latency99:     micros(quantile(p.latencies, 0.99)),
		DriverCore:    spent.driver.Seconds() / spent.wall.Seconds(),
		OtherCores:    max(0, (spent.machine-spent.server-spent.driver).Seconds()/spent.wall.Seconds()),
	}
	if p.arrived > 0 {
		r.ProcessorPerDelivery = micros(spent.server) / float64(p.arrived)
		r.DeliveriesPerSecond = float64(p.arrived) / seconds
	}
	return r
}

func micros(d time.Duration) float64 { return float64(d) / float64(time.Microsecond) }

// quantile sorts values and returns the one below which the part q of them is; 0 of
// none.
func quantile[T ~int64 | ~float64](values []T, q float64) T {
	if len(values) == 0 {
		return 0
	}
	slices.Sort(values)
	at := q * float64(len(values)-1)
	below := int(at)
	if below+1 == len(values) {
		return values[below]
	}
	return values[below] + T((at-float64(below))*float64(values[below+1]-values[below]))
}

// writeReadings writes all rounds to a file.
func writeReadings(path string, all []reading) error {
	text, err := json.MarshalIndent(all, "", "\t")
	if err != nil {
		return err
	}
	return os.WriteFile(path, append(text, '\n'), 0o644)
}
