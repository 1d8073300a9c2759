package economy

import (
	"math"
	"math/big"
	"testing"
)

func TestAnAmountIsWrittenInTheGuildsWords(t *testing.T) {
	for want, got := range map[string]string{
		"1 coin":                      defaultCurrency.Format(1),
		"0 coins":                     defaultCurrency.Format(0),
		"999 coins":                   defaultCurrency.Format(999),
		"9,007,199,254,740,991 coins": defaultCurrency.Format(MaxBalance),
		"-1,000 coins":                defaultCurrency.Format(-1000),
		"-100 coins":                  defaultCurrency.Format(-100),
		"1 gold":                      Currency{Name: "gold"}.Format(1),
		"🪙 1,500 gold":                Currency{Name: "gold", Symbol: "🪙"}.Format(1500),
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// FuzzDailyAmount compares with numbers that never overflow.
func FuzzDailyAmount(f *testing.F) {
	f.Add(int64(100), int64(10), int64(200), 21)
	f.Add(int64(1), int64(maxDaily), int64(maxDaily), math.MaxInt)
	f.Add(int64(1), int64(0), int64(5), 9)
	f.Fuzz(func(t *testing.T, base, step, most int64, streak int) {
		c := Config{Base: base, Step: step, Cap: most, Zone: "UTC", Currency: defaultCurrency}
		if c.check() != nil || streak < 1 {
			return
		}
		bonus := new(big.Int).Mul(big.NewInt(step), big.NewInt(int64(streak)-1))
		if limit := big.NewInt(most); bonus.Cmp(limit) > 0 {
			bonus = limit
		}
		want := bonus.Add(bonus, big.NewInt(base))
		if got := c.dailyAmount(streak); want.Cmp(big.NewInt(got)) != 0 || got > MaxAmount {
			t.Errorf("got %d, want %v", got, want)
		}
	})
}
