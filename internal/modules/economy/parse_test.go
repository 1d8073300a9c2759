package economy_test

import (
	"errors"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/aurorabot/aurora/internal/module"
	"github.com/aurorabot/aurora/internal/modules/economy"
	"github.com/aurorabot/aurora/internal/snowflake"
)

func TestAnAmountIsDigitsAndNothingElse(t *testing.T) {
	for text, want := range map[string]string{
		"1": "", "1500": "", "1000000000000": "",
		"0": "amount_too_small", "1000000000001": "amount_too_large", "9223372036854775808": "amount_too_large",
		"99999999999999999999999999": "amount_too_large",
		"":                           "amount_malformed", "1,000": "amount_malformed", "1k": "amount_malformed", "1e3": "amount_malformed",
		"-1": "amount_malformed", "+1": "amount_malformed", " 1": "amount_malformed", "1.0": "amount_malformed",
		"007": "amount_malformed", "٣": "amount_malformed", "0x10": "amount_malformed", "1_000": "amount_malformed",
	} {
		n, err := economy.ParseAmount(text)
		switch refusal, refused := errors.AsType[*module.Refusal](err); {
		case want == "" && (err != nil || strconv.FormatInt(n, 10) != text):
			t.Errorf("%q: got %d, %v", text, n, err)
		case want != "" && (!refused || refusal.Code != want):
			t.Errorf("%q: got %d, %v, want the refusal %s", text, n, err, want)
		}
	}
}

var amounts = regexp.MustCompile(`^[1-9][0-9]{0,12}$`)

func FuzzParseAmount(f *testing.F) {
	for _, text := range []string{"1", "0", "1,000", "1k", "-5", "1000000000000", "1000000000001", "18446744073709551616"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		n, err := economy.ParseAmount(text)
		if _, refused := errors.AsType[*module.Refusal](err); err != nil && !refused {
			t.Fatalf("%q: %v is no refusal", text, err)
		}
		wanted := amounts.MatchString(text) && (len(text) < 13 || text == "1000000000000")
		if (err == nil) != wanted || err == nil && (strconv.FormatInt(n, 10) != text || n < 1 || n > economy.MaxAmount) {
			t.Fatalf("%q: got %d, %v", text, n, err)
		}
	})
}

func FuzzParseKey(f *testing.F) {
	for _, text := range []string{"1", "0", "01", "18446744073709551615", "18446744073709551616", "-1", " 1", "1\x00"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		key, err := economy.ParseKey(text)
		if _, refused := errors.AsType[*module.Refusal](err); err != nil && !refused {
			t.Fatalf("%q: %v is no refusal", text, err)
		}
		if id, parseErr := snowflake.Parse(text); (err == nil) != (parseErr == nil && id != 0) || err == nil && key != text {
			t.Fatalf("%q: got %q, %v", text, key, err)
		}
	})
}

func FuzzParsePosition(f *testing.F) {
	for _, text := range []string{"1.0", "-5.2", "1", "01.0", "1.-1", "9223372036854775807.0", "1.0.0", ""} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if p, err := economy.ParsePosition(text); err == nil && p.String() != text {
			t.Fatalf("%q was read as %v", text, p)
		}
	})
}

func FuzzStorable(f *testing.F) {
	f.Add("mira")
	f.Add("a\x00b\xff")
	f.Fuzz(func(t *testing.T, text string) {
		got := economy.Storable(text)
		if !utf8.ValidString(got) || strings.ContainsRune(got, 0) || economy.Storable(got) != got {
			t.Fatalf("%q became %q", text, got)
		}
	})
}
