package economytest

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/modules/economy"
)

// anAccountHasAHistory reads one page by page, newest first, while more is posted.
func anAccountHasAHistory(t *testing.T, s Opened) {
	rules := rules(s, noon())
	const total = 25
	for n := range total {
		from, to := economy.Mint(guild), member(1)
		if n%5 == 4 {
			from, to = member(1), member(2)
		}
		post(t, s, moving(fmt.Sprint(n), from, to, 1))
		post(t, s, moving(fmt.Sprint("other ", n), economy.Mint(guild), member(3), 1))
	}
	var keys []string
	has := int64(15)
	for before, pages := economy.Newest, 0; ; pages++ {
		page := must[economy.HistoryPage](t)(rules.History(t.Context(), member(1), before, 10))
		for _, e := range page.Entries {
			keys = append(keys, e.Key)
			if e.After(member(1)) != has {
				t.Errorf("after entry %s there were %d coins, want %d", e.Key, e.After(member(1)), has)
			}
			if has--; e.From == member(1) {
				has += 2
			}
		}
		if !page.More {
			break
		}
		again, err := economy.ParsePosition(page.Next.String())
		if err != nil {
			t.Fatal(err)
		}
		before = again
		post(t, s, moving(fmt.Sprint("meanwhile ", pages), economy.Mint(guild), member(1), 1))
	}
	var want []string
	for n := range total {
		want = append(want, fmt.Sprint(total-1-n))
	}
	if diff := cmp.Diff(want, keys); diff != "" {
		t.Error(diff)
	}
}

// aHolderIsKnownByTheLastName keeps names with accounts, and the last one wins.
func aHolderIsKnownByTheLastName(t *testing.T, s Opened) {
	named := func(key string, names ...string) {
		tr := moving(key, economy.Mint(guild), member(1), 1)
		for _, name := range names {
			tr.Members = append(tr.Members, event.Ref{ID: member(1).Holder, Name: name})
		}
		post(t, s, tr)
	}
	want := func(name string) {
		t.Helper()
		if held := must[economy.Holding](t)(s.Holding(t.Context(), member(1))); held.Name != name {
			t.Errorf("got the name %q, want %q", held.Name, name)
		}
	}
	named("1")
	want("")
	named("2", "mira")
	want("mira")
	named("3") // of whom nothing is said is called as before
	want("mira")
	named("4", "Mira \x00 the \u202ethird")
	pay := moving("5", member(1), member(2), 1)
	pay.Members = []event.Ref{{ID: member(1).Holder, Name: "miranda"}, {ID: member(2).Holder, Name: "nova"}}
	post(t, s, pay)
	want("miranda")
	history := must[[]economy.NamedEntry](t)(s.History(t.Context(), member(2), economy.Newest, 1))
	if len(history) != 1 || history[0].FromName != "miranda" || history[0].ToName != "nova" {
		t.Errorf("got %+v", history)
	}
}

func aGuildHasALeaderboard(t *testing.T, s Opened) {
	for n, coins := range []int64{50, 90, 50, 10, 90} {
		tr := moving(fmt.Sprint(n), economy.Mint(guild), member(n), coins)
		tr.Members = []event.Ref{{ID: member(n).Holder, Name: fmt.Sprint("m", n)}}
		post(t, s, tr)
	}
	elsewhere := economy.Account{Guild: guild + 1, Holder: member(0).Holder}
	post(t, s, moving("elsewhere", economy.Mint(guild+1), elsewhere, 1000))
	rules := rules(s, noon())
	want := []string{"m1 90", "m4 90", "m0 50", "m2 50", "m3 10"}
	var got []string
	for skip := 0; ; skip += 2 {
		page := must[economy.LeaderboardPage](t)(rules.Leaderboard(t.Context(), guild, skip, 2))
		if page.First != skip+1 {
			t.Errorf("the page after %d begins at %d", skip, page.First)
		}
		for n, holder := range page.Holders {
			got = append(got, fmt.Sprint(holder.Name, " ", holder.Coins))
			if place := must[int](t)(rules.Place(t.Context(), use(1, 0), holder.Ref)); place != page.First+n {
				t.Errorf("%s has the place %d, want %d", holder.Name, place, page.First+n)
			}
		}
		if !page.More {
			break
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if place := must[int](t)(rules.Place(t.Context(), use(1, 0), event.Ref{ID: member(77).Holder})); place != 0 {
		t.Errorf("who has no account has the place %d", place)
	}
}

// whatWasMovedIsSummedUp sums by kind, guild and hour, before and after the sums are
// brought up to date.
func whatWasMovedIsSummedUp(t *testing.T, s Opened) {
	at := time.Date(2026, 11, 21, 12, 59, 0, 0, time.UTC)
	n := 0
	move := func(kind economy.Kind, at time.Time, from, to economy.Account, amount int64) {
		n++
		tr := moving(fmt.Sprint(n), from, to, amount)
		tr.Kind, tr.Time = kind, at
		post(t, s, tr)
	}
	want := func(of string, since time.Time, all bool, flows ...economy.Flow) {
		t.Helper()
		in := guild
		if all {
			in = 0
		}
		if diff := cmp.Diff(flows, economy.Total(must[[]economy.Flow](t)(s.Flows(t.Context(), in, since)))); diff != "" {
			t.Errorf("%s: %s", of, diff)
		}
	}
	move(economy.Daily, at, economy.Mint(guild), member(1), 100)
	move(economy.Daily, at.Add(2*time.Hour), economy.Mint(guild), member(2), 300)
	move(economy.Transfer, at.Add(2*time.Hour), member(1), member(2), 30)
	for round := range 2 {
		of := fmt.Sprint("round ", round)
		daily := economy.Flow{Kind: economy.Daily, Count: 2, Moved: 400, Issued: 400, Largest: 300}
		transfer := economy.Flow{Kind: economy.Transfer, Count: 1, Moved: 30, Largest: 30}
		want(of+", all day", at.Add(-24*time.Hour), false, daily, transfer)
		want(of+", the same hour", at.Add(30*time.Second), false, daily, transfer)
		want(of+", the next hour", at.Add(time.Minute), false, economy.Flow{Kind: economy.Daily, Count: 1, Moved: 300, Issued: 300, Largest: 300}, transfer)
		if err := s.Sum(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	move(economy.Deduct, at, member(2), economy.Deductions(guild), 5)
	move(economy.Grant, at, economy.Grants(guild+1), economy.Account{Guild: guild + 1, Holder: member(1).Holder}, 7)
	for range 2 {
		want("one guild", at, false,
			economy.Flow{Kind: economy.Daily, Count: 2, Moved: 400, Issued: 400, Largest: 300},
			economy.Flow{Kind: economy.Deduct, Count: 1, Moved: 5, Burned: 5, Largest: 5},
			economy.Flow{Kind: economy.Transfer, Count: 1, Moved: 30, Largest: 30})
		want("all guilds", at.Add(time.Minute), true,
			economy.Flow{Kind: economy.Daily, Count: 1, Moved: 300, Issued: 300, Largest: 300},
			economy.Flow{Kind: economy.Transfer, Count: 1, Moved: 30, Largest: 30})
		if err := s.Sum(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	for of, totals := range map[economy.Totals]economy.Totals{
		{Accounts: 2, Supply: 395}: must[economy.Totals](t)(s.Totals(t.Context(), guild)),
		{Accounts: 3, Supply: 402}: must[economy.Totals](t)(s.Totals(t.Context(), 0)),
	} {
		if totals != of {
			t.Errorf("got %+v, want %+v", totals, of)
		}
	}
}
