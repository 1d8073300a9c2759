package economy_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/module"
	"github.com/aurorabot/aurora/internal/modules/economy"
	"github.com/aurorabot/aurora/internal/snowflake"
)

// guildNames are those that the bot knows.
func guildNames(id snowflake.ID) string { return map[snowflake.ID]string{1000: "Town"}[id] }

// asks puts a query and returns its answer as it is on the wire.
func (w *town) asks(path string, asked module.Asked) (map[string]any, error) {
	w.t.Helper()
	for _, q := range w.Queries {
		if q.Path != path {
			continue
		}
		answer, err := q.Answer(w.t.Context(), asked)
		if err != nil {
			return nil, err
		}
		text, err := json.Marshal(answer)
		if err != nil {
			w.t.Fatal(err)
		}
		var fields map[string]any
		if err := json.Unmarshal(text, &fields); err != nil {
			w.t.Fatal(err)
		}
		return fields, nil
	}
	w.t.Fatalf("there is no query %q", path)
	return nil, nil
}

// did uses a command that is not refused.
func (w *town) did(who event.Ref, command string, options map[string]module.Value) {
	w.t.Helper()
	if _, err := w.uses(who, command, options); err != nil {
		w.t.Fatal(err)
	}
}

func (w *town) wantAnswer(got any, want string) {
	w.t.Helper()
	var fields any
	if err := json.Unmarshal([]byte(want), &fields); err != nil {
		w.t.Fatal(err)
	}
	if diff := cmp.Diff(fields, got); diff != "" {
		w.t.Error(diff)
	}
}

const town1000 = `{"id":"1000","name":"Town"}`

func TestTheOverviewShowsTheEconomyOfAllGuilds(t *testing.T) {
	w := newTown(t)
	w.did(mira, "daily", nil)
	w.passes(1)
	w.did(mira, "daily", nil)
	w.did(nova, "daily", nil)
	w.did(mira, "pay", payment(nova, 30))
	got, err := w.asks("", nil)
	if err != nil {
		t.Fatal(err)
	}
	for field, want := range map[string]string{
		"currency": `"coins"`, "accounts": "2", "supply": `"310"`, "supplyDelta24h": `"210"`, "faucet24h": `{"daily":"210"}`, "sink24h": "{}",
		"streaks": "null", "top": "null", "daily": `{"claimedToday":2,"avgStreak":null,"maxStreak":null,"lost24h":null}`,
		"proof": `{"balanced":null,"drift":null,"checkedAt":null,"accounts":null,"entries":null,"issued":null,"burned":null,"supply":null}`,
	} {
		w.wantAnswer(got[field], want)
	}
	hours := got["hours"].([]any)
	if len(hours) != 24 {
		t.Fatalf("got %d hours", len(hours))
	}
	w.wantAnswer(hours[23], `{"at":"2026-11-22T18:00:00Z","issued":{"daily":"210"},"burned":{},"moved":"30","transfers":1}`)
	w.wantAnswer(hours[0], `{"at":"2026-11-21T19:00:00Z","issued":{},"burned":{},"moved":"0","transfers":0}`)
	largest := got["transfers"].([]any)
	if len(largest) != 1 || largest[0].(map[string]any)["amount"] != "30" {
		t.Errorf("got %v", largest)
	}
}

