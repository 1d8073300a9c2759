package discord

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/module"
	"github.com/aurorabot/aurora/internal/snowflake"
)

func TestTheBotConnectsRegistersAndAnswers(t *testing.T) {
	live(t, []module.Command{echo("daily")}, func(t *testing.T, w *world) {
		if got, want := w.after(), "shard.ready shard.ready"; got != want {
			t.Errorf("told %s, want %s", got, want)
		}
		answer := w.uses(t, "daily", nil)
		if got := dig(answer, "response", "embeds", 0, "description"); got != "fine" {
			t.Errorf("the member sees %v", answer)
		}
		w.uses(t, "daily", map[string]any{"times": 1})
		if got, want := w.after(), "shard.ready shard.ready command.completed command.completed"; got != want {
			t.Errorf("told %s, want %s", got, want)
		}
	})
}

func TestTheNumberOfShardsCanBeSet(t *testing.T) {
	live(t, []module.Command{echo("daily")}, func(t *testing.T, w *world) {
		cfg := w.bot.cfg
		cfg.Shards = 3
		more, err := New(cfg)
		if err != nil {
			t.Fatal(err)
		}
		end := runs(t, more.Run, nil)
		time.Sleep(20 * time.Second)
		end()
		for shard := range 3 {
			if want := fmt.Sprintf("shard %d of 3: connected", shard); !slices.ContainsFunc(w.events, func(e event.Event) bool { return e.Message == want }) {
				t.Errorf("nobody told that %s", want)
			}
		}
	})
}

func TestTheSameInteractionTwiceIsAnsweredOnce(t *testing.T) {
	runs := 0
	command := echo("daily")
	command.Run = func(context.Context, module.Interaction) (module.Reply, error) {
		runs++
		return module.Reply{Text: "once"}, nil
	}
	live(t, []module.Command{command}, func(t *testing.T, w *world) {
		synctest.Wait()
		body, _ := json.Marshal(map[string]any{"guild": w.guild, "user": w.user, "command": "daily", "times": 3})
		r, _ := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://discord.test/sim/interactions", bytes.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		response, err := w.client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		if runs != 1 {
			t.Errorf("it was run %d times", runs)
		}
	})
}

func TestWhatIsSlowIsDeferredAndAnsweredLater(t *testing.T) {
	const (
		edited  = `PATCH messages/@original {"content":"done"`
		public  = `POST callback {"type":5}`
		private = `POST callback {"type":5,"data":{"flags":64}}`
		removed = "DELETE messages/@original "
		further = `POST  {"content":"done","flags":64}`
	)
	for name, c := range map[string]struct {
		private bool
		reply   module.Reply
		err     error
		want    []string // beginnings of the requests
	}{
		"in public":                {false, module.Reply{Text: "done"}, nil, []string{public, edited}},
		"in private":               {true, module.Reply{Text: "done", Private: true}, nil, []string{private, edited}},
		"to a private answer":      {false, module.Reply{Text: "done", Private: true}, nil, []string{public, removed, further}},
		"to a refusal":             {false, module.Reply{}, module.Refuse("no", "done"), []string{public, removed, further}},
		"to a refusal, in private": {true, module.Reply{}, module.Refuse("no", "done"), []string{private, edited}},
	} {
		command := module.Command{Name: "slow", Description: "Takes its time", Private: c.private, Run: func(context.Context, module.Interaction) (module.Reply, error) {
			time.Sleep(5 * time.Second)
			return c.reply, c.err
		}}
		live(t, []module.Command{command}, func(t *testing.T, w *world) {
			answer := w.uses(t, "slow", nil)
			if got, want := w.after(), "shard.ready shard.ready command.completed command.slow command.ack.near_miss"; got != want {
				t.Errorf("%s: told %s, want %s", name, got, want)
			}
			if answer["ackMs"].(float64) > 2100 {
				t.Errorf("%s: acknowledged after %v ms", name, answer["ackMs"])
			}
			if !slices.EqualFunc(w.told, c.want, strings.HasPrefix) {
				t.Errorf("%s: Discord is told %q, want %q", name, w.told, c.want)
			}
			if data := string(w.events[2].Data); !strings.Contains(data, `"deferred":true`) || !strings.Contains(data, `"name":"defer","startMs":2000`) {
				t.Errorf("%s: told %s", name, data)
			}
		})
	}
}

