package discord

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gorilla/websocket"

	"github.com/aurorabot/aurora/internal/discord/discordsim"
	"github.com/aurorabot/aurora/internal/discord/pipenet"
	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/module"
	"github.com/aurorabot/aurora/internal/snowflake"
)

// world is a bot and the simulated Discord on a network in memory.
type world struct {
	*notebook
	*overheard
	bot    *Bot
	client *http.Client
	guild  string // a guild and two of its members
	user   string
	other  string
}

// live runs tell with a bot that is connected. The clock moves only when everybody
// waits, so seconds cost nothing.
func live(t *testing.T, commands []module.Command, tell func(t *testing.T, w *world)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(time.Date(2026, 11, 21, 18, 0, 0, 0, time.UTC)))
		listener := pipenet.Listen()
		sim := discordsim.New(discordsim.Config{Guilds: 3, Members: 30, Shards: 2, PublicURL: "http://discord.test"})
		base := &http.Transport{DialContext: listener.Dial}
		defer base.CloseIdleConnections()
		server := &http.Server{Handler: sim.Handler()}
		defer runs(t, func(context.Context) error { _ = server.Serve(listener); return nil }, server.Close)()
		defer runs(t, sim.Run, nil)()

		w := &world{notebook: &notebook{}, client: &http.Client{Transport: base}, overheard: &overheard{base: base}}
		var err error
		w.bot, err = New(Config{
			Token: sim.Token(), APIURL: "http://discord.test", Version: "test", Heartbeat: 15 * time.Second, Commands: commands,
			Journal: w.notebook, Observe: func(event.Measure) {}, Logger: slog.New(slog.DiscardHandler),
			HTTP: w.overheard, Dialer: &websocket.Dialer{NetDialContext: listener.Dial},
		})
		if err != nil {
			t.Fatal(err)
		}
		defer runs(t, w.bot.Run, nil)()
		w.learn(t)
		tell(t, w)
		w.wantNoViolations(t)
	})
}

// runs starts a part and returns what ends it and waits for it.
func runs(t *testing.T, run func(context.Context) error, stop func() error) (end func()) {
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- run(ctx) }()
	return func() {
		cancel()
		if stop != nil {
			_ = stop()
		}
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}
}

var mentions = regexp.MustCompile(`"allowed_mentions":{[^}]*},?`)

// overheard remembers the requests that the bot makes about interactions.
type overheard struct {
	base http.RoundTripper

	mu   sync.Mutex
	told []string
}

// RoundTrip implements [http.RoundTripper].
func (o *overheard) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	r = r.Clone(r.Context())
	r.Body = io.NopCloser(bytes.NewReader(body))
	parts := strings.Split(r.URL.Path, "/")
	if parts[3] == "interactions" || parts[3] == "webhooks" {
		o.mu.Lock()
		o.told = append(o.told, r.Method+" "+strings.Join(parts[6:], "/")+" "+mentions.ReplaceAllString(string(body), ""))
		o.mu.Unlock()
	}
	return o.base.RoundTrip(r)
}

// learn waits until the bot is connected, and finds a guild and its members.
func (w *world) learn(t *testing.T) {
	t.Helper()
	time.Sleep(10 * time.Second)
	guilds, _ := w.state(t)["guilds"].([]any)
	g, _ := guilds[0].(map[string]any)
	members, _ := g["members"].([]any)
	w.guild = g["id"].(string)
	w.user = members[0].(map[string]any)["id"].(string)
	w.other = members[1].(map[string]any)["id"].(string)
}

func (w *world) state(t *testing.T) map[string]any { return w.control(t, "GET", "/sim/state", nil) }

// uses has a member use a command and returns what they see.
func (w *world) uses(t *testing.T, command string, fields map[string]any) map[string]any {
	t.Helper()
	body := map[string]any{"guild": w.guild, "user": w.user, "command": command}
	maps.Copy(body, fields)
	return w.control(t, "POST", "/sim/interactions", body)
}

