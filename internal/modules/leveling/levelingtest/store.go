// Package levelingtest says, as tests, what every [leveling.Store] obeys, and holds a
// store in memory that does.
package levelingtest

import (
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/aurorabot/aurora/internal/modules/leveling"
	"github.com/aurorabot/aurora/internal/snowflake"
)

var errAway = errors.New("levelingtest: the store is away")

// start is when the tests begin.
var start = time.Date(2026, 11, 21, 18, 0, 0, 0, time.UTC)

func member(n int) leveling.Member {
	return leveling.Member{Guild: 1 << 40, User: 1<<50 + snowflake.ID(n)}
}

// use is one that is worth 20 points, some time after the start.
func use(interaction int, of leveling.Member, after time.Duration) leveling.Use {
	return leveling.Use{Member: of, Interaction: snowflake.ID(interaction), Time: start.Add(after), XP: 20}
}

// TestStore runs the suite; open returns a new store for each test.
func TestStore(t *testing.T, open func(*testing.T) leveling.Store) {
	for name, test := range map[string]func(*testing.T, leveling.Store){
		"a use is credited once":                 aUseIsCreditedOnce,
		"repetition gives nothing":               repetitionGivesNothing,
		"the log is counted once":                theLogIsCountedOnce,
		"two followers credit as one":            twoFollowersCreditAsOne,
		"members stand by their experience":      membersStandByTheirExperience,
		"each guild has its own members":         eachGuildHasItsOwnMembers,
		"what is counted is known":               whatIsCountedIsKnown,
		"the largest ids are ids like any other": theLargestIDsAreIDsLikeAnyOther,
	} {
		t.Run(name, func(t *testing.T) { test(t, open(t)) })
	}
}

func credit(t *testing.T, s leveling.Store, upTo uint64, uses ...leveling.Use) {
	t.Helper()
	if err := s.Credit(t.Context(), uses, upTo); err != nil {
		t.Error(err)
	}
}

func want(t *testing.T, s leveling.Store, of leveling.Member, xp int64, place int) {
	t.Helper()
	got, err := s.Standing(t.Context(), of)
	if want := (leveling.Standing{XP: xp, Place: place}); got != want || err != nil {
		t.Errorf("got %+v, %v, want %+v", got, err, want)
	}
}

func aUseIsCreditedOnce(t *testing.T, s leveling.Store) {
	credit(t, s, 1, use(7, member(1), 0), use(7, member(1), 5*time.Minute))
	credit(t, s, 2, use(7, member(1), 30*time.Minute), use(8, member(1), 31*time.Minute))
	want(t, s, member(1), 40, 1)
	want(t, s, member(2), 0, 0)
}

func repetitionGivesNothing(t *testing.T, s leveling.Store) {
	credit(t, s, 1, use(1, member(1), 0), use(2, member(1), 59*time.Second), use(3, member(2), 59*time.Second))
	want(t, s, member(1), 20, 1)
	credit(t, s, 2, use(4, member(1), time.Minute)) // after the one that counted
	want(t, s, member(1), 40, 1)
	want(t, s, member(2), 20, 2)
}

func theLogIsCountedOnce(t *testing.T, s leveling.Store) {
	credit(t, s, 10, use(1, member(1), 0))
	credit(t, s, 10, use(2, member(1), time.Hour))
	credit(t, s, 9, use(3, member(1), 2*time.Hour))
	want(t, s, member(1), 20, 1)
}

func twoFollowersCreditAsOne(t *testing.T, s leveling.Store) {
	var followers sync.WaitGroup
	for range 2 {
		followers.Go(func() {
			for n := range 20 {
				credit(t, s, uint64(n+1), use(n+1, member(1), time.Duration(n)*time.Minute), use(n+100, member(2), time.Duration(n)*time.Minute))
			}
		})
	}
	followers.Wait()
	want(t, s, member(1), 400, 1)
	want(t, s, member(2), 400, 2)
}

func membersStandByTheirExperience(t *testing.T, s leveling.Store) {
	credit(t, s, 1, use(1, member(1), 0), use(2, member(2), 0), use(3, member(3), 0), use(4, member(3), time.Minute))
	want(t, s, member(3), 40, 1)
	want(t, s, member(1), 20, 2)
	want(t, s, member(2), 20, 3)
}

func eachGuildHasItsOwnMembers(t *testing.T, s leveling.Store) {
	elsewhere := leveling.Member{Guild: 5, User: member(1).User}
	credit(t, s, 1, use(1, member(1), 0), use(2, elsewhere, 0), use(3, elsewhere, time.Minute))
	want(t, s, member(1), 20, 1)
	got, err := s.Experience(t.Context(), 5, []snowflake.ID{elsewhere.User, member(2).User})
	if diff := cmp.Diff(map[snowflake.ID]int64{elsewhere.User: 40}, got); diff != "" || err != nil {
		t.Error(diff, err)
	}
	if got, err := s.Experience(t.Context(), 5, nil); len(got) != 0 || err != nil {
		t.Errorf("of nobody: got %v, %v", got, err)
	}
}

func whatIsCountedIsKnown(t *testing.T, s leveling.Store) {
	if _, known, err := s.Counted(t.Context()); known || err != nil {
		t.Errorf("at first: got %v, %v", known, err)
	}
	credit(t, s, 12)
	if upTo, known, err := s.Counted(t.Context()); upTo != 12 || !known || err != nil {
		t.Errorf("got %d, %v, %v", upTo, known, err)
	}
}

func theLargestIDsAreIDsLikeAnyOther(t *testing.T, s leveling.Store) {
	largest := leveling.Member{Guild: 1<<64 - 1, User: 1<<64 - 1}
	u := use(1, largest, 0)
	u.Interaction = 1<<64 - 1
	credit(t, s, 1, u)
	want(t, s, largest, 20, 1)
	got, err := s.Experience(t.Context(), largest.Guild, []snowflake.ID{largest.User})
	if err != nil || got[largest.User] != 20 {
		t.Errorf("got %v, %v", got, err)
	}
}
