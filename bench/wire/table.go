//go:build linux

package main

import (
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
)

// figure is a row of the table: what of a phase is shown, as a multiple of unit.
type figure struct {
	title string
	phase string
	unit  float64
	of    func(reading) float64
	alone bool // there is no sense in a ratio
}

// figures are the rows. Memory is in KiB, times are in microseconds or milliseconds.
var figures = []figure{
	{"lockstep: CPU per delivery, µs", lockstep, 1, func(r reading) float64 { return r.ProcessorPerDelivery }, false},
	{"lockstep: until the last client has it, ms", lockstep, 1e3, func(r reading) float64 { return r.LastClient }, false},
	{"lockstep: cores that others had meanwhile", lockstep, 1, func(r reading) float64 { return r.OtherCores }, true},
	{"saturated: deliveries a second, thousands", saturated, 1e3, func(r reading) float64 { return r.DeliveriesPerSecond }, false},
	{"saturated: CPU per delivery, µs", saturated, 1, func(r reading) float64 { return r.ProcessorPerDelivery }, false},
	{"saturated: this program's share of its core", saturated, 1, func(r reading) float64 { return r.DriverCore }, true},
	{"paced: posted to received, median, ms", paced, 1e3, func(r reading) float64 { return r.LatencyMedian }, false},
	{"paced: posted to received, p99, ms", paced, 1e3, func(r reading) float64 { return r.Latency99 }, false},
	{"stalled: the others, median, ms", stalled, 1e3, func(r reading) float64 { return r.LatencyMedian }, false},
	{"stalled: the others, p99, ms", stalled, 1e3, func(r reading) float64 { return r.Latency99 }, false},
	{fmt.Sprintf("stalled: hung up on, of %d that never read", stallers), stalled, 1, func(r reading) float64 { return float64(r.Abandoned) }, true},
	{"idle: memory per socket, KiB", idle, 1 << 10, func(r reading) float64 { return r.MemoryPerSocket }, false},
}

// printTable writes what was measured with one number of sockets. Beneath each figure
// stands its ratio to the first server's.
func printTable(w io.Writer, names []string, readings []reading) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	rounds := readings[len(readings)-1].Round
	fmt.Fprintf(t, "\n%d sockets to each server, %d rounds: medians, and how they compare to %s: median [quartiles] of the rounds' ratios\n\n",
		readings[0].Sockets, rounds, names[0])
	for _, name := range names {
		fmt.Fprintf(t, "\t%s", name)
	}
	fmt.Fprintln(t)
	for _, f := range figures {
		f.print(t, names, readings)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	printFaults(w, readings)
	return nil
}

func (f figure) print(w io.Writer, names []string, readings []reading) {
	if !slices.ContainsFunc(readings, func(r reading) bool { return r.Phase == f.phase }) {
		return
	}
	fmt.Fprintf(w, "%s", f.title)
	for _, name := range names {
		fmt.Fprintf(w, "\t%.3g", quantile(f.values(name, readings), 0.5)/f.unit)
	}
	fmt.Fprintln(w)
	if f.alone {
		return
	}
	fmt.Fprintf(w, "\t")
	for _, name := range names[1:] {
		fmt.Fprintf(w, "\t%s", spread(f.ratios(name, names[0], readings)))
	}
	fmt.Fprintln(w)
}

// spread shows ratios, if there are any.
func spread(ratios []float64) string {
	if len(ratios) == 0 {
		return ""
	}
	return fmt.Sprintf("× %.2f [%.2f–%.2f]", quantile(ratios, 0.5), quantile(ratios, 0.25), quantile(ratios, 0.75))
}

func (f figure) values(name string, readings []reading) (values []float64) {
	for _, r := range readings {
		if r.Phase == f.phase && r.Server == name {
			values = append(values, f.of(r))
		}
	}
	return values
}

// ratios are name's to base's, of the same round in the same group: minutes apart this
// machine may be another.
func (f figure) ratios(name, base string, readings []reading) (ratios []float64) {
	for _, r := range readings {
		if r.Phase != f.phase || r.Server != name {
			continue
		}
		for _, b := range readings {
			if b.Phase == f.phase && b.Server == base && b.Group == r.Group && b.Round == r.Round && f.of(b) > 0 {
				ratios = append(ratios, f.of(r)/f.of(b))
			}
		}
	}
	return ratios
}

// printFaults tells what should not have happened.
func printFaults(w io.Writer, readings []reading) {
	for _, r := range readings {
		if r.Lost != 0 || r.Closed > 0 || r.Failures > 0 {
			fmt.Fprintf(w, "%s, %s, round %d: %d of %d deliveries missing, %d sockets closed, %d failures %q\n",
				r.Server, r.Phase, r.Round, r.Lost, r.Lost+r.Delivered, r.Closed, r.Failures, r.Failure)
		}
	}
}
