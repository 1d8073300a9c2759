package discordsim_test

import (
	"fmt"
	"math"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aurorabot/aurora/internal/discord/discordsim"
)

func TestMembersActAtTheRateThatIsSet(t *testing.T) {
	for _, rate := range []int{20, 500} {
		t.Run(fmt.Sprint(rate), func(t *testing.T) {
			story(t, discordsim.Config{Guilds: 3, Members: 300}, func(t *testing.T, d *discord) {
				d.register(t, dailyAndPay)
				d.login(t, "0,1")
				before := d.state(t).Counters["interactions"]
				d.settings(t, fmt.Sprintf(`{"rate":%d}`, rate))
				lasts := 1000 * time.Second / time.Duration(rate)
				time.Sleep(lasts)
				d.settings(t, `{"rate":0}`)
				got := float64(d.state(t).Counters["interactions"] - before)
				const want = 1000.0
				if math.Abs(got-want) > 5*math.Sqrt(want) { // five standard deviations of a Poisson process
					t.Errorf("got %v commands in %v, want about %v", got, lasts, want)
				}
				time.Sleep(5 * time.Second)
				if later := float64(d.state(t).Counters["interactions"] - before); later != got {
					t.Errorf("got %v more commands at rate 0, want none", later-got)
				}
			})
		})
	}
}

func TestMembersClaimInTheirMorningAndPayTheirFriends(t *testing.T) {
	cfg := discordsim.Config{Guilds: 4, Members: 56, HeartbeatInterval: 100 * time.Hour}
	story(t, cfg, func(t *testing.T, d *discord) {
		d.register(t, dailyAndPay)
		var mu sync.Mutex
		claims := make(map[string][]time.Time) // by member
		days := make(map[string][]int)         // the hours at which a member acted
		used := make(map[string]int)
		friends := make(map[string]map[string]bool)
		amounts := make(map[bool]int) // of payments, by whether they are small
		d.bot(t, func(i interaction) {
			mu.Lock()
			defer mu.Unlock()
			used[i.Data.Name]++
			who := i.Member.User.ID
			days[who] = append(days[who], time.Now().Hour())
			if i.Data.Name == "daily" {
				claims[who] = append(claims[who], time.Now())
				return
			}
			if friends[who] == nil {
				friends[who] = make(map[string]bool)
			}
			friends[who][i.Data.Options[0].Value.(string)] = true
			amounts[i.Data.Options[1].Value.(float64) <= 25]++
		})
		d.settings(t, `{"rate":0.01}`)
		time.Sleep(72 * time.Hour)
		d.settings(t, `{"rate":0}`)
		synctest.Wait()
		mu.Lock()
		defer mu.Unlock()
		hours := make(map[int]int) // of claims, by the hour of day since the member's second: the first may be an afternoon's
		for who, at := range claims {
			if len(at) > 4 { // three days and a bit touch four of a calendar
				t.Errorf("%s claimed %d times in three days", who, len(at))
			}
			for n := 2; n < len(at); n++ {
				hours[int(at[n].Sub(at[1]).Round(time.Hour).Hours())%24]++
			}
		}
		if people := 56 - 2*4; len(claims) < people*9/10 {
			t.Errorf("got claims of %d, want nearly all of %d people", len(claims), people)
		}
		near, far := 0, 0
		for hour, n := range hours {
			if hour <= 5 || hour >= 19 {
				near += n
			} else {
				far += n
			}
		}
		if near < 5*far {
			t.Errorf("%d claims came at the member's usual time of day and %d did not, want most at the usual time", near, far)
		}
		asleep, acts := 0, 0
		for _, hours := range days {
			asleep, acts = asleep+quietest(hours), acts+len(hours)
		}
		if asleep*12 > acts {
			t.Errorf("%d of %d acts came in the six hours at which their members do the least, want them to sleep", asleep, acts)
		}
		for who, theirs := range friends {
			if len(theirs) > 7 { // three on each side, and oneself by mistake
				t.Errorf("%s paid %d others, want a few friends", who, len(theirs))
			}
		}
		if used["pay"] < 800 || used["balance"] != 0 {
			t.Errorf("got %v, want many payments and no command that is not registered", used)
		}
		if amounts[true] < 20*amounts[false] || amounts[false] == 0 {
			t.Errorf("got %v payments by smallness, want few large ones", amounts)
		}
	})
}

// quietest is how many of these hours of day are within the six at which the fewest are.
func quietest(hours []int) int {
	least := len(hours)
	for from := range 24 {
		n := 0
		for _, hour := range hours {
			if (hour-from+24)%24 < 6 {
				n++
			}
		}
		least = min(least, n)
	}
	return least
}

func TestTheSameSeedMakesTheSameWorldAndTheSameActs(t *testing.T) {
	acts := func(seed uint64) (world simState, names []string) {
		story(t, discordsim.Config{Seed: seed, Guilds: 4, Members: 40}, func(t *testing.T, d *discord) {
			d.register(t, dailyAndPay)
			c, _ := d.login(t, "0,1")
			d.settings(t, `{"rate":5}`)
			for range 20 {
				f := c.until(t, "INTERACTION_CREATE")
				names = append(names, fmt.Sprint(f.field("member", "user", "id"), f.field("data", "name"), f.field("data", "options")))
			}
			world = d.state(t)
		})
		return world, names
	}
	first, firstActs := acts(1)
	again, againActs := acts(1)
	other, _ := acts(2)
	if fmt.Sprint(first.Guilds) != fmt.Sprint(again.Guilds) {
		t.Errorf("got %v and %v, want the same world", first.Guilds, again.Guilds)
	}
	if !slices.Equal(firstActs, againActs) {
		t.Errorf("got %v and %v, want the same acts", firstActs, againActs)
	}
	if first.Guilds[0].ID == other.Guilds[0].ID || first.Guilds[0].Members[0].ID == other.Guilds[0].Members[0].ID {
		t.Errorf("got the same ids for another seed")
	}
}

func TestAWorldIsAsLargeAsAskedAndItsMembersCanBeToldApart(t *testing.T) {
	story(t, discordsim.Config{Seed: 3, Guilds: 12, Members: 400, Shards: 4}, func(t *testing.T, d *discord) {
		total := 0
		onShard := make(map[int]int)
		ids := make(map[string]bool)
		for _, g := range d.state(t).Guilds {
			total += len(g.Members)
			onShard[g.Shard]++
			names := make(map[string]bool)
			bots := 0
			for _, m := range g.Members {
				if names[m.Name] {
					t.Errorf("%s has two members who show the name %s", g.Name, m.Name)
				}
				names[m.Name] = true
				if m.Bot {
					bots++
				} else if ids[m.ID] {
					t.Errorf("the id %s comes twice", m.ID)
				}
				ids[m.ID] = true
			}
			if bots != 2 {
				t.Errorf("%s has %d bots, want Aurora and another", g.Name, bots)
			}
		}
		if total != 400 {
			t.Errorf("got %d members, want 400", total)
		}
		for shard := range 4 {
			if onShard[shard] != 3 {
				t.Errorf("shard %d has %d guilds, want 3", shard, onShard[shard])
			}
		}
	})
}
