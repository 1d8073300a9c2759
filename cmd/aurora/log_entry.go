package main

import (
	"fmt"
	"io"
	"log/slog"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// maxLogged bounds a value in the log, in bytes as it is written there.
const maxLogged = 1 << 10

const cutMark = "…"

// bounded cuts what would fill the log: a value may be what a stranger has sent. It is
// a [slog.HandlerOptions.ReplaceAttr].
func bounded(_ []string, a slog.Attr) slog.Attr {
	a.Value = a.Value.Resolve()
	switch a.Value.Kind() {
	case slog.KindString:
		a.Value = slog.StringValue(cut(a.Value.String()))
	case slog.KindAny:
		text := fmt.Sprint(a.Value.Any())
		if _, isError := a.Value.Any().(error); isError || escapedLen(text) > maxLogged {
			a.Value = slog.StringValue(cut(text))
		}
	default: // numbers and times
	}
	return a
}

// cut is text as far as it is at most maxLogged bytes long when it is escaped.
func cut(text string) string {
	if len(text) <= maxLogged/longestEscape || escapedLen(text) <= maxLogged {
		return text
	}
	size := len(cutMark)
	for i, r := range text {
		if size += escapedSize(r); size > maxLogged {
			return text[:i] + cutMark
		}
	}
	return text
}

// longestEscape is of a character beyond the first 65 536, in JSON.
const longestEscape = len(`\ud83d\ude00`)

func escapedLen(text string) (size int) {
	for _, r := range text {
		size += escapedSize(r)
	}
	return size
}

// escapedSize is at least what r takes in either format.
func escapedSize(r rune) int {
	switch {
	case r == '"' || r == '\\' || r == '<' || r == '>' || r == '&' || r == utf8.RuneError:
		return len(`\u003c`)
	case unicode.IsPrint(r):
		return utf8.RuneLen(r)
	case r > 0xffff:
		return longestEscape
	}
	return len(`\u0000`)
}

// escaping writes entries with all characters escaped, as JSON does it, that cannot be
// seen. Of those the handlers leave some: the second set of control codes, DEL, and
// what turns the direction of writing.
type escaping struct{ out io.Writer }

// Write writes one entry.
func (e escaping) Write(entry []byte) (int, error) {
	body, isLine := strings.CutSuffix(string(entry), "\n")
	if !isLine || isPlain(body) {
		return e.out.Write(entry)
	}
	var line strings.Builder
	for _, r := range body {
		if unicode.IsPrint(r) {
			line.WriteRune(r)
			continue
		}
		for _, unit := range utf16.Encode([]rune{r}) {
			fmt.Fprintf(&line, `\u%04x`, unit)
		}
	}
	line.WriteByte('\n')
	if _, err := io.WriteString(e.out, line.String()); err != nil {
		return 0, err
	}
	return len(entry), nil
}

// isPlain reports whether text is of visible ASCII only, as nearly every entry is.
func isPlain(text string) bool {
	for i := range len(text) {
		if text[i] < ' ' || text[i] > '~' {
			return false
		}
	}
	return true
}
