package economytest

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/modules/economy"
	"github.com/aurorabot/aurora/internal/snowflake"
)

// aGuildChoosesItsRules changes what a claim pays and what the coins are called, once
// for each request, and tells what differs.
func aGuildChoosesItsRules(t *testing.T, s Opened) {
	clock := noon()
	rules := rules(s, clock)
	if c := must[economy.Config](t)(rules.Config(t.Context(), guild)); c != economy.DefaultConfig {
		t.Errorf("before any change: %+v", c)
	}
	change := economy.Change{Base: new(int64(7)), CurrencyName: new("gold"), Symbol: new("🪙")}
	for range 2 { // delivered twice
		c := must[economy.Config](t)(rules.Configure(t.Context(), use(1, 0), change))
		if c.Base != 7 || c.Step != 10 || c.Name != "gold" || c.Zone != "UTC" {
			t.Errorf("got %+v", c)
		}
	}
	must[economy.Config](t)(rules.Configure(t.Context(), use(2, 0), economy.Change{Step: new(int64(0))}))
	again := must[economy.Config](t)(rules.Configure(t.Context(), use(1, 0), change))
	if again.Step != 10 {
		t.Errorf("delivered again after another change: %+v, not as it was answered first", again)
	}
	claimed := must[economy.Claimed](t)(rules.ClaimDaily(t.Context(), use(3, 1)))
	if got := claimed.Currency.Format(claimed.Amount); got != "🪙 7 gold" {
		t.Errorf("claimed %s", got)
	}
	wantTypes(t, s, "economy.config.changed", "economy.config.changed", "economy.daily.claimed")
	want := `{"diff":{"base":{"from":"100","to":"7"},"currency":{"from":"coins","to":"gold"},"symbol":{"from":"","to":"🪙"}}}`
	if told := s.Events(t)[0]; string(told.Data) != want {
		t.Errorf("told %s, want %s", told.Data, want)
	}
	if c := must[economy.Config](t)(rules.Config(t.Context(), guild+1)); c != economy.DefaultConfig {
		t.Errorf("another guild: %+v", c)
	}
}

func rulesThatCannotBeAreRefused(t *testing.T, s Opened) {
	rules := rules(s, noon())
	for name, c := range map[string]struct {
		change economy.Change
		code   string
	}{
		"no change":         {economy.Change{}, "nothing_changed"},
		"the same":          {economy.Change{Zone: new("UTC")}, "nothing_changed"},
		"nothing to claim":  {economy.Change{Base: new(int64(0))}, "daily_base"},
		"a huge base":       {economy.Change{Base: new(int64(1 << 62))}, "daily_base"},
		"shrinking":         {economy.Change{Step: new(int64(-1))}, "daily_step"},
		"a huge step":       {economy.Change{Step: new(int64(1<<63 - 1))}, "daily_step"},
		"a negative cap":    {economy.Change{Cap: new(int64(-1))}, "daily_cap"},
		"no zone":           {economy.Change{Zone: new("")}, "unknown_zone"},
		"this machine's":    {economy.Change{Zone: new("Local")}, "unknown_zone"},
		"an unknown zone":   {economy.Change{Zone: new("Mars/Olympus")}, "unknown_zone"},
		"a file":            {economy.Change{Zone: new("../../etc/passwd")}, "unknown_zone"},
		"no name":           {economy.Change{CurrencyName: new("")}, "currency_name"},
		"an endless name":   {economy.Change{CurrencyName: new(strings.Repeat("a", 33))}, "currency_name"},
		"a mention":         {economy.Change{CurrencyName: new("<@&1>")}, "currency_name"},
		"a line break":      {economy.Change{CurrencyName: new("a\nb")}, "currency_name"},
		"a hidden symbol":   {economy.Change{Symbol: new("\u202e")}, "currency_symbol"},
		"an endless symbol": {economy.Change{Symbol: new(strings.Repeat("$", 65))}, "currency_symbol"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := rules.Configure(t.Context(), use(1, 0), c.change)
			wantRefusal(t, err, c.code)
		})
	}
	must[economy.Config](t)(rules.Configure(t.Context(), use(1, 0), economy.Change{Base: new(int64(5))}))
	_, err := rules.Configure(t.Context(), use(1, 0), economy.Change{Base: new(int64(6))})
	wantRefusal(t, err, "key_reused")
	wantTypes(t, s, "economy.config.changed")
}

// changesAtOnceAreAllMade has each of many change the rules as the one before left
// them.
func changesAtOnceAreAllMade(t *testing.T, s Opened) {
	const changes = 20
	var wg sync.WaitGroup
	for n := range changes {
		wg.Go(func() {
			_, _, err := s.Configure(t.Context(), economy.Reconfiguration{
				Key: fmt.Sprint(n), Content: "one more", Guild: guild, Actor: snowflake.ID(n),
				Change: func(c economy.Config) (economy.Config, error) { c.Base++; return c, nil },
				Event: func(economy.Config, economy.Config) event.Event {
					return event.Event{Type: "economy.test", Severity: event.Info, Source: "economy", Title: "changed"}
				},
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if c := must[economy.Config](t)(s.Config(t.Context(), guild)); c.Base != economy.DefaultConfig.Base+changes {
		t.Errorf("the base is %d, want %d", c.Base, economy.DefaultConfig.Base+changes)
	}
	if n := len(s.Events(t)); n != changes {
		t.Errorf("%d events, want %d", n, changes)
	}
}
