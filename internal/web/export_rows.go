package web

import (
	"encoding/json"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/snowflake"
)

// appendNDJSON writes an event as everywhere else, on a line of its own.
func appendNDJSON(text []byte, e event.Event) []byte {
	line, err := json.Marshal(e)
	if err != nil { // the journal has no such event
		panic(err)
	}
	return append(append(text, line...), '\n')
}

// csvHead names the columns that appendCSV writes.
const csvHead = `"seq","time","type","severity","source","title","message","guild_id","guild_name","user_id","user_name",` +
	`"shard","command","interaction_id","trace_id","duration_ms","data"` + "\r\n"

// appendCSV writes an event as a row of a table (RFC 4180) that no spreadsheet takes for
// anything but data. All cells are quoted. Numbers and the time begin with a digit, and
// text never does.
func appendCSV(row []byte, e event.Event) []byte {
	shard, duration := "", ""
	if e.Shard != nil {
		shard = strconv.Itoa(*e.Shard)
	}
	if e.DurationMs > 0 {
		duration = strconv.FormatFloat(e.DurationMs, 'f', -1, 64)
	}
	row = appendValue(row, strconv.FormatUint(e.Seq, 10))
	row = appendValue(row, e.Time.UTC().Format("2006-01-02T15:04:05.000Z"))
	row = appendTexts(row, e.Type, string(e.Severity), e.Source, e.Title, e.Message)
	row = appendTexts(row, idText(e.Guild.ID), e.Guild.Name, idText(e.User.ID), e.User.Name)
	row = appendValue(row, shard)
	row = appendTexts(row, e.Command, idText(e.InteractionID), e.TraceID)
	row = appendValue(row, duration)
	row = appendTexts(row, string(e.Data))
	return append(row[:len(row)-1], "\r\n"...) // in place of the last comma
}

// idText is an id as a text, which it stays: as a number a spreadsheet rounds it.
func idText(id snowflake.ID) string {
	if id == 0 {
		return ""
	}
	return id.String()
}

func appendValue(row []byte, digits string) []byte {
	return append(append(append(row, '"'), digits...), `",`...)
}

func appendTexts(row []byte, texts ...string) []byte {
	for _, text := range texts {
		row = append(appendText(append(row, '"'), text), `",`...)
	}
	return row
}

// appendText writes a text inside quotes. An apostrophe stands before what a spreadsheet
// might take for a formula: at the beginning, and behind what separates cells in some
// countries, where the quotes of a file with commas do not count.
func appendText(cell []byte, text string) []byte {
	separated := false
	for i, r := range text {
		if i == 0 && misread(r) || separated && strings.ContainsRune(formulaSigns, r) {
			cell = append(cell, '\'')
		}
		if r == '"' {
			cell = append(cell, '"')
		}
		cell = utf8.AppendRune(cell, r)
		separated = strings.ContainsRune(";\t\r\n", r)
	}
	return cell
}

// formulaSigns begin a formula, also in their full-width and small forms.
const formulaSigns = "=+-@＝＋－＠﹦﹢﹣﹫−"

// misread reports whether a text that begins with r might be taken for something else:
// a formula, a number, or what a spreadsheet drops to look at what is behind it.
func misread(r rune) bool {
	return strings.ContainsRune(formulaSigns+"'.", r) || unicode.IsNumber(r) || unicode.IsSpace(r) || !unicode.IsGraphic(r)
}
