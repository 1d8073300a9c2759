package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"unicode"
)

// forged are values by which somebody would write a log's entry of their own, or hide
// one.
var forged = []string{
	"a\nlevel=ERROR msg=forged",
	"a\r\n{\"level\":\"ERROR\",\"msg\":\"forged\"}",
	`a" level=ERROR msg="forged`,
	`a","level":"ERROR","msg":"forged`,
	"nothing\x00behind it",
	"\x1b[2J\x1b[1;1Hcleared", "\u009b2Jcleared", "\x1b]0;title\x07", "\b\b\bback", "\x7f",
	"\u202egnihtyreve", "\u2066isolated", "\u200bzero", "\ufeffmark",
	"line\u2028separator\u2029", "\u0085next line", "\v\f",
	"\xff\xfe no UTF-8 \xc0\xaf", "\U000e0001tags",
	strings.Repeat("x", 32<<10), strings.Repeat("\x00", 32<<10), strings.Repeat("\U000e0001", 8<<10), strings.Repeat("\xff", 32<<10),
	strings.Repeat(`"`, 32<<10), strings.Repeat("é", 16<<10), strings.Repeat("<", 32<<10),
}

// longestEntry is for an entry's own words and a few values.
const longestEntry = 512 + 2*maxLogged

// wantOneEntry checks that a log is one line of visible characters.
func wantOneEntry(t *testing.T, log string) {
	t.Helper()
	if strings.Count(log, "\n") != 1 || !strings.HasSuffix(log, "\n") || len(log) > longestEntry {
		t.Errorf("got %d lines, %d bytes: %.300q", strings.Count(log, "\n"), len(log), log)
	}
	for _, r := range strings.TrimSuffix(log, "\n") {
		if !unicode.IsPrint(r) {
			t.Fatalf("%U is in the log: %.300q", r, log)
		}
	}
}

func TestNoValueForgesAnEntryOfTheLog(t *testing.T) {
	for _, format := range []string{"text", "json"} {
		for _, value := range forged {
			var out bytes.Buffer
			logger, err := (&logOptions{format: format}).logger(&out)
			if err != nil {
				t.Fatal(err)
			}
			logger.Warn("something happened", "value", value, "error", fmt.Errorf("outer: %w", errors.New(value)))
			wantOneEntry(t, out.String())
			if !strings.Contains(out.String(), "WARN") || strings.Contains(out.String(), "level=ERROR msg=forged\n") {
				t.Errorf("%s: got %.200q", format, &out)
			}
		}
	}
}

func TestAShortValueIsLoggedWhole(t *testing.T) {
	for _, value := range forged {
		if len(value) > 100 {
			continue
		}
		var out bytes.Buffer
		logger, err := (&logOptions{format: "json"}).logger(&out)
		if err != nil {
			t.Fatal(err)
		}
		logger.Warn("something happened", "value", value, "error", errors.New(value))
		var entry struct{ Level, Value, Error string }
		if err := json.Unmarshal(out.Bytes(), &entry); err != nil {
			t.Fatalf("%s: %v", &out, err)
		}
		if want := strings.ToValidUTF8(value, "\ufffd"); entry.Level != "WARN" || !same(entry.Value, want) || entry.Error != entry.Value {
			t.Errorf("got %+v, want %q", entry, want)
		}
	}
}

// same compares texts in which several replacement marks may stand for one another.
func same(a, b string) bool {
	return strings.ReplaceAll(a, "\ufffd", "") == strings.ReplaceAll(b, "\ufffd", "")
}

func TestALongValueIsCutAndSaysSo(t *testing.T) {
	for _, value := range []any{strings.Repeat("é", 5000), errors.New(strings.Repeat("x", 5000)), []string{strings.Repeat("x", 5000)}} {
		a := bounded(nil, slog.Any("value", value))
		if text := a.Value.String(); a.Value.Kind() != slog.KindString || len(text) > maxLogged || !strings.HasSuffix(text, cutMark) || len(text) < maxLogged-4 {
			t.Errorf("got %d bytes, %.30q", len(text), text)
		}
	}
	for _, value := range []any{7, []int{1, 2}, "short"} {
		if a := bounded(nil, slog.Any("value", value)); fmt.Sprint(a.Value.Any()) != fmt.Sprint(value) {
			t.Errorf("got %v, want %v", a.Value, value)
		}
	}
}
