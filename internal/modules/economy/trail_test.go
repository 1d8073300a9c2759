package economy

import (
	"testing"
)

func TestALongTrailFitsAButtonAndForgetsItsBeginning(t *testing.T) {
	var way trail
	for n := range int64(100) {
		way = way.on(Position{Seq: 5_000_000 - n*1000, N: 1})
		if text := way.String(); len(text) > maxTrail {
			t.Fatalf("%q has no room in a button", text)
		}
	}
	read, err := parseTrail(way.String())
	if err != nil || len(read) != len(way) || read.end() != way.end() || len(way) < 5 {
		t.Errorf("got %v, %v, want %v", read, err, way)
	}
	far := trail{}.on(Position{Seq: Oldest.Seq, N: 1})
	if read, err := parseTrail(far.String()); err != nil || read.end() != far.end() {
		t.Errorf("got %v, %v, want %v", read, err, far)
	}
}
