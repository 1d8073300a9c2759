package economytest

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/module"
	"github.com/aurorabot/aurora/internal/modules/economy"
	"github.com/aurorabot/aurora/internal/snowflake"
)

// accountsMakeUpASheet issues, moves and burns coins, takes some back, and adds one by
// hand: only that leaves the guild's accounts with a sum.
func accountsMakeUpASheet(t *testing.T, s Opened) {
	rules := rules(s, noon())
	mira := module.Member{Ref: named(1)}
	must[economy.Claimed](t)(rules.ClaimDaily(t.Context(), use(1, 1)))
	must[economy.Adjusted](t)(rules.Grant(t.Context(), use(2, 0), mira, 500, "a prize"))
	must[economy.Adjusted](t)(rules.Grant(t.Context(), use(3, 0), mira, 70, "by mistake"))
	must[economy.Reversed](t)(rules.Reverse(t.Context(), use(4, 0), "3", "by mistake"))
	must[economy.Adjusted](t)(rules.Deduct(t.Context(), use(5, 0), mira, 40, "a fine"))
	must[economy.Paid](t)(rules.Pay(t.Context(), use(6, 1), economy.Payment{To: module.Member{Ref: named(2)}, Amount: 10}))
	post(t, s, moving("elsewhere", economy.Mint(guild+1), economy.Account{Guild: guild + 1, Holder: 1<<64 - 1}, 9))
	want := []economy.Sheet{
		{Guild: guild, Accounts: 5, Issued: 600, Burned: 40, Supply: 560},
		{Guild: guild + 1, Accounts: 2, Issued: 9, Supply: 9},
	}
	if diff := cmp.Diff(want, must[[]economy.Sheet](t)(s.Sheets(t.Context()))); diff != "" {
		t.Error(diff)
	}
	if err := rules.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
	if i := rules.Integrity(); !i.Balanced || i.Entries != 7 || i.Sums != (economy.Sheet{Accounts: 7, Issued: 609, Burned: 40, Supply: 569}) {
		t.Errorf("got %+v", i)
	}
	s.Tamper(member(1), -3)
	if sheet := must[[]economy.Sheet](t)(s.Sheets(t.Context()))[0]; sheet.Drift() != -3 {
		t.Errorf("got %+v with a drift of %d", sheet, sheet.Drift())
	}
}

// entriesAndWhoWasActiveAreCounted counts before and after the sums are brought up to
// date, and a member once in each guild.
func entriesAndWhoWasActiveAreCounted(t *testing.T, s Opened) {
	at := time.Date(2026, 11, 21, 12, 30, 0, 0, time.UTC)
	entries := int64(0)
	move := func(at time.Time, from, to economy.Account) {
		entries++
		tr := moving(fmt.Sprint(entries), from, to, 1)
		tr.Time = at
		post(t, s, tr)
	}
	want := func(since time.Time, active int64) {
		t.Helper()
		if got := must[int64](t)(s.Count(t.Context())); got != entries {
			t.Errorf("counted %d entries, want %d", got, entries)
		}
		if err := s.Sum(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := must[int64](t)(s.Count(t.Context())); got != entries {
			t.Errorf("counted %d entries after they were summed up, want %d", got, entries)
		}
		if got := must[int64](t)(s.Active(t.Context(), since)); got != active {
			t.Errorf("%d were active since %s, want %d", got, since, active)
		}
	}
	want(at, 0)
	move(at.Add(-2*time.Hour), economy.Mint(guild), member(1))
	move(at, economy.Mint(guild), member(2))
	want(at.Add(-2*time.Hour), 2)
	want(at.Add(29*time.Minute), 1) // the same hour
	move(at.Add(time.Hour), member(2), member(1))
	move(at.Add(-time.Hour), economy.Mint(guild), member(1)) // by a clock that was put back
	move(at.Add(time.Hour), economy.Mint(guild+1), economy.Account{Guild: guild + 1, Holder: member(1).Holder})
	want(at.Add(time.Hour), 3)
	want(at.Add(2*time.Hour), 0)
}

// theLargestTransfersOfADayAreFound wants neither what is older or newer nor what is no
// transfer.
func theLargestTransfersOfADayAreFound(t *testing.T, s Opened) {
	begin := time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)
	move := func(key string, kind economy.Kind, at time.Time, amount int64) {
		tr := moving(key, economy.Mint(guild), member(1), amount)
		tr.Kind, tr.Time = kind, at
		post(t, s, tr)
	}
	move("before", economy.Transfer, begin.Add(-time.Millisecond), 90)
	move("first", economy.Transfer, begin, 50)
	move("small", economy.Transfer, begin.Add(time.Hour), 1)
	move("daily", economy.Daily, begin.Add(time.Hour), 80)
	for n := range 3 { // in one hour more than are asked for
		move(fmt.Sprint("noon ", n), economy.Transfer, begin.Add(12*time.Hour), 60)
	}
	move("last", economy.Transfer, begin.Add(24*time.Hour-time.Millisecond), 70)
	move("after", economy.Transfer, begin.Add(24*time.Hour), 90)
	for limit, want := range map[int][]string{
		2:  {"last", "noon 2"},
		10: {"last", "noon 2", "noon 1", "noon 0", "first", "small"},
	} {
		var keys []string
		for _, e := range must[[]economy.Entry](t)(s.Largest(t.Context(), begin.Add(59*time.Minute), limit)) {
			keys = append(keys, e.Key)
		}
		if diff := cmp.Diff(want, keys); diff != "" {
			t.Errorf("the largest %d: %s", limit, diff)
		}
	}
}

