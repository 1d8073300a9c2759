package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/module"
	"github.com/aurorabot/aurora/internal/snowflake"
)

// heard is one callback as Discord would receive it.
type heard struct {
	Type int
	Data struct {
		Content         string
		Flags           int
		Embeds          []struct{ Title, Description string }
		AllowedMentions *struct{ Parse []string } `json:"allowed_mentions"`
	}
}

// useOf is a use of a command that has just been received.
func useOf(b *Bot, id snowflake.ID, command string) use {
	return use{
		Interaction: module.Interaction{ID: id, Guild: event.Ref{ID: 1, Name: "g"}, User: event.Ref{ID: 2, Name: "mira"}, Command: command},
		kind:        kindCommand, command: b.commands[command], token: "secret", received: time.Now(), until: time.Now().Add(deadline),
	}
}

func TestHowACommandEndsIsAnsweredAndTold(t *testing.T) {
	const private = 64
	for name, c := range map[string]struct {
		run      func(context.Context, module.Interaction) (module.Reply, error)
		want     string // in the answer
		flags    int
		told     string
		severity event.Severity
	}{
		"well": {
			func(context.Context, module.Interaction) (module.Reply, error) {
				return module.Reply{Title: "Daily coins", Text: "100 coins for <@1>"}, nil
			}, "100 coins for <@1>", 0, "command.completed", event.Debug,
		},
		"with a refusal": {
			func(context.Context, module.Interaction) (module.Reply, error) {
				return module.Reply{}, fmt.Errorf("pay: %w", module.Refuse("self_transfer", "You cannot pay yourself."))
			}, "You cannot pay yourself.", private, "command.completed", event.Debug,
		},
		"with an error": {
			func(context.Context, module.Interaction) (module.Reply, error) {
				return module.Reply{}, errors.New("the password of the database is hunter2")
			}, "Something went wrong", private, "command.failed", event.Error,
		},
		"with a panic": {
			func(context.Context, module.Interaction) (module.Reply, error) { panic("boom") },
			"Something went wrong", private, "panic.recovered", event.Critical,
		},
	} {
		t.Run(name, func(t *testing.T) {
			var got []heard
			discord := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				var a heard
				body, err := io.ReadAll(r.Body)
				if err := errors.Join(err, json.Unmarshal(body, &a)); err != nil {
					t.Error(err)
				}
				if r.URL.Path != "/api/v10/interactions/77/secret/callback" || strings.Contains(string(body), "hunter2") {
					t.Errorf("got %s %s", r.URL.Path, body)
				}
				got = append(got, a)
				w.WriteHeader(http.StatusNoContent)
			})
			b, notes := newBot(t, discord, module.Command{Name: "daily", Run: c.run})
			b.handle(t.Context(), b.begin(useOf(b, 77, "daily")))
			flush(b)
			if len(got) != 1 {
				t.Fatalf("%d answers, want 1", len(got))
			}
			text := got[0].Data.Content
			for _, embed := range got[0].Data.Embeds {
				text += embed.Description
			}
			if got[0].Type != 4 || !strings.Contains(text, c.want) || got[0].Data.Flags != c.flags {
				t.Errorf("got %+v, want %q", got[0], c.want)
			}
			if mentions := got[0].Data.AllowedMentions; mentions == nil || mentions.Parse == nil || len(mentions.Parse) != 0 {
				t.Errorf("the answer may notify: %+v", mentions)
			}
			if notes.types() != c.told {
				t.Errorf("told %s, want %s", notes.types(), c.told)
			}
			last := notes.events[len(notes.events)-1]
			if last.Severity != c.severity || last.TraceID != "77" || !strings.Contains(string(last.Data), `"ackMs"`) || !strings.Contains(string(last.Data), `"spans"`) {
				t.Errorf("told %+v %s", last, last.Data)
			}
		})
	}
}

func TestAnAnswerThatDiscordRefusesIsToldWithItsCode(t *testing.T) {
	discord := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusNotFound)
		_, _ = w.Write([]byte(`{"message":"Unknown interaction","code":10062}`))
	})
	b, notes := newBot(t, discord, module.Command{Name: "daily", Run: func(context.Context, module.Interaction) (module.Reply, error) {
		return module.Reply{Text: "late"}, nil
	}})
	b.handle(t.Context(), b.begin(useOf(b, 77, "daily")))
	flush(b)
	if notes.types() != "command.failed command.ack.missed" || !strings.Contains(string(notes.events[0].Data), `"errorCode":"10062"`) {
		t.Errorf("told %s %s", notes.types(), notes.events[0].Data)
	}
}