// TestASurveyIsShown has streaks go on and end, and coins in unequal shares.
func TestASurveyIsShown(t *testing.T) {
	w := newTown(t) // at 18:56 UTC
	w.did(nova, "daily", nil)
	w.passes(1)
	w.did(mira, "daily", nil)
	w.passes(1) // nova's streak has ended
	w.did(mira, "daily", nil)
	w.did(mira, "pay", payment(event.Ref{ID: 2003, Name: "kai"}, 190))
	if err := w.rules.TakeSurvey(t.Context(), atOnce); err != nil {
		t.Fatal(err)
	}
	if err := w.rules.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
	got, err := w.asks("", nil)
	if err != nil {
		t.Fatal(err)
	}
	w.wantAnswer(got["daily"], `{"claimedToday":1,"avgStreak":2,"maxStreak":2,"lost24h":1}`)
	w.wantAnswer(got["streaks"], `[{"guild":`+town1000+`,"user":{"id":"2001","name":"mira"},"days":2}]`)
	w.wantAnswer(got["top"], `[{"guild":`+town1000+`,"user":{"id":"2003","name":"kai"},"balance":"190"},`+
		`{"guild":`+town1000+`,"user":{"id":"2002","name":"nova"},"balance":"100"},{"guild":`+town1000+`,"user":{"id":"2001","name":"mira"},"balance":"20"}]`)
	w.wantAnswer(got["proof"], `{"balanced":true,"drift":"0","checkedAt":"2026-11-23T18:56:00Z","accounts":4,"entries":4,"issued":"310","burned":"0","supply":"310"}`)
	summary, err := w.Summary(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var figures struct {
		Active24h     int64
		Gini, Top1Pct float64
	}
	if err := json.Unmarshal(summary, &figures); err != nil {
		t.Fatal(err)
	}
	if figures.Active24h != 2 || fmt.Sprintf("%.4f %.4f", figures.Gini, figures.Top1Pct) != "0.3656 0.6129" { // 20, 100 and 190 coins
		t.Errorf("got %+v", figures)
	}
	w.passes(1)
	w.now = w.now.Add(6 * time.Hour) // past the midnight of the day in which mira could have gone on
	if err := w.rules.TakeSurvey(t.Context(), atOnce); err != nil {
		t.Fatal(err)
	}
	if got, err = w.asks("", nil); err != nil {
		t.Fatal(err)
	}
	w.wantAnswer(got["daily"], `{"claimedToday":0,"avgStreak":null,"maxStreak":0,"lost24h":1}`)
	w.wantAnswer(got["streaks"], "[]")
}

// TestAStreakEndsWithTheGuildsOwnDay has a guild in which a day begins ten hours before
// that day in UTC.
func TestAStreakEndsWithTheGuildsOwnDay(t *testing.T) {
	w := newTown(t)
	w.did(mira, "daily", nil) // on the 21st
	in := module.Interaction{ID: 77, Guild: event.Ref{ID: 1000, Name: "Town"}, User: nova}
	if _, err := w.rules.Configure(t.Context(), in, economy.Change{Zone: new("Pacific/Kiritimati")}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		day, hour   int
		alive, lost int64
	}{{22, 9, 1, 0}, {22, 10, 0, 1}, {23, 9, 0, 1}, {23, 10, 0, 0}} {
		w.now = time.Date(2026, 11, c.day, c.hour, 0, 0, 0, time.UTC)
		if err := w.rules.TakeSurvey(t.Context(), atOnce); err != nil {
			t.Fatal(err)
		}
		if s := w.rules.Survey().Streaks; s.Count != c.alive || s.Lost != c.lost || len(s.Longest) != int(c.alive) {
			t.Errorf("on the %d. at %d: got %+v, want %d alive and %d lost", c.day, c.hour, s, c.alive, c.lost)
		}
	}
}

func TestAnAccountIsExploredPageByPage(t *testing.T) {
	w := newTown(t)
	for range 3 {
		w.did(mira, "daily", nil)
		w.passes(1)
	}
	options := payment(nova, 30)
	options["note"] = module.Value{String: "for the map"}
	w.did(mira, "pay", options)
	got, err := w.asks("/accounts/{guild}/{user}", module.Asked{"guild": "1000", "user": "2001", "limit": "3"})
	if err != nil {
		t.Fatal(err)
	}
	entries := got["entries"].([]any)
	if len(entries) != 3 {
		t.Fatalf("got %v", entries)
	}
	w.wantAnswer(entries[0], `{"id":"4.0","time":"2026-11-24T18:56:00Z","kind":"transfer","ref":"4","amount":"30","fromBalance":"300","toBalance":"30",`+
		`"from":{"kind":"member","id":"2001","name":"mira","guild":`+town1000+`},"to":{"kind":"member","id":"2002","name":"nova","guild":`+town1000+`},`+
		`"note":"for the map","by":{"id":"2001","name":"mira"},"seq":4}`)
	w.wantAnswer(entries[1].(map[string]any)["from"], `{"kind":"system","id":"1","name":"daily mint","guild":`+town1000+`}`)
	next := got["next"]
	delete(got, "entries")
	delete(got, "next")
	w.wantAnswer(got, `{"guild":`+town1000+`,"user":{"id":"2001","name":"mira"},"balance":"300","streak":3,"lastClaim":"2026-11-23"}`)
	got, err = w.asks("/accounts/{guild}/{user}", module.Asked{"guild": "1000", "user": "2001", "before": next.(string)})
	if err != nil {
		t.Fatal(err)
	}
	if rest := got["entries"].([]any); len(rest) != 1 || got["next"] != nil {
		t.Errorf("the last page: %v", got)
	}
	w.passes(1)
	if got, err = w.asks("/accounts/{guild}/{user}", module.Asked{"guild": "1000", "user": "1"}); err != nil || got["balance"] != "-330" {
		t.Errorf("the mint: %v, %v", got, err)
	}
	if got, err = w.asks("/accounts/{guild}/{user}", module.Asked{"guild": "1000", "user": "2001"}); err != nil || got["streak"] != 0.0 {
		t.Errorf("a streak that has ended: %v, %v", got["streak"], err)
	}
}

func TestTheEntriesOfATransactionAreFoundByItsReference(t *testing.T) {
	w := newTown(t)
	w.did(mira, "daily", nil)
	got, err := w.asks("/entries", module.Asked{"ref": "1"})
	if err != nil || len(got["entries"].([]any)) != 1 || got["ref"] != "1" {
		t.Errorf("got %v, %v", got, err)
	}
	got, err = w.asks("/entries", module.Asked{"ref": "no such '; --"})
	if err != nil {
		t.Fatal(err)
	}
	w.wantAnswer(got["entries"], "[]")
}

func TestAQuestionAboutNothingIsRefused(t *testing.T) {
	w := newTown(t)
	w.did(mira, "daily", nil)
	const account = "/accounts/{guild}/{user}"
	for name, c := range map[string]struct {
		path      string
		asked     module.Asked
		parameter string
		missing   bool
	}{
		"nobody":            {account, module.Asked{"guild": "1000", "user": "2009"}, "", true},
		"another guild":     {account, module.Asked{"guild": "1001", "user": "2001"}, "", true},
		"a guild's name":    {account, module.Asked{"guild": "Town", "user": "2001"}, "guild", false},
		"a negative id":     {account, module.Asked{"guild": "1000", "user": "-1"}, "user", false},
		"2^64":              {account, module.Asked{"guild": "1000", "user": "18446744073709551616"}, "user", false},
		"no entry":          {account, module.Asked{"guild": "1000", "user": "2001", "before": "4"}, "before", false},
		"no limit":          {account, module.Asked{"guild": "1000", "user": "2001", "limit": "0"}, "limit", false},
		"a limit too large": {account, module.Asked{"guild": "1000", "user": "2001", "limit": "101"}, "limit", false},
		"no reference":      {"/entries", module.Asked{}, "ref", false},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := w.asks(c.path, c.asked)
			refusal, ok := errors.AsType[*module.Refusal](err)
			if !ok || refusal.Parameter != c.parameter || refusal.Missing != c.missing || refusal.Text == "" {
				t.Errorf("got %+v", err)
			}
		})
	}
}