// presses has a member press a button of a message.
func (w *world) presses(t *testing.T, user string, message map[string]any, customID string) map[string]any {
	t.Helper()
	synctest.Wait() // the simulator knows a message only after the request that made it
	return w.control(t, "POST", "/sim/interactions", map[string]any{
		"guild": w.guild, "user": user, "component": customID, "message": message["id"],
	})
}

func (w *world) control(t *testing.T, method, path string, body any) map[string]any {
	t.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(t.Context(), method, "http://discord.test"+path, bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	response, err := w.client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, _ = io.ReadAll(response.Body)
	var answer map[string]any
	if err := json.Unmarshal(text, &answer); err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("%s %s: %d %s", method, path, response.StatusCode, text)
	}
	return answer
}

func (w *world) wantNoViolations(t *testing.T) {
	t.Helper()
	if violations, _ := w.state(t)["violations"].([]any); len(violations) != 0 {
		t.Errorf("the bot broke Discord's rules: %v", violations)
	}
}

// dig reads a value along a path of names and indexes.
func dig(value any, path ...any) any {
	for _, step := range path {
		switch step := step.(type) {
		case string:
			object, _ := value.(map[string]any)
			value = object[step]
		case int:
			list, _ := value.([]any)
			if step >= len(list) {
				return nil
			}
			value = list[step]
		}
	}
	return value
}

// after waits for what is still being recorded.
func (w *world) after() string { synctest.Wait(); return w.types() }

// echo is a command that answers at once.
func echo(name string) module.Command {
	return module.Command{Name: name, Description: "Says its name", Run: func(context.Context, module.Interaction) (module.Reply, error) {
		return module.Reply{Title: name, Text: "fine"}, nil
	}}
}

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
			if got, want := w.after(), "shard.ready shard.ready command.completed command.slow"; got != want {
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
				Text: "Really?", Private: true, ButtonsFor: 30 * time.Second,
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
		time.Sleep(32 * time.Second)
		late := w.presses(t, w.user, asked, yes)["response"]
		if text, _ := dig(late, "content").(string); !strings.Contains(text, "too old") || dig(late, "flags") != 64.0 {
			t.Errorf("a late press shows %v", late)
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
		seen := w.uses(t, "eco", map[string]any{"subcommand": "resume"})["response"]
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

func TestValuesAreProposedWhileAMemberTypes(t *testing.T) {
	var answered []string
	discord := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		answered = append(answered, string(body))
		w.WriteHeader(http.StatusNoContent)
	})
	zone := module.Command{
		Name: "config", Options: []module.Option{{Name: "zone", Kind: module.String, Complete: true}},
		Complete: func(_ context.Context, in module.Interaction, option string) ([]module.Choice, error) {
			if in.Options[option].String == "boom" {
				panic("boom")
			}
			var choices []module.Choice
			for n := range 30 {
				choices = append(choices, module.Choice{Name: fmt.Sprint(option, n), Value: in.Options[option].String})
			}
			return choices, nil
		},
	}
	b, notes := newBot(t, discord, zone)
	for id, typed := range []string{"Eur", "boom"} {
		b.dispatcher(0)("INTERACTION_CREATE", fmt.Appendf(nil, `{"id":"%d","type":4,"token":"x","guild_id":"1","member":{"user":{"id":"2"}},
			"data":{"name":"config","type":1,"options":[{"name":"zone","type":3,"value":%q,"focused":true}]}}`, id+1, typed))
		b.handle(t.Context(), <-b.uses)
	}
	flush(b)
	if n := strings.Count(answered[0], `"value":"Eur"`); n != maxChoices || !strings.HasPrefix(answered[0], `{"type":8,`) || !strings.Contains(answered[0], `"zone0"`) {
		t.Errorf("%d values are proposed: %s", n, answered[0])
	}
	if answered[1] != `{"type":8,"data":{"choices":[]}}` || notes.types() != "panic.recovered" {
		t.Errorf("after a panic: %s, told %s", answered[1], notes.types())
	}
}
