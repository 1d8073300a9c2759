package economy

import (
	"strings"
	"testing"
)

// TestTheWallClockIsReadAlone looks for the reading of the other clock that Go keeps
// with a time: with it, a clock that was set would never seem to have been moved.
func TestTheWallClockIsReadAlone(t *testing.T) {
	var g guard
	g.trustClock(SystemClock())
	if text := g.wall.String(); strings.Contains(text, "m=") {
		t.Errorf("%s carries the other clock", text)
	}
}
