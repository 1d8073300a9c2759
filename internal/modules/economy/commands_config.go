package economy

import (
	"context"
	"fmt"
	"strings"

	"github.com/aurorabot/aurora/internal/module"
)

// settings are the options of /eco config. What is left out stays.
var settings = []module.Option{
	{Name: "base", Description: "Coins of the first daily claim in a row", Kind: module.Integer, Min: 1, Max: maxDaily},
	{Name: "step", Description: "How many more on each further day", Kind: module.Integer, Max: maxDaily},
	{Name: "cap", Description: "How many more at most", Kind: module.Integer, Max: maxDaily},
	{Name: "zone", Description: "Whose midnight begins a day, such as Europe/Berlin", Kind: module.String, Max: 64, Complete: true},
	{Name: "currency", Description: "What the coins are called, in the plural", Kind: module.String, Max: maxCurrencyName},
	{Name: "symbol", Description: "What stands before an amount; none for nothing", Kind: module.String, Max: maxCurrencySymbol},
}

func (c *commands) configure(ctx context.Context, in module.Interaction) (module.Reply, error) {
	change := changeOf(in)
	if err := checkReason(change.Reason); err != nil {
		return module.Reply{}, err
	}
	if change == (Change{Reason: change.Reason}) {
		rules, err := c.Config(ctx, in.Guild.ID)
		if err != nil {
			return module.Reply{}, err
		}
		return rules.reply("The economy's rules", module.Neutral), nil
	}
	rules, err := c.Configure(ctx, in, change)
	if err != nil {
		return module.Reply{}, err
	}
	return rules.reply("Rules changed", module.Good), nil
}

func changeOf(in module.Interaction) Change {
	number := func(name string) *int64 {
		if v, given := in.Options[name]; given {
			return &v.Integer
		}
		return nil
	}
	text := func(name string) *string {
		if v, given := in.Options[name]; given {
			return &v.String
		}
		return nil
	}
	change := Change{
		Base: number("base"), Step: number("step"), Cap: number("cap"), Zone: text("zone"),
		CurrencyName: text("currency"), Symbol: text("symbol"), Reason: in.Options["reason"].String,
	}
	if change.Symbol != nil && strings.EqualFold(*change.Symbol, "none") {
		change.Symbol = new("")
	}
	return change
}

func (c Config) reply(title string, tone module.Tone) module.Reply {
	symbol := c.Symbol
	if symbol == "" {
		symbol = "none"
	}
	return module.Reply{
		Title: title, Tone: tone, Private: true,
		Text: fmt.Sprintf("A daily claim pays %s on the first day, %s more on each further day in a row, and never more than %s.",
			c.Format(c.Base), c.Format(c.Step), c.Format(c.Base+c.Cap)),
		Fields: []module.Field{column("Day begins in", c.Zone), column("Currency", c.Name), column("Symbol", symbol)},
	}
}

// zones are proposed for the option zone. Any other name of the IANA database will
// do as well.
var zones = []string{
	"UTC", "Africa/Cairo", "Africa/Johannesburg", "Africa/Lagos", "America/Argentina/Buenos_Aires", "America/Bogota",
	"America/Chicago", "America/Denver", "America/Los_Angeles", "America/Mexico_City", "America/New_York", "America/Sao_Paulo",
	"America/Toronto", "Asia/Dubai", "Asia/Ho_Chi_Minh", "Asia/Hong_Kong", "Asia/Jakarta", "Asia/Kolkata", "Asia/Manila",
	"Asia/Seoul", "Asia/Shanghai", "Asia/Singapore", "Asia/Tokyo", "Australia/Melbourne", "Australia/Sydney",
	"Europe/Amsterdam", "Europe/Berlin", "Europe/Istanbul", "Europe/Kyiv", "Europe/London", "Europe/Madrid", "Europe/Moscow",
	"Europe/Paris", "Europe/Rome", "Europe/Stockholm", "Europe/Warsaw", "Pacific/Auckland",
}

// completeZone proposes the zones that contain what is typed so far.
func completeZone(_ context.Context, in module.Interaction, option string) ([]module.Choice, error) {
	typed := strings.ToLower(strings.ReplaceAll(in.Options[option].String, " ", "_"))
	var found []module.Choice
	for _, zone := range zones {
		if option == "zone" && strings.Contains(strings.ToLower(zone), typed) {
			found = append(found, module.Choice{Name: zone, Value: zone})
		}
	}
	return found, nil
}

// resume lifts what was stopped for the clock, in this guild alone: who manages it has
// no say in others. The ledger is that of all.
func (c *commands) resume(ctx context.Context, in module.Interaction) (module.Reply, error) {
	lifted, err := c.ResumeClaims(ctx, in, in.Options["reason"].String)
	if err != nil {
		return module.Reply{}, err
	}
	stopped, err := c.MoneyStopped(ctx)
	if err != nil {
		return module.Reply{}, err
	}
	reply := module.Reply{Title: "Daily claims", Tone: module.Good, Private: true, Text: "Nothing was stopped for this guild alone."}
	if lifted {
		reply.Text = "Members of this guild can claim again."
	}
	if stopped {
		reply.Tone = module.Bad
		reply.Text += "\nCoins still cannot be moved in any guild: the ledger did not pass its check. " +
			"Only who runs the bot can lift that, on the server: `aurora ledger resume`"
	}
	return reply, nil
}
