package discord

import (
	"fmt"
	"testing"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/snowflake"
)

func TestWhatReadyNoLongerListsIsGoneAndAnOutageGoesOn(t *testing.T) {
	var g guilds
	g.arrive(1, 0, "kept", 10)
	g.arrive(2, 0, "left", 20)
	g.arrive(3, 1, "of another shard", 30)
	g.arrive(4, 0, "in an outage", 40)
	g.depart(4)
	members, gone := g.expect(0, []snowflake.ID{1, 4, 5})
	if fmt.Sprint(members) != "[10 40 0]" || len(gone) != 1 || gone[0] != (event.Ref{ID: 2, Name: "left"}) {
		t.Errorf("got %v, gone %v", members, gone)
	}
	if before := g.arrive(4, 0, "in an outage", 40); before != unavailable {
		t.Errorf("the end of an outage is not noticed: it was %v", before)
	}
	if before := g.arrive(1, 0, "kept", 10); before != expected {
		t.Errorf("a guild that READY lists is %v, want expected", before)
	}
	if g.name(3) != "of another shard" {
		t.Error("a shard's READY has removed another's guild")
	}
}