func TestMoreCommandsThanAreTakenAreToldAsOverload(t *testing.T) {
	b, notes := newBot(t, http.NotFoundHandler())
	deliver := func(id int) {
		b.dispatcher(0)("INTERACTION_CREATE", fmt.Appendf(nil, `{"id":"%d","type":2,"token":"x","guild_id":"1","member":{"user":{"id":"2","username":"mira"}},
			"channel":{"id":"3","type":0},"data":{"id":"4","name":"daily","type":1}}`, id))
	}
	for id := range maxWaiting + 1 {
		deliver(id + 1)
		deliver(id + 1) // a duplicate is dropped
	}
	flush(b)
	if len(b.uses) != maxWaiting || notes.types() != "command.failed" {
		t.Errorf("%d are waiting, told: %s", len(b.uses), notes.types())
	}
}

func TestOptionsAreReadByTheirTypes(t *testing.T) {
	about := resolved{
		Users:   map[snowflake.ID]userObject{5: {ID: 5, Username: "nova"}, 6: {ID: 6, Username: "robot", Bot: true}},
		Members: map[snowflake.ID]resolvedMember{5: {Nick: "Nova ✨"}},
	}
	nova := module.Member{Ref: event.Ref{ID: 5, Name: "Nova ✨"}}
	for name, c := range map[string]struct {
		kind  int
		value string
		want  module.Value
		ok    bool
	}{
		"a number":            {optionInteger, `-9007199254740992`, module.Value{Integer: -1 << 53}, true},
		"not a number":        {optionInteger, `"12"`, module.Value{}, false},
		"a fraction":          {optionInteger, `1.5`, module.Value{}, false},
		"a text":              {optionString, `"for lunch"`, module.Value{String: "for lunch"}, true},
		"not a text":          {optionString, `12`, module.Value{}, false},
		"a member":            {optionUser, `"5"`, module.Value{Member: nova}, true},
		"a bot":               {optionUser, `"6"`, module.Value{Member: module.Member{Ref: event.Ref{ID: 6, Name: "robot"}, Bot: true}}, true},
		"somebody not sent":   {optionUser, `"7"`, module.Value{}, false},
		"not an id":           {optionUser, `{}`, module.Value{}, false},
		"a type not offered":  {5, `true`, module.Value{}, false},
		"nothing, of no type": {0, ``, module.Value{}, false},
	} {
		got, ok := incomingOption{Type: c.kind, Value: []byte(c.value)}.value(about)
		if ok != c.ok || ok && got != c.want {
			t.Errorf("%s: got %+v, %v, want %+v", name, got, ok, c.want)
		}
	}
}

func TestACommandWithoutItsOptionIsNotRun(t *testing.T) {
	b, _ := newBot(t, http.NotFoundHandler(), module.Command{
		Name: "pay", Options: []module.Option{{Name: "user", Kind: module.User, Required: true}},
		Run: func(context.Context, module.Interaction) (module.Reply, error) { panic("run") },
	})
	_, err := b.run(t.Context(), useOf(b, 77, "pay"))
	if refusal, ok := errors.AsType[*module.Refusal](err); !ok || refusal.Code != "missing_option" {
		t.Errorf("got %v, want missing_option", err)
	}
}

func TestAUseThatHasWaitedTooLongIsNotCarriedOut(t *testing.T) {
	b, notes := newBot(t, http.NotFoundHandler(), module.Command{
		Name: "daily", Run: func(context.Context, module.Interaction) (module.Reply, error) {
			t.Error("a command was run whose answer nobody can see")
			return module.Reply{}, nil
		},
	})
	late := useOf(b, 77, "daily")
	late.until = time.Now().Add(-time.Second)
	b.handle(t.Context(), b.begin(late))
	flush(b)
	if notes.types() != "command.failed" || string(notes.events[0].Data) != `{"errorCode":"expired"}` {
		t.Errorf("told %s", notes.types())
	}
}
