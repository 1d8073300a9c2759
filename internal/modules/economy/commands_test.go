package economy_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/module"
	"github.com/aurorabot/aurora/internal/modules/economy"
	"github.com/aurorabot/aurora/internal/snowflake"
)

// command finds a command by its whole name.
func (w *town) command(path string) module.Command {
	w.t.Helper()
	name, sub, _ := strings.Cut(path, " ")
	for _, c := range w.Commands {
		if c.Name != name {
			continue
		}
		if sub == "" {
			return c
		}
		for _, s := range c.Subcommands {
			if s.Name == sub {
				return s
			}
		}
	}
	w.t.Fatalf("there is no /%s", path)
	return module.Command{}
}

func (w *town) does(who event.Ref, path string, options map[string]module.Value) (module.Reply, error) {
	w.nextID++
	return w.command(path).Run(w.t.Context(), w.use(w.nextID, who, path, options))
}

func (w *town) use(id snowflake.ID, who event.Ref, path string, options map[string]module.Value) module.Interaction {
	return module.Interaction{ID: id, Guild: event.Ref{ID: 1000, Name: "Town"}, User: who, Command: path, Options: options}
}

// presses lets a member press the button with a label.
func (w *town) presses(who event.Ref, path string, reply module.Reply, label string) (module.Reply, error) {
	w.t.Helper()
	w.nextID++
	in := w.use(w.nextID, who, path, nil)
	for _, b := range reply.Buttons {
		if b.Label == label && !b.Disabled {
			in.Button = b.ID
		}
	}
	if in.Button == "" || len(in.Button) > 50 {
		w.t.Fatalf("%q cannot be pressed: %+v", label, reply.Buttons)
	}
	return w.command(path).Press(w.t.Context(), in)
}

func (w *town) gives(who event.Ref, amount int64) {
	w.t.Helper()
	options := payment(who, amount)
	options["reason"] = module.Value{String: "a gift"}
	if _, err := w.does(nova, "eco grant", options); err != nil {
		w.t.Fatal(err)
	}
}

// field is the value of a reply's field.
func field(r module.Reply, name string) string {
	for _, f := range r.Fields {
		if f.Name == name {
			return f.Value
		}
	}
	return ""
}

func because(text string) map[string]module.Value {
	return map[string]module.Value{"reason": {String: text}}
}

func TestALargePaymentIsMadeOnceHoweverOftenItIsConfirmed(t *testing.T) {
	w := newTown(t)
	w.gives(mira, 30_000)
	options := payment(nova, 10_000)
	options["note"] = module.Value{String: "for *the* house"}
	question, err := w.does(mira, "pay", options)
	if err != nil || !question.Private || question.ButtonsFor != 30*time.Second || field(question, "You would keep") != "20,000 coins" {
		t.Fatalf("got %+v, %v", question, err)
	}
	asked := w.nextID
	w.wantBalance(mira, "30,000 coins")

	first, err := w.presses(mira, "pay", question, "Confirm")
	if err != nil || first.Also == nil || first.Also.Private || field(*first.Also, "Note") != `“for \*the\* house”` {
		t.Fatalf("got %+v, %v", first, err)
	}
	if e := w.lastEvent(); e.Type != "economy.transfer.completed" || e.InteractionID != asked {
		t.Errorf("told %+v, want the payment in the name of %d", e, asked)
	}
	again, err := w.presses(mira, "pay", question, "Confirm")
	if err != nil || again.Text != first.Text || again.Also != nil {
		t.Errorf("a second press: got %+v, %v", again, err)
	}
	w.wantBalance(mira, "20,000 coins")
	w.wantBalance(nova, "10,000 coins")
	_, err = w.presses(mira, "pay", question, "Cancel")
	wantRefusal(t, err, "payment_confirmed")
}

