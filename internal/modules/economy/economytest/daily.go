package economytest

import (
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aurorabot/aurora/internal/module"
	"github.com/aurorabot/aurora/internal/modules/economy"
	"github.com/aurorabot/aurora/internal/snowflake"
)

// aMemberClaimsADaysCoinsOnce is requirement D6, through the rules.
func aMemberClaimsADaysCoinsOnce(t *testing.T, s Opened) {
	const claims = 200
	clock := noon()
	rules := rules(s, clock)
	for day := 1; day <= 2; day++ {
		var paid, refused atomic.Int64
		var wg sync.WaitGroup
		for n := range claims {
			wg.Go(func() {
				claimed, err := rules.ClaimDaily(t.Context(), use(snowflake.ID(day*1000+n), 1))
				refusal, isRefusal := errors.AsType[*module.Refusal](err)
				switch {
				case err == nil && claimed.Streak == day:
					paid.Add(1)
				case isRefusal && refusal.Code == "already_claimed":
					refused.Add(1)
				default:
					t.Errorf("got %+v, %v", claimed, err)
				}
			})
		}
		wg.Wait()
		if paid.Load() != 1 || refused.Load() != claims-1 {
			t.Errorf("%d paid and %d refused, want 1 and %d", paid.Load(), refused.Load(), claims-1)
		}
		clock.passes(24 * time.Hour)
	}
	wantBalance(t, s, member(1), 100+110)
}

// aClockThatGoesBackPaysNobody is requirement D6.
func aClockThatGoesBackPaysNobody(t *testing.T, s Opened) {
	clock := noon()
	rules := rules(s, clock)
	must[economy.Claimed](t)(rules.ClaimDaily(t.Context(), use(1, 1)))
	clock.jumps(-48 * time.Hour)
	for n := range 5 {
		_, err := rules.ClaimDaily(t.Context(), use(snowflake.ID(10+n), 1))
		wantRefusal(t, err, "already_claimed")
	}
	wantBalance(t, s, member(1), 100)
}

// aClockThatJumpsAheadPausesClaims is requirement D6: also the first claim after the
// jump is caught, every process of the database sees it, and so does one that is
// started later, until somebody resumes: in one guild who manages that, in all who runs
// the bot. The next jump is caught, too.
func aClockThatJumpsAheadPausesClaims(t *testing.T, s Opened) {
	clock := noon()
	here, elsewhere := rules(s, clock), rules(s, clock)
	must[economy.Claimed](t)(here.ClaimDaily(t.Context(), use(1, 1)))
	clock.jumps(30 * 24 * time.Hour)
	for n, service := range []*economy.Service{here, elsewhere, rules(s, clock)} {
		_, err := service.ClaimDaily(t.Context(), use(snowflake.ID(10+n), 1))
		wantRefusal(t, err, "claims_paused")
	}
	if _, err := here.Grant(t.Context(), use(20, 2), module.Member{Ref: named(1)}, 5, "test"); err != nil {
		t.Errorf("all is stopped where only claims should be: %v", err)
	}
	for _, first := range []bool{true, false} {
		if lifted, err := elsewhere.ResumeClaims(t.Context(), use(21, 2), "looked at it"); lifted != first || err != nil {
			t.Errorf("got %v, %v", lifted, err)
		}
	}
	clock.passes(2 * time.Second) // what another process has done is seen within that
	if claimed, err := here.ClaimDaily(t.Context(), use(30, 1)); err != nil || claimed.Streak != 1 {
		t.Errorf("after the resume: %+v, %v", claimed, err)
	}
	neighbour := use(31, 1)
	neighbour.Guild.ID++
	_, err := here.ClaimDaily(t.Context(), neighbour)
	wantRefusal(t, err, "claims_paused")

	clock.jumps(30 * 24 * time.Hour)
	for n, service := range []*economy.Service{here, elsewhere} {
		_, err := service.ClaimDaily(t.Context(), use(snowflake.ID(40+n), 1))
		wantRefusal(t, err, "claims_paused")
	}
	if lifted, differences, err := elsewhere.Resume(t.Context()); !lifted || differences != nil || err != nil {
		t.Errorf("got %v, %v, %v", lifted, differences, err)
	}
	clock.passes(2 * time.Second)
	neighbour.ID++
	must[economy.Claimed](t)(here.ClaimDaily(t.Context(), neighbour))
	wantTypes(t, s, "economy.daily.claimed", "economy.claims.paused", "economy.grant", "economy.resumed", "economy.daily.claimed",
		"economy.claims.paused", "economy.resumed", "economy.daily.claimed")
}

// aDayIsADayHoweverLong is requirement D6: in a zone that changes its clocks there is
// one claim on the days of 23 and of 25 hours.
func aDayIsADayHoweverLong(t *testing.T, s Opened) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	key := snowflake.ID(1)
	for _, noon := range []time.Time{
		time.Date(2026, 3, 28, 12, 0, 0, 0, berlin),  // the next day has 23 hours
		time.Date(2026, 10, 24, 12, 0, 0, 0, berlin), // the next day has 25
	} {
		clock := &clock{now: noon}
		rules := rules(s, clock)
		if key == 1 {
			zone := "Europe/Berlin"
			must[economy.Config](t)(rules.Configure(t.Context(), use(key, 2), economy.Change{Zone: &zone}))
		}
		paid := map[string]int{}
		for range 3 * 24 * 4 { // every quarter of an hour
			key++
			_, err := rules.ClaimDaily(t.Context(), use(key, 1))
			refusal, isRefusal := errors.AsType[*module.Refusal](err)
			switch {
			case err == nil:
				paid[clock.now.In(berlin).Format(time.DateOnly)]++
			case !isRefusal || refusal.Code != "already_claimed":
				t.Fatal(err)
			}
			clock.passes(15 * time.Minute)
		}
		if len(paid) != 4 {
			t.Errorf("claims on %v, want four days", paid)
		}
		for day, n := range paid {
			if n != 1 {
				t.Errorf("%d claims on %s", n, day)
			}
		}
	}
}

// aZoneThatGoesWestPaysNoDayTwice changes the zone after a claim, so that the day
// before begins again.
func aZoneThatGoesWestPaysNoDayTwice(t *testing.T, s Opened) {
	clock := &clock{now: time.Date(2026, 11, 21, 1, 0, 0, 0, time.UTC)}
	rules := rules(s, clock)
	must[economy.Claimed](t)(rules.ClaimDaily(t.Context(), use(1, 1))) // for the 21st
	west, east := "Pacific/Honolulu", "Pacific/Kiritimati"
	must[economy.Config](t)(rules.Configure(t.Context(), use(2, 2), economy.Change{Zone: &west})) // where it is the 20th
	_, err := rules.ClaimDaily(t.Context(), use(3, 1))
	wantRefusal(t, err, "already_claimed")
	if want := "<t:1795341600:R>"; err == nil || !strings.Contains(err.Error(), want) { // midnight before the 22nd in Honolulu
		t.Errorf("%v does not say that the next claim opens %s", err, want)
	}
	clock.passes(12 * time.Hour) // 13:00 UTC is the 22nd in Kiritimati
	must[economy.Config](t)(rules.Configure(t.Context(), use(4, 2), economy.Change{Zone: &east}))
	if claimed, err := rules.ClaimDaily(t.Context(), use(5, 1)); err != nil || claimed.Streak != 2 {
		t.Errorf("got %+v, %v, want a streak of 2", claimed, err)
	}
}
