// Package simtest runs the simulated Discord for tests and holds all that passes over the wire against
// what Discord itself publishes about it, so that a simulator which flatters its bot is found out.
//
// It is for tests only: the documents stay out of the program.
package simtest

import (
	"testing"

	"github.com/aurorabot/aurora/internal/discord/discordsim"
)

// New is a simulator, to be run and served by the caller. Whatever does not fit Discord's documents fails
// the test, which must outlive the simulator.
func New(t testing.TB, cfg discordsim.Config) *discordsim.Simulator {
	t.Helper()
	documents, err := readDocuments()
	if err != nil {
		t.Fatal(err)
	}
	cfg.Frames = func(frame []byte) {
		if err := documents.checkFrame(frame); err != nil {
			t.Error(err)
		}
	}
	cfg.Calls = func(call discordsim.RESTCall) {
		if err := documents.checkCall(call); err != nil {
			t.Error(err)
		}
	}
	return discordsim.New(cfg)
}

// documents are what Discord publishes about its wire, made ready for checks.
type documents struct {
	calls  rules
	frames *frames
}

func readDocuments() (d documents, err error) {
	if d.calls, err = readRules(); err != nil {
		return d, err
	}
	d.frames, err = readFrames()
	return d, err
}
