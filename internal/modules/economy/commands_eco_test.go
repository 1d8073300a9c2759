package economy_test

import (
	"strings"
	"testing"

	"github.com/aurorabot/aurora/internal/module"
	"github.com/aurorabot/aurora/internal/modules/economy"
)

func TestWhatAManagerDoesIsPrivateAndHasAReason(t *testing.T) {
	w := newTown(t)
	eco := w.command("eco")
	if !eco.Manager {
		t.Error("anybody may use /eco")
	}
	for _, sub := range eco.Subcommands {
		first := map[string]bool{}
		for _, o := range sub.Options {
			first[o.Name] = o.Required
		}
		if !sub.Private || !first["reason"] {
			t.Errorf("/eco %s: private %v, a reason required %v", sub.Name, sub.Private, first["reason"])
		}
		_, err := w.does(nova, "eco "+sub.Name, map[string]module.Value{
			"user": {Member: module.Member{Ref: mira}}, "amount": {Integer: 5}, "entry": {String: "1"}, "reason": {String: " "},
		})
		wantRefusal(t, err, "reason_required")
	}
}

func TestAGrantIsUndoneByItsButtonOnce(t *testing.T) {
	w := newTown(t)
	options := payment(mira, 500)
	options["reason"] = module.Value{String: "won the quiz"}
	granted, err := w.does(nova, "eco grant", options)
	if err != nil || field(granted, "Balance now") != "500 coins" || field(granted, "Entry") != "`1`" {
		t.Fatalf("got %+v, %v", granted, err)
	}
	page, err := w.does(mira, "history", nil)
	if err != nil || !strings.HasPrefix(page.Fields[0].Value, "Given by <@2002>") || !strings.Contains(page.Fields[0].Value, "“won the quiz”") {
		t.Errorf("got %+v, %v", page, err)
	}
	if reply, err := w.presses(nova, "eco grant", granted, "Undo"); err != nil || !strings.Contains(reply.Text, "500 coins") {
		t.Errorf("got %+v, %v", reply, err)
	}
	_, err = w.presses(nova, "eco grant", granted, "Undo")
	wantRefusal(t, err, "already_reversed")
	w.wantBalance(mira, "0 coins")
}

func TestADeductionIsUndoneByItsEntry(t *testing.T) {
	w := newTown(t)
	w.gives(mira, 500)
	options := payment(mira, 200)
	options["reason"] = module.Value{String: "a fine"}
	taken, err := w.does(nova, "eco deduct", options)
	if err != nil || field(taken, "Balance now") != "300 coins" {
		t.Fatalf("got %+v, %v", taken, err)
	}
	undo := because("a mistake")
	undo["entry"] = module.Value{String: strings.Trim(field(taken, "Entry"), "`")}
	if reply, err := w.does(nova, "eco undo", undo); err != nil || field(reply, "Reason") != "“a mistake”" {
		t.Errorf("got %+v, %v", reply, err)
	}
	w.wantBalance(mira, "500 coins")
	undo["entry"] = module.Value{String: "the last one"}
	_, err = w.does(nova, "eco undo", undo)
	wantRefusal(t, err, "entry_malformed")
}

func TestCoinsThatAreSpentAreNotTakenBack(t *testing.T) {
	w := newTown(t)
	w.gives(mira, 500)
	undo := because("too much")
	undo["entry"] = module.Value{String: "1"}
	if _, err := w.does(mira, "pay", payment(nova, 1)); err != nil {
		t.Fatal(err)
	}
	_, err := w.does(nova, "eco undo", undo)
	wantRefusal(t, err, "coins_spent")
}

func TestTheRulesAreShownAndChangedAndTheReasonIsKept(t *testing.T) {
	w := newTown(t)
	shown, err := w.does(nova, "eco config", because("to see them"))
	if err != nil || len(w.events) != 0 || !strings.Contains(shown.Text, "pays 100 coins on the first day") || field(shown, "Day begins in") != "UTC" {
		t.Errorf("got %+v, %v", shown, err)
	}
	change := because("a new name")
	change["currency"], change["symbol"], change["step"] = module.Value{String: "stars"}, module.Value{String: "⭐"}, module.Value{Integer: 0}
	changed, err := w.does(nova, "eco config", change)
	if err != nil || field(changed, "Symbol") != "⭐" || !strings.Contains(changed.Text, "⭐ 0 stars more") {
		t.Errorf("got %+v, %v", changed, err)
	}
	if e := w.lastEvent(); !strings.Contains(string(e.Data), `"reason":"a new name"`) || !strings.HasSuffix(e.Message, ": a new name") {
		t.Errorf("told %+v", e)
	}
	w.wantBalance(mira, "⭐ 0 stars")
	change = because("no symbol")
	change["symbol"] = module.Value{String: "None"}
	if changed, err := w.does(nova, "eco config", change); err != nil || field(changed, "Symbol") != "none" {
		t.Errorf("got %+v, %v", changed, err)
	}
	change["zone"] = module.Value{String: "Berlin"}
	_, err = w.does(nova, "eco config", change)
	wantRefusal(t, err, "unknown_zone")
}

func TestEachProposedZoneIsOne(t *testing.T) {
	w := newTown(t)
	propose := func(typed string) []module.Choice {
		choices, err := w.command("eco config").Complete(t.Context(), module.Interaction{Options: map[string]module.Value{"zone": {String: typed}}}, "zone")
		if err != nil {
			t.Error(err)
		}
		return choices
	}
	if got := propose("new y"); len(got) != 1 || got[0].Value != "America/New_York" {
		t.Errorf("got %+v", got)
	}
	for _, choice := range propose("") {
		if choice.Value == "UTC" { // as it is already
			continue
		}
		change := because("moved")
		change["zone"] = module.Value{String: choice.Value}
		if _, err := w.does(nova, "eco config", change); err != nil {
			t.Error(err)
		}
	}
}

func TestWhatAMovedClockHasStoppedIsResumed(t *testing.T) {
	w := newTown(t)
	w.now = w.now.AddDate(0, 0, 3) // and nothing has passed
	_, err := w.does(mira, "daily", nil)
	wantRefusal(t, err, "claims_paused")
	reply, err := w.does(nova, "eco resume", because("looked at the clock"))
	if err != nil || reply.Text != "Members of this guild can claim again." {
		t.Errorf("got %+v, %v", reply, err)
	}
	if e := w.lastEvent(); e.Type != "economy.resumed" || !strings.Contains(string(e.Data), "looked at the clock") {
		t.Errorf("told %+v", e)
	}
	w.passed += 2e9 // it is believed for a second that nothing has changed
	if _, err := w.does(mira, "daily", nil); err != nil {
		t.Error(err)
	}
	if reply, err := w.does(nova, "eco resume", because("once more")); err != nil || reply.Text != "Nothing was stopped for this guild alone." {
		t.Errorf("got %+v, %v", reply, err)
	}
}

func TestTheLedgersStopIsNotLiftedByWhoManagesAGuild(t *testing.T) {
	w := newTown(t)
	w.gives(mira, 100)
	w.store.Tamper(economy.Account{Guild: 1000, Holder: mira.ID}, 7)
	if err := w.rules.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
	reply, err := w.does(nova, "eco resume", because("all is well"))
	if err != nil || !reply.Private || reply.Tone != module.Bad || !strings.Contains(reply.Text, "aurora ledger resume") {
		t.Errorf("got %+v, %v", reply, err)
	}
	_, err = w.does(mira, "pay", payment(nova, 5))
	wantRefusal(t, err, "economy_stopped")
}
