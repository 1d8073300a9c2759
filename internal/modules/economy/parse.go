package economy

import (
	"strconv"

	"github.com/aurorabot/aurora/internal/module"
	"github.com/aurorabot/aurora/internal/snowflake"
)

// ParseAmount reads an amount of coins as somebody has typed it: digits alone, 1 to
// 10^12. Nothing is guessed: not what a comma or a "k" might mean, and no zeros before
// it. Its error is a refusal.
func ParseAmount(text string) (int64, error) {
	for _, digit := range []byte(text) {
		if digit < '0' || digit > '9' {
			return 0, notAnAmount()
		}
	}
	if text == "" || text != "0" && text[0] == '0' {
		return 0, notAnAmount()
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil { // beyond 64 bits
		n = MaxAmount + 1
	}
	return n, checkAmount(n)
}

func notAnAmount() error {
	return module.Refuse("amount_malformed", "Write the amount in digits alone, such as 1500.")
}

// checkAmount refuses what cannot be moved at once.
func checkAmount(n int64) error {
	switch {
	case n < 1:
		return module.Refuse("amount_too_small", "The amount must be at least 1 coin.")
	case n > MaxAmount:
		return module.Refuse("amount_too_large", "The amount must be at most 1,000,000,000,000 coins.")
	}
	return nil
}

// ParseKey reads the key of a transaction as somebody has typed it: the id of the
// interaction that has asked for it. Its error is a refusal.
func ParseKey(text string) (string, error) {
	id, err := snowflake.Parse(text)
	if err != nil || id == 0 {
		return "", module.Refuse("entry_malformed", "Write the number of the entry, as the history shows it.")
	}
	return id.String(), nil
}
