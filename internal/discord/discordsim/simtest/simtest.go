// Package simtest runs the simulated Discord for tests and holds all that passes over the wire against
// what Discord itself publishes about it, so that a simulator which flatters its bot is found out.
//
// It is for tests only: the documents stay out of the program.
package simtest

import (
	"net/http"
	"testing"

	"github.com/aurorabot/aurora/internal/discord/discordsim"
)

// New is a simulator and the handler that serves it. The caller runs and serves it; whatever does not fit
// Discord's documents fails the test, which must outlive the simulator.
func New(t testing.TB, cfg discordsim.Config) (*discordsim.Simulator, http.Handler) {
	t.Helper()
	frames, err := readFrames()
	if err != nil {
		t.Fatal(err)
	}
	cfg.Frames = func(frame []byte) {
		if err := frames.check(frame); err != nil {
			t.Errorf("the frame %.300s is not as Discord's types have it: %v", frame, err)
		}
	}
	simulator := discordsim.New(cfg)
	return simulator, Checked(t, simulator.Handler())
}