func TestACancelledPaymentStaysCancelled(t *testing.T) {
	w := newTown(t)
	w.gives(mira, 30_000)
	question, err := w.does(mira, "pay", payment(nova, 10_000))
	if err != nil {
		t.Fatal(err)
	}
	if reply, err := w.presses(mira, "pay", question, "Cancel"); err != nil || len(reply.Buttons) != 0 {
		t.Errorf("got %+v, %v", reply, err)
	}
	_, err = w.presses(mira, "pay", question, "Confirm")
	wantRefusal(t, err, "payment_cancelled")
	w.wantBalance(mira, "30,000 coins")
}

func TestAQuestionIsAnsweredByWhomItWasPutTo(t *testing.T) {
	w := newTown(t)
	w.gives(mira, 30_000)
	question, err := w.does(mira, "pay", payment(nova, 10_000))
	if err != nil {
		t.Fatal(err)
	}
	for _, label := range []string{"Confirm", "Cancel"} {
		_, err = w.presses(nova, "pay", question, label)
		wantRefusal(t, err, "question_forgotten")
	}
	w.passed += 2 * time.Minute
	if _, err := w.does(mira, "pay", payment(nova, 10_000)); err != nil { // sees that the first is old
		t.Fatal(err)
	}
	_, err = w.presses(mira, "pay", question, "Confirm")
	wantRefusal(t, err, "question_forgotten")
	w.wantBalance(mira, "30,000 coins")
}

func TestWhatCannotBePaidIsNotAskedAbout(t *testing.T) {
	w := newTown(t)
	w.gives(mira, 10_000)
	for code, options := range map[string]map[string]module.Value{
		"insufficient_funds": payment(nova, 10_001),
		"self_transfer":      payment(mira, 10_000),
		"amount_too_large":   payment(nova, economy.MaxAmount+1),
	} {
		_, err := w.does(mira, "pay", options)
		wantRefusal(t, err, code)
		if e := w.lastEvent(); e.Type != "economy.transfer.rejected" {
			t.Errorf("told %+v", e)
		}
	}
	if reply, err := w.does(mira, "pay", payment(nova, 9_999)); err != nil || reply.Private || len(reply.Buttons) != 0 {
		t.Errorf("a small payment is asked about: %+v, %v", reply, err)
	}
}

func TestAHistoryIsReadThereAndBack(t *testing.T) {
	w := newTown(t)
	for amount := range 45 {
		w.gives(mira, int64(1000+amount))
	}
	page, err := w.does(mira, "history", nil)
	if err != nil || !page.Private || !page.Buttons[0].Disabled {
		t.Fatalf("got %+v, %v", page, err)
	}
	var there []string
	for want := 1044; ; {
		for _, f := range page.Fields {
			if f.Name != fmt.Sprintf("+1,%03d coins", want-1000) {
				t.Errorf("got %s, want %d", f.Name, want)
			}
			want--
		}
		there = append(there, page.Fields[0].Name)
		if page.Buttons[1].Disabled {
			break
		}
		if page, err = w.presses(mira, "history", page, "Older"); err != nil {
			t.Fatal(err)
		}
	}
	if len(there) != 8 || len(page.Fields) != 3 {
		t.Errorf("got %d pages, the last of %d", len(there), len(page.Fields))
	}
	for n := len(there) - 2; n >= 0; n-- {
		if page, err = w.presses(mira, "history", page, "Newer"); err != nil || page.Fields[0].Name != there[n] {
			t.Fatalf("back to page %d: %+v, %v", n, page, err)
		}
	}
	if !page.Buttons[0].Disabled {
		t.Error("there is something newer than the newest")
	}
}