// streaksAreCountedByTheirLastDay sets streaks as claims would, in two guilds of which
// one has a zone of its own.
func streaksAreCountedByTheirLastDay(t *testing.T, s Opened) {
	set := func(a economy.Account, day string, length int) {
		tr := moving(fmt.Sprint(a.Guild, a.Holder, day), economy.Mint(a.Guild), a, 1)
		tr.Postings = func(book economy.Book) ([]economy.Posting, error) {
			return []economy.Posting{{From: economy.Mint(a.Guild), To: a, Amount: 1}},
				book.SetStreak(a, economy.Streak{Day: day, Length: length})
		}
		post(t, s, tr)
	}
	elsewhere := economy.Account{Guild: guild + 1, Holder: member(1).Holder}
	set(member(1), "2026-11-21", 4)
	set(member(2), "2026-11-21", 9)
	set(member(3), "2026-11-21", 4)
	set(member(4), "2026-11-19", 30)
	set(member(5), "2026-11-18", 300)
	set(elsewhere, "2026-11-21", 7)
	in := use(1, 0)
	in.Guild.ID = guild + 1
	must[economy.Config](t)(rules(s, noon()).Configure(t.Context(), in, economy.Change{Zone: new("Asia/Tokyo")}))
	want := []economy.Streaks{
		{Guild: guild, Zone: "UTC", Day: "2026-11-19", Count: 1, Days: 30, Longest: 30},
		{Guild: guild, Zone: "UTC", Day: "2026-11-21", Count: 3, Days: 17, Longest: 9},
		{Guild: guild + 1, Zone: "Asia/Tokyo", Day: "2026-11-21", Count: 1, Days: 7, Longest: 7},
	}
	if diff := cmp.Diff(want, must[[]economy.Streaks](t)(s.Streaks(t.Context(), "2026-11-19"))); diff != "" {
		t.Error(diff)
	}
	longest := []economy.Streaking{{Account: member(2), Days: 9}, {Account: member(1), Days: 4}}
	if diff := cmp.Diff(longest, must[[]economy.Streaking](t)(s.Longest(t.Context(), guild, "2026-11-21", 2))); diff != "" {
		t.Error(diff)
	}
}

// namesAreLookedUp for accounts of several guilds, of which not all have one.
func namesAreLookedUp(t *testing.T, s Opened) {
	called := func(a economy.Account, name string) {
		tr := moving(a.Guild.String()+name, economy.Mint(a.Guild), a, 1)
		tr.Members = []event.Ref{{ID: a.Holder, Name: name}}
		post(t, s, tr)
	}
	last := economy.Account{Guild: 1<<64 - 1, Holder: 1<<64 - 1}
	elsewhere := economy.Account{Guild: guild + 1, Holder: member(1).Holder}
	called(member(1), "mira")
	called(elsewhere, "mira in another guild")
	called(last, "the last")
	called(member(2), "")
	asked := []economy.Account{member(1), elsewhere, last, member(2), {Guild: guild, Holder: snowflake.ID(99)}, economy.Mint(guild)}
	want := map[economy.Account]string{member(1): "mira", elsewhere: "mira in another guild", last: "the last"}
	if diff := cmp.Diff(want, must[map[economy.Account]string](t)(s.Names(t.Context(), asked))); diff != "" {
		t.Error(diff)
	}
	if names := must[map[economy.Account]string](t)(s.Names(t.Context(), nil)); len(names) != 0 {
		t.Errorf("of nobody: %v", names)
	}
}
