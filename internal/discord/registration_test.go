package discord

import (
	"errors"
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/disgoorg/disgo/rest"

	"github.com/aurorabot/aurora/internal/discord/transport"
	"github.com/aurorabot/aurora/internal/module"
	"github.com/aurorabot/aurora/internal/snowflake"
)

func TestCommandsAreWrittenOnlyWhereTheyDiffer(t *testing.T) {
	eco := module.Command{
		Name: "eco", Description: "Money matters", Manager: true,
		Subcommands: []module.Command{{Name: "grant", Description: "Give coins", Options: []module.Option{
			{Name: "user", Description: "To whom", Kind: module.User, Required: true},
			{Name: "amount", Description: "How many", Kind: module.Integer, Required: true, Min: 1, Max: 1_000_000_000_000},
			{Name: "reason", Description: "Why", Kind: module.String, Min: 3, Max: 100},
			{Name: "how", Description: "How", Kind: module.String, Choices: []module.Choice{{Name: "Quickly", Value: "q"}}},
			{Name: "zone", Description: "Where", Kind: module.String, Complete: true},
		}}},
	}
	live(t, []module.Command{echo("daily"), eco}, func(t *testing.T, w *world) {
		writes := func(what string, want bool) {
			t.Helper()
			if written, err := w.bot.syncCommands(t.Context()); written != want || err != nil {
				t.Errorf("%s: written %v, %v, want %v", what, written, err, want)
			}
		}
		synctest.Wait() // the registration of the start is over
		writes("registered at the start", false)
		w.bot.cfg.Commands[0].Description = "Says something else"
		writes("a description has changed", true)
		writes("after that", false)
		w.bot.cfg.Commands[1].Subcommands[0].Options[1].Min = 2
		writes("a bound has changed", true)
		w.bot.cfg.Commands = w.bot.cfg.Commands[:1]
		writes("a command is gone", true)
		if commands, _ := w.state(t)["commands"].([]any); len(commands) != 1 {
			t.Errorf("Discord has %d commands, want 1", len(commands))
		}

		var err error
		if w.bot.cfg.DevGuild, err = snowflake.Parse(w.guild); err != nil {
			t.Fatal(err)
		}
		writes("in a guild for development", true)
		writes("there once more", false)
		commands, _ := w.state(t)["commands"].([]any)
		if len(commands) != 2 || dig(commands[0], "guild_id") == dig(commands[1], "guild_id") {
			t.Errorf("Discord has %v", commands)
		}
	})
}

func TestARegistrationThatIsRefusedIsNotRepeatedAtOnce(t *testing.T) {
	status := func(code int) error {
		return fmt.Errorf("write: %w", &rest.Error{Response: &http.Response{StatusCode: code}})
	}
	for _, c := range []struct {
		err  error
		want time.Duration
	}{
		{errors.New("no network"), loginPause},
		{status(500), loginPause},
		{status(429), loginPause},
		{status(400), refusedPause},
		{status(401), refusedPause},
		{transport.ErrInvalidBudget, refusedPause},
	} {
		if got := registerPause(c.err); got != c.want {
			t.Errorf("after %v: got %v, want %v", c.err, got, c.want)
		}
	}
}
