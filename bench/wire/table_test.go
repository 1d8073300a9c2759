//go:build linux

package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestQuantilesLieBetweenValues(t *testing.T) {
	values := []float64{40, 10, 30, 20}
	for q, want := range map[float64]float64{0: 10, 0.25: 17.5, 0.5: 25, 1: 40} {
		if got := quantile(values, q); got != want {
			t.Errorf("%v: got %v, want %v", q, got, want)
		}
	}
	if got := quantile([]float64(nil), 0.5); got != 0 {
		t.Errorf("of none: got %v", got)
	}
}

func TestRatiosAreTakenWithinARoundAndGroup(t *testing.T) {
	cpu := func(server string, group, round int, value float64) reading {
		return reading{Server: server, Group: group, Round: round, Phase: lockstep, ProcessorPerDelivery: value}
	}
	readings := []reading{
		cpu("bun", 1, 1, 4), cpu("aurora", 1, 1, 2),
		cpu("bun", 1, 2, 8), cpu("aurora", 1, 2, 6),
		cpu("bun", 2, 1, 10), cpu("floor", 2, 1, 5),
		cpu("bun", 2, 2, 0), cpu("floor", 2, 2, 5), // nothing was delivered: no ratio
	}
	got := [][]float64{figures[0].ratios("aurora", "bun", readings), figures[0].ratios("floor", "bun", readings)}
	if diff := cmp.Diff([][]float64{{0.5, 0.75}, {0.5}}, got); diff != "" {
		t.Error(diff)
	}
}

func TestTableShowsFiguresRatiosAndFaults(t *testing.T) {
	readings := []reading{
		{Server: "bun", Sockets: 100, Group: 1, Round: 1, Phase: lockstep, ProcessorPerDelivery: 4},
		{Server: "aurora", Sockets: 100, Group: 1, Round: 1, Phase: lockstep, ProcessorPerDelivery: 3, Lost: 2, Delivered: 98},
	}
	var out strings.Builder
	if err := printTable(&out, []string{"bun", "aurora"}, readings); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"100 sockets", "lockstep: CPU per delivery, µs", "× 0.75 [0.75–0.75]", "aurora, lockstep, round 1: 2 of 100 deliveries missing"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is missing in\n%s", want, out.String())
		}
	}
	if strings.Contains(out.String(), saturated) {
		t.Errorf("a phase that was not measured is shown:\n%s", out.String())
	}
}

func TestGroupsAllHaveTheFirst(t *testing.T) {
	names := []string{"bun", "aurora", "node-ws", "floor"}
	if diff := cmp.Diff([][]string{names}, groups(names, 4)); diff != "" {
		t.Error(diff)
	}
	want := [][]string{{"bun", "aurora", "node-ws"}, {"bun", "floor"}}
	if diff := cmp.Diff(want, groups(names, 3)); diff != "" {
		t.Error(diff)
	}
}

func TestTheDiskIsToldBesideWhatDurabilityCosts(t *testing.T) {
	var out strings.Builder
	printDurable(&out, []reading{
		{Server: "aurora", Round: 1, Phase: paced, Latency99: 1000},
		{Server: durable, Round: 1, Phase: paced, Latency99: 4000},
		{Server: "disk", Round: 1, Phase: flushed, Latency99: 2500},
	})
	if got := out.String(); !strings.Contains(got, "adds 3 ms") || !strings.Contains(got, "p99 of 2.5 ms; 0.5 ms more") {
		t.Errorf("got %s", got)
	}
	out.Reset()
	if printDurable(&out, []reading{{Server: "aurora", Round: 1, Phase: paced}}); out.Len() > 0 {
		t.Errorf("got %s although nothing was kept", &out)
	}
}
