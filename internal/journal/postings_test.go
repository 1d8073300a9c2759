package journal

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/aurorabot/aurora/internal/event"
)

func TestASetOfGranulesIsReadBackAsItWasWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var set granules
		for _, n := range rapid.SliceOf(rapid.IntRange(0, maxGranules-1)).Draw(t, "granules") {
			set.add(n)
		}
		behind := []byte{1, 2, 3}
		written, rest, err := cutSet(append(set.appendTo(nil), behind...))
		if err != nil || string(rest) != string(behind) {
			t.Fatalf("left %v, %v", rest, err)
		}
		if got := parseSet(written); got != set {
			t.Fatalf("got %x, want %x", got, set)
		}
	})
}

func TestChunksReachFromTheFirstToTheLastInWhateverOrder(t *testing.T) {
	for range 50 { // a map's order is another each time
		if got := reach(map[uint64]granules{0: {1}, 1: {1}, 7: {1}}); got != (span{0, 7}) {
			t.Fatalf("got %v, want 0 to 7", got)
		}
	}
}

// FuzzABucketThatIsDamagedIsAnErrorAtMost reads rows that no index has written.
func FuzzABucketThatIsDamagedIsAnErrorAtMost(f *testing.F) {
	p := newPostings(chunkSize)
	p.add(entry{seq: 4711, kind: "economy.daily.claimed", severity: "info", title: "Daily claimed", guild: 1})
	for _, row := range p.buckets() {
		f.Add(row, uint16(7))
	}
	f.Fuzz(func(t *testing.T, row []byte, key uint16) {
		if set, err := lookUp(row, key); err != nil && set != (granules{}) {
			t.Errorf("got %x with the error %v", set, err)
		}
	})
}

func TestEveryPartOfAnEventLeadsToItsGranule(t *testing.T) {
	p := newPostings(chunkSize)
	shard := 3
	e := entry{
		seq: 8192 + 4711, kind: "economy.daily.claimed", severity: "info", guild: 1<<64 - 1, user: 7, shard: &shard, trace: "9",
		title: "Daily CLAIMED", message: "É",
	}
	p.add(e)
	rows := p.buckets()
	for _, f := range []Filter{
		{Types: []string{e.kind}},
		{Types: []string{"e*"}},
		{Types: []string{"economy.*"}},
		{Types: []string{"economy.daily.claimed*"}},
		{Severities: []event.Severity{event.Info}},
		{Guild: e.guild},
		{User: 7},
		{Shard: &shard},
		{Trace: "9"},
		{Text: "d"},
		{Text: "ed"},
		{Text: "daily claimed"},
		{Text: "ly cl"},
		{Text: "É"},
	} {
		for _, choice := range f.terms() {
			term := choice[0]
			set, err := lookUp(rows[term.bucket()], term.key())
			if err != nil || !set.has(4711/32) || set.count() != 1 {
				t.Errorf("%+v: got %x, %v, want granule %d alone", f, set, err, 4711/32)
			}
		}
	}
	for _, f := range []Filter{{Types: []string{"economy"}}, {Types: []string{"daily*"}}, {User: 8}, {Text: "zq"}, {Text: "claimedÉ"}} {
		missing := false
		for _, choice := range f.terms() {
			set, err := lookUp(rows[choice[0].bucket()], choice[0].key())
			missing = missing || err == nil && set == (granules{})
		}
		if !missing {
			t.Errorf("%+v leads to an event that it does not mean", f)
		}
	}
}