func TestAPressReplacesTheMessageUnlessItIsRefused(t *testing.T) {
	page := func(n string) module.Reply {
		return module.Reply{Title: "Page " + n, Text: "…", Buttons: []module.Button{{ID: "page:2", Label: "Next", Style: module.Primary}, {ID: "no", Label: "No"}}}
	}
	owner := snowflake.ID(0)
	list := module.Command{
		Name: "list", Description: "Pages",
		Run: func(_ context.Context, in module.Interaction) (module.Reply, error) {
			owner = in.User.ID
			return page("1"), nil
		},
		Press: func(_ context.Context, in module.Interaction) (module.Reply, error) {
			if in.Button == "no" || in.User.ID != owner {
				return module.Reply{}, module.Refuse("no", "not yours")
			}
			return page(strings.TrimPrefix(in.Button, "page:")), nil
		},
	}
	live(t, []module.Command{list}, func(t *testing.T, w *world) {
		first, _ := w.uses(t, "list", nil)["response"].(map[string]any)
		if id := dig(first, "components", 0, "components", 0, "custom_id"); id != "list:0:page:2" {
			t.Fatalf("the button is %v", id)
		}
		second := w.presses(t, w.user, first, "list:0:page:2")["response"]
		if dig(second, "embeds", 0, "title") != "Page 2" || dig(second, "id") != first["id"] {
			t.Errorf("after a press the message is %v", second)
		}
		for _, user := range []string{w.other, w.user} {
			refused := w.presses(t, user, first, "list:0:no")["response"]
			if dig(refused, "content") != "not yours" || dig(refused, "flags") != 64.0 || dig(refused, "id") == first["id"] {
				t.Errorf("a refused press shows %v", refused)
			}
		}
		if got := w.after(); !strings.HasSuffix(got, strings.Repeat(" command.completed", 4)) {
			t.Errorf("told %s", got)
		}
		if e := w.events[3]; e.Command != "list" {
			t.Errorf("told %+v", e)
		}
	})
}

func TestAConfirmationIsPrivateTimedAndItsNewsIsPublic(t *testing.T) {
	pay := module.Command{
		Name: "pay", Description: "Asks first", Private: true,
		Run: func(context.Context, module.Interaction) (module.Reply, error) {
			return module.Reply{
				Text: "Really?", Private: true, ButtonsFor: 30 * time.Second, Expired: &module.Reply{Text: "Too late."},
				Buttons: []module.Button{{ID: "yes", Label: "Confirm", Style: module.Success}, {ID: "no", Label: "Cancel", Style: module.Danger}},
			}, nil
		},
		Press: func(context.Context, module.Interaction) (module.Reply, error) {
			time.Sleep(2500 * time.Millisecond) // slow, too
			return module.Reply{Text: "Paid.", Also: &module.Reply{Title: "Payment", Text: "100 coins"}}, nil
		},
	}
	live(t, []module.Command{pay}, func(t *testing.T, w *world) {
		asked, _ := w.uses(t, "pay", nil)["response"].(map[string]any)
		yes, _ := dig(asked, "components", 0, "components", 0, "custom_id").(string)
		if asked["flags"] != 64.0 || yes == "" {
			t.Fatalf("the member is asked %v", asked)
		}
		time.Sleep(25 * time.Second)
		answer := w.presses(t, w.user, asked, yes)
		if dig(answer, "response", "content") != "Paid." || dig(answer, "response", "components", 0) != nil {
			t.Errorf("the question became %v", answer["response"])
		}
		synctest.Wait()
		asked, _ = w.uses(t, "pay", nil)["response"].(map[string]any)
		yes, _ = dig(asked, "components", 0, "components", 0, "custom_id").(string)
		time.Sleep(30 * time.Second)
		late := w.presses(t, w.user, asked, yes)["response"]
		if text, _ := dig(late, "content").(string); !strings.Contains(text, "too old") || dig(late, "flags") != 64.0 {
			t.Errorf("a late press shows %v", late)
		}
		time.Sleep(2 * time.Second)
		synctest.Wait()
		want := `PATCH messages/@original {"content":"Too late.","embeds":[],"components":[]`
		if last := w.told[len(w.told)-1]; !strings.HasPrefix(last, want) {
			t.Errorf("after 30 s Discord is told %s, want %s", last, want)
		}
		time.Sleep(time.Minute)
		synctest.Wait()
		if n := len(w.told); !strings.HasPrefix(w.told[n-1], want) || strings.HasPrefix(w.told[n-2], want) {
			t.Errorf("the end is told more than once: %q", w.told)
		}
	})
}

