package economy

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/aurorabot/aurora/internal/module"
)

// Currency is what a guild calls its coins.
type Currency struct {
	Name   string // in the plural
	Symbol string // stands before an amount; or ""
}

// defaultCurrency is that of a guild that has chosen none.
var defaultCurrency = Currency{Name: "coins"}

// Limits of a currency's texts in characters. A symbol has room for one of Discord's
// custom emoji, <a:name:id>.
const (
	maxCurrencyName   = 32
	maxCurrencySymbol = 64
)

// Format is an amount in words, with its thousands parted.
func (c Currency) Format(n int64) string {
	digits := strconv.FormatInt(n, 10)
	for i := len(digits) - 3; i > 0 && digits[i-1] != '-'; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	name := c.Name
	if c == defaultCurrency && n == 1 {
		name = "coin"
	}
	return strings.TrimSpace(c.Symbol + " " + digits + " " + name)
}

func (c Currency) check() error {
	if !plainText(c.Name, maxCurrencyName) {
		return module.Refuse("currency_name", "A currency's name is 1 to 32 letters, digits and spaces, without a space at either end.")
	}
	if c.Symbol != "" && !printable(c.Symbol, maxCurrencySymbol) {
		return module.Refuse("currency_symbol", "A currency's symbol is at most 64 characters that can be seen, such as 🪙 or <:coin:1234>.")
	}
	return nil
}

// plainText reports whether a text can stand in any sentence: it has nothing that
// Discord reads as formatting, and nothing that cannot be seen.
func plainText(text string, limit int) bool {
	if text == "" || text != strings.TrimSpace(text) || utf8.RuneCountInString(text) > limit {
		return false
	}
	for _, r := range text {
		if !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r) && !strings.ContainsRune(" -'.", r) {
			return false
		}
	}
	return utf8.ValidString(text)
}

func printable(text string, limit int) bool {
	for _, r := range text {
		if !unicode.IsGraphic(r) && r != '\u200d' && r != '\ufe0f' || unicode.IsSpace(r) { // both join emoji
			return false
		}
	}
	return utf8.ValidString(text) && utf8.RuneCountInString(text) <= limit
}