func TestAHistorySaysWhatForAndWithWhom(t *testing.T) {
	w := newTown(t)
	if _, err := w.does(mira, "daily", nil); err != nil {
		t.Fatal(err)
	}
	options := payment(nova, 30)
	options["note"] = module.Value{String: "lunch\n# free"}
	if _, err := w.does(mira, "pay", options); err != nil {
		t.Fatal(err)
	}
	page, err := w.does(mira, "history", nil)
	if err != nil || len(page.Fields) != 2 || len(page.Buttons) != 0 {
		t.Fatalf("got %+v, %v", page, err)
	}
	at := fmt.Sprintf("<t:%d:R>", w.now.Unix())
	for n, want := range []module.Field{
		{Name: "−30 coins", Value: "Paid to <@2002> · " + at + "\n“lunch \\# free”\nBalance 70 coins · entry `2`"},
		{Name: "+100 coins", Value: "Daily claim, day 1 · " + at + "\nBalance 100 coins · entry `1`"},
	} {
		if page.Fields[n] != want {
			t.Errorf("got %+v, want %+v", page.Fields[n], want)
		}
	}
	_, err = w.command("history").Press(t.Context(), module.Interaction{User: mira, Button: "<;drop"})
	wantRefusal(t, err, "unknown_page")
}

func TestTheLeaderboardShowsPlacesAndIsTurnedByWhoAsked(t *testing.T) {
	w := newTown(t)
	for n := range 23 {
		w.gives(event.Ref{ID: snowflake.ID(5000 + n), Name: fmt.Sprint("m", n)}, int64(1000-n))
	}
	w.gives(mira, 5)
	page, err := w.does(mira, "leaderboard", nil)
	if err != nil || !strings.HasPrefix(page.Text, "🥇 <@5000> · **1,000 coins**\n") || field(page, "Your place, mira") != "**#24** with 5 coins" {
		t.Fatalf("got %+v, %v", page, err)
	}
	_, err = w.presses(nova, "leaderboard", page, "Next")
	wantRefusal(t, err, "not_yours")
	for range 2 {
		if page, err = w.presses(mira, "leaderboard", page, "Next"); err != nil {
			t.Fatal(err)
		}
	}
	if !strings.Contains(page.Text, "`#24` <@2001> · **5 coins**") || !page.Buttons[1].Disabled || page.Footer != "Page 3" {
		t.Errorf("got %+v", page)
	}
	for _, button := range []string{"", "-1:2001", "100:2001", "x:2001"} {
		_, err = w.command("leaderboard").Press(t.Context(), module.Interaction{User: mira, Button: button})
		wantRefusal(t, err, "unknown_page")
	}
}

func TestTheLeaderboardShowsTheBadgesOfAnotherModule(t *testing.T) {
	w := newTown(t)
	failing := errors.New("away")
	var err error
	w.badges = func(_ context.Context, guild snowflake.ID, members []snowflake.ID) (map[snowflake.ID]string, error) {
		if guild != 1000 || len(members) != 1 {
			t.Errorf("asked about %d in %d", members, guild)
		}
		return map[snowflake.ID]string{mira.ID: "level 4"}, err
	}
	w.gives(mira, 5)
	if page, err := w.does(mira, "leaderboard", nil); err != nil || !strings.HasSuffix(page.Text, "**5 coins** · level 4\n") {
		t.Errorf("got %+v, %v", page, err)
	}
	err = failing
	if page, err := w.does(mira, "leaderboard", nil); err != nil || !strings.Contains(page.Text, "5 coins") {
		t.Errorf("without badges: %+v, %v", page, err)
	}
}

func TestAStreakSaysUntilWhenItIsSafe(t *testing.T) {
	w := newTown(t)
	see := func(text, next string) {
		t.Helper()
		reply, err := w.does(nova, "streak", map[string]module.Value{"user": {Member: module.Member{Ref: mira}}})
		if err != nil || !strings.Contains(reply.Text, text) || field(reply, "Next claim") != next {
			t.Errorf("got %+v, %v", reply, err)
		}
	}
	see("<@2001> has no streak", "now")
	if _, err := w.does(mira, "daily", nil); err != nil {
		t.Fatal(err)
	}
	see("**1 day** in a row, and today", "<t:1795305600:R>")
	w.passes(1)
	see("**1 day** in a row, and not yet today", "now")
}
