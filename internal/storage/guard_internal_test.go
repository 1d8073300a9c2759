package storage

import (
	"testing"
	"time"
)

func TestAStateOfTheDiskIsLeftOnlyWithRoomForTheReserve(t *testing.T) {
	g := newGuard("aurora.db", Options{WarnBelow: 256, RefuseBelow: 64, Reserve: 16})
	for _, step := range []struct {
		free uint64
		want SpaceState
	}{
		{1000, SpaceOK},
		{256, SpaceOK},
		{255, SpaceLow},
		{271, SpaceLow},
		{272, SpaceOK},
		{63, SpaceFull},
		{79, SpaceFull}, // which is what giving up the reserve alone makes of 63
		{80, SpaceLow},
		{64, SpaceLow},
		{0, SpaceFull},
		{1000, SpaceOK},
	} {
		g.space.State = g.judge(step.free)
		if g.space.State != step.want {
			t.Errorf("%d free: got %s, want %s", step.free, g.space.State, step.want)
		}
	}
}

func TestADiskThatTookNoMoreIsFullForAWhileWhateverItSays(t *testing.T) {
	g := newGuard("aurora.db", Options{RefuseBelow: 64})
	g.meetFull()
	if got := g.current().State; got != SpaceFull {
		t.Errorf("got %s", got)
	}
	if got := g.judge(1 << 40); got != SpaceFull {
		t.Errorf("at the next look: got %s", got)
	}
	g.until = time.Now()
	if got := g.judge(1 << 40); got != SpaceOK {
		t.Errorf("afterwards: got %s", got)
	}
}

func TestNoThresholdIsNeverMet(t *testing.T) {
	if got := newGuard("aurora.db", Options{Reserve: 16}).judge(0); got != SpaceOK {
		t.Errorf("got %s", got)
	}
}
