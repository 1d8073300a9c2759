package economy

import (
	"strings"
	"time"

	"github.com/aurorabot/aurora/internal/module"
)

// Config are the rules that a guild has chosen.
type Config struct {
	Base int64  // coins of the first daily claim in a row
	Step int64  // more on each further day
	Cap  int64  // of what the further days add up to
	Zone string // in which a day begins and ends, by its name in the IANA database
	Currency
}

// DefaultConfig are the rules of a guild that has chosen none.
var DefaultConfig = Config{Base: 100, Step: 10, Cap: 200, Zone: "UTC", Currency: defaultCurrency}

// maxDaily bounds base, step and cap, so that no sum of them comes near [MaxAmount].
const maxDaily = 1_000_000_000

// dailyAmount is the coins of a claim on the given day in a row.
func (c Config) dailyAmount(streak int) int64 {
	further := int64(streak) - 1
	if c.Step > 0 && further > c.Cap/c.Step { // before the product can leave 64 bits
		return c.Base + c.Cap
	}
	return c.Base + min(c.Step*further, c.Cap)
}

// location is the guild's time zone.
func (c Config) location() (*time.Location, error) { return time.LoadLocation(c.Zone) }

func (c Config) check() error {
	switch {
	case c.Base < 1 || c.Base > maxDaily:
		return module.Refuse("daily_base", "The first daily claim is 1 to 1,000,000,000 coins.")
	case c.Step < 0 || c.Step > maxDaily:
		return module.Refuse("daily_step", "The daily claim grows by 0 to 1,000,000,000 coins a day.")
	case c.Cap < 0 || c.Cap > maxDaily:
		return module.Refuse("daily_cap", "The daily claim grows by 0 to 1,000,000,000 coins in all.")
	}
	if err := checkZone(c.Zone); err != nil {
		return err
	}
	return c.Currency.check()
}

// checkZone refuses what is no name of the IANA database: "" and "Local" are names
// to Go alone, and mean whatever the machine is set to.
func checkZone(name string) error {
	if _, err := time.LoadLocation(name); err != nil || name == "" || strings.EqualFold(name, "local") {
		return module.Refuse("unknown_zone", "There is no such time zone. Write its name as in Europe/Berlin, America/New_York or UTC.")
	}
	return nil
}

// Change is what a guild wants otherwise: what is nil stays.
type Change struct {
	Base, Step, Cap      *int64
	Zone                 *string
	CurrencyName, Symbol *string

	Reason string // in the words of who asked; or ""
}

// apply makes the new rules of old ones, or says what is wrong with them.
func (c Change) apply(to Config) (Config, error) {
	changed := to
	set(&changed.Base, c.Base)
	set(&changed.Step, c.Step)
	set(&changed.Cap, c.Cap)
	set(&changed.Zone, c.Zone)
	set(&changed.Name, c.CurrencyName)
	set(&changed.Symbol, c.Symbol)
	if changed == to {
		return to, module.Refuse("nothing_changed", "That is how it is set already.")
	}
	return changed, changed.check()
}

func set[T any](field, value *T) {
	if value != nil {
		*field = *value
	}
}

// difference is one setting before and after a change.
type difference struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// diff says which settings differ between two sets of rules.
func diff(before, after Config) map[string]difference {
	changes := make(map[string]difference)
	add := func(name, from, to string) {
		if from != to {
			changes[name] = difference{from, to}
		}
	}
	add("base", decimal(before.Base), decimal(after.Base))
	add("step", decimal(before.Step), decimal(after.Step))
	add("cap", decimal(before.Cap), decimal(after.Cap))
	add("zone", before.Zone, after.Zone)
	add("currency", before.Name, after.Name)
	add("symbol", before.Symbol, after.Symbol)
	return changes
}
