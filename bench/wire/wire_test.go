//go:build linux

package main

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestMain lets the test's binary be the floor, as the program's is.
func TestMain(m *testing.M) {
	if floor := os.Getenv(floorVariable); floor != "" {
		exit(serveFloor(floor))
	}
	os.Exit(m.Run())
}

// startFloor starts the floor and connects so many sockets to it.
func startFloor(t *testing.T, sockets int) *group {
	t.Helper()
	o := options{rounds: 1, length: 50 * time.Millisecond}
	if err := o.place(); err != nil {
		t.Fatal(err)
	}
	l, err := newLoop()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(l.close)
	g := &group{options: o, loop: l, sockets: sockets}
	t.Cleanup(g.stop)
	if err := g.start(t.Context(), serverNamed("floor")); err != nil {
		t.Fatal(err)
	}
	return g
}

func TestEveryEventReachesEverySocket(t *testing.T) {
	const sockets = 20
	g := startFloor(t, sockets)
	readings, err := g.round(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	phases := make(map[string]reading)
	for _, r := range readings {
		phases[r.Phase] = r
		if r.Posted == 0 || r.Delivered != r.Posted*sockets || r.Lost != 0 || r.Closed != 0 || r.Failures != 0 {
			t.Errorf("%s: %d events to %d sockets: %d delivered, %d lost, %d closed, %d failures %q",
				r.Phase, r.Posted, sockets, r.Delivered, r.Lost, r.Closed, r.Failures, r.Failure)
		}
	}
	if r := phases[lockstep]; r.LastClient <= 0 || r.ProcessorPerDelivery <= 0 {
		t.Errorf("lockstep: the last client after %v µs for %v µs of work; both should be something", r.LastClient, r.ProcessorPerDelivery)
	}
	if r := phases[saturated]; r.DeliveriesPerSecond <= 0 {
		t.Errorf("saturated: got %v deliveries a second", r.DeliveriesPerSecond)
	}
	if r := phases[paced]; r.LatencyMedian <= 0 || r.Latency99 < r.LatencyMedian {
		t.Errorf("paced: got median %v and p99 %v µs", r.LatencyMedian, r.Latency99)
	}
}

func TestSocketsThatNeverReadAreSeenToBeClosed(t *testing.T) {
	g := startFloor(t, 10)
	flood := pace{phase: stalled, every: 100 * time.Microsecond, size: largeSize, length: 2 * time.Second}
	r, err := measure(t.Context(), g.crowds[0], flood)
	if err != nil {
		t.Fatal(err)
	}
	if r.Abandoned != stallers {
		t.Errorf("got %d of %d sockets that never read closed, after %d events", r.Abandoned, stallers, r.Posted)
	}
	if r.Lost != 0 || r.Closed != 0 {
		t.Errorf("the others: %d deliveries lost, %d sockets closed", r.Lost, r.Closed)
	}
}

func TestServerThatDoesNotListenIsShownWithItsWords(t *testing.T) {
	o := options{aurora: "/bin/ls"}
	s := serverNamed("aurora")
	defer s.stop()
	if err := s.start(t.Context(), o); err == nil || !strings.Contains(err.Error(), "aurora does not listen") || !strings.Contains(err.Error(), "unrecognized option '--rate'") {
		t.Errorf("got %v, want that it does not listen, and what it printed", err)
	}
}

func TestServerIsStartedAlikeEachTime(t *testing.T) {
	o := options{aurora: "/a/aurora", peers: "/a/peers", self: "/a/wire"}
	for _, s := range servers {
		words, env := s.command(o, "127.0.0.1:80")
		again, envAgain := s.command(o, "127.0.0.1:80")
		if diff := cmp.Diff([][]string{words, env}, [][]string{again, envAgain}); diff != "" {
			t.Errorf("%s: %s", s.name, diff)
		}
	}
}

func TestWorkIsSeenWhereItIsDone(t *testing.T) {
	var before, after work
	if err := before.read(os.Getpid()); err != nil {
		t.Fatal(err)
	}
	for after = before; after.server-before.server < 50*time.Millisecond; { // this test's own work
		if err := after.read(os.Getpid()); err != nil {
			t.Fatal(err)
		}
	}
	if done := after.machine - before.machine; done < 20*time.Millisecond {
		t.Errorf("this process worked 50 ms, and the whole machine %v", done)
	}
}