func TestSubcommandsHaveTheirOwnOptionsAndTheNameAboveThem(t *testing.T) {
	var got module.Interaction
	eco := module.Command{Name: "eco", Description: "Money matters", Subcommands: []module.Command{
		{
			Name: "grant", Description: "Give coins",
			Options: []module.Option{
				{Name: "user", Description: "To whom", Kind: module.User, Required: true},
				{Name: "reason", Description: "Why", Kind: module.String, Required: true, Min: 3, Max: 100},
				{Name: "how", Description: "How", Kind: module.String, Choices: []module.Choice{{Name: "Quickly", Value: "q"}}},
				{Name: "amount", Description: "How many", Kind: module.Integer, Min: 1, Max: 1_000_000_000_000},
			},
			Run: func(_ context.Context, in module.Interaction) (module.Reply, error) {
				got = in
				return module.Reply{Title: "Granted", Text: "x", Fields: []module.Field{{Name: "To", Value: "nova", Inline: true}}, Footer: "by mira"}, nil
			},
		},
	}}
	live(t, []module.Command{eco}, func(t *testing.T, w *world) {
		answer := w.uses(t, "eco", map[string]any{
			"subcommand": "grant", "options": map[string]any{"user": w.other, "reason": "a prize", "how": "q", "amount": 12},
		})
		if got.Command != "eco grant" || got.Options["reason"].String != "a prize" || got.Options["amount"].Integer != 12 ||
			got.Options["user"].Member.ID.String() != w.other || got.Options["how"].String != "q" {
			t.Errorf("the module sees %+v", got)
		}
		if dig(answer, "response", "embeds", 0, "fields", 0, "value") != "nova" || dig(answer, "response", "embeds", 0, "footer", "text") != "by mira" {
			t.Errorf("the member sees %v", answer["response"])
		}
	})
}

func TestOnlyWhoManagesTheGuildUsesAManagersCommand(t *testing.T) {
	eco := module.Command{Name: "eco", Description: "Money matters", Manager: true, Subcommands: []module.Command{echo("resume")}}
	live(t, []module.Command{eco}, func(t *testing.T, w *world) {
		if got := dig(w.state(t), "commands", 0, "default_member_permissions"); got != "32" {
			t.Errorf("Discord asks for the permissions %v, want 32", got)
		}
		if owner := w.uses(t, "eco", map[string]any{"subcommand": "resume"})["response"]; dig(owner, "flags") != 0.0 {
			t.Errorf("who owns the guild sees %v", owner)
		}
		seen := w.uses(t, "eco", map[string]any{"subcommand": "resume", "user": w.other})["response"]
		if text, _ := dig(seen, "content").(string); !strings.Contains(text, "manage this server") || dig(seen, "flags") != 64.0 {
			t.Errorf("a member without the permission sees %v", seen)
		}
	})
	for permissions, want := range map[string]bool{"32": true, "8": true, "2147483688": true, "2147601472": false, "": false, "-1": false} {
		in := new(incoming)
		in.Member.Permissions = permissions
		if in.manages() != want {
			t.Errorf("who has the permissions %q manages: %v, want %v", permissions, in.manages(), want)
		}
	}
}

func TestAnAnswerThatIsNearlyTooLateIsTold(t *testing.T) {
	live(t, []module.Command{echo("daily")}, func(t *testing.T, w *world) {
		w.control(t, "PATCH", "/sim/settings", map[string]any{"restLatencyMs": 2700})
		w.uses(t, "daily", nil)
		if got, want := w.after(), "shard.ready shard.ready command.completed command.ack.near_miss"; got != want {
			t.Fatalf("told %s, want %s", got, want)
		}
		if data := string(w.events[3].Data); !strings.HasPrefix(data, `{"ackMs":27`) {
			t.Errorf("told %s", data)
		}
	})
}

// TestAUseThatWaitsForAWorkerIsPromisedAnAnswer keeps all workers busy for longer than
// Discord waits. The next use was promised an answer in time, and so it is carried out.
func TestAUseThatWaitsForAWorkerIsPromisedAnAnswer(t *testing.T) {
	slow := module.Command{Name: "slow", Description: "Takes its time", Run: func(context.Context, module.Interaction) (module.Reply, error) {
		time.Sleep(4 * time.Second)
		return module.Reply{Text: "done"}, nil
	}}
	live(t, []module.Command{slow, echo("daily")}, func(t *testing.T, w *world) {
		var busy sync.WaitGroup
		for range workerCount {
			busy.Go(func() { w.uses(t, "slow", nil) })
		}
		synctest.Wait()
		answer := w.uses(t, "daily", nil)
		busy.Wait()
		if ms, ok := answer["ackMs"].(float64); !ok || ms > 2100 || dig(answer, "response", "embeds", 0, "description") != "fine" {
			t.Errorf("the member got %v", answer)
		}
	})
}
