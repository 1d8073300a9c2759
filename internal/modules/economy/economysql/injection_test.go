package economysql_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/journal"
	"github.com/aurorabot/aurora/internal/module"
	"github.com/aurorabot/aurora/internal/modules/economy"
	"github.com/aurorabot/aurora/internal/snowflake"
	"github.com/aurorabot/aurora/internal/storage/storagetest"
)

// attack uses commands with texts that are made to do harm.
type attack struct {
	t        *testing.T
	lastID   snowflake.ID
	accepted map[snowflake.ID]string // the texts that were taken, by the interaction
}

var (
	attacker = event.Ref{ID: 2001, Name: "mallory"}
	town     = event.Ref{ID: 1000, Name: "Town"}
)

// TestInjectionsThroughCommandsHaveNoEffect is requirement I5 for what comes from
// Discord: a hundred texts in each string option, in what is typed before one is
// chosen, and as the id of a button.
func TestInjectionsThroughCommandsHaveNoEffect(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		l := openLedger(t, url)
		service := economy.NewService(l.Store, nil, economy.SystemClock(), slog.New(slog.DiscardHandler))
		a := &attack{t: t, lastID: 1 << 40, accepted: make(map[snowflake.ID]string)}
		if _, err := service.Grant(t.Context(), a.use("", nil), module.Member{Ref: attacker}, 1_000_000, "to begin with"); err != nil {
			t.Fatal(err)
		}
		for _, command := range economy.Module(service, nil, nil).Commands {
			a.on(command, command.Name)
		}
		if count := l.tells(t, a.accepted); count < 300 {
			t.Errorf("%d texts were taken, want those of all notes and of two kinds of reasons", count)
		}
		differences, err := service.Verify(t.Context(), func(context.Context) error { return nil })
		if err != nil || len(differences) > 0 {
			t.Errorf("the ledger differs: %+v, %v", differences, err)
		}
	})
}

func (a *attack) use(path string, options map[string]module.Value) module.Interaction {
	a.lastID++
	return module.Interaction{ID: a.lastID, Guild: town, User: attacker, Command: path, Options: options}
}

// on attacks a command, or all of its subcommands.
func (a *attack) on(command module.Command, path string) {
	for _, sub := range command.Subcommands {
		a.on(sub, path+" "+sub.Name)
	}
	for _, text := range storagetest.Injections() {
		if command.Press != nil {
			in := a.use(path, nil)
			in.Button = text
			a.tries(command.Press, in, text)
		}
		for _, option := range command.Options {
			if option.Kind == module.String {
				a.types(command, path, option, text)
			}
		}
	}
}

// types gives one option the text, and all others something sensible.
func (a *attack) types(command module.Command, path string, option module.Option, text string) {
	options := map[string]module.Value{option.Name: {String: text}}
	for _, other := range command.Options {
		if other.Required && other.Name != option.Name {
			options[other.Name] = module.Value{Integer: 1, Member: module.Member{Ref: event.Ref{ID: 2002, Name: "nova"}}, String: "1"}
		}
	}
	if option.Complete {
		if _, err := command.Complete(a.t.Context(), a.use(path, options), option.Name); err != nil {
			a.t.Errorf("/%s, %s while %q is typed: %v", path, option.Name, text, err)
		}
	}
	a.tries(command.Run, a.use(path, options), text)
}

// tries has a text taken as it is or refused; whatever else happens is the text's doing.
func (a *attack) tries(do func(context.Context, module.Interaction) (module.Reply, error), in module.Interaction, text string) {
	var refusal *module.Refusal
	switch _, err := do(a.t.Context(), in); {
	case err == nil:
		a.accepted[in.ID] = text
	case !errors.As(err, &refusal):
		a.t.Errorf("/%s with %q: %v", in.Command, text, err)
	}
}

// tells counts the events of interactions that have taken a text. Each has it as it was
// typed; there are no others, but for the first.
func (l ledger) tells(t *testing.T, accepted map[snowflake.ID]string) (count int) {
	t.Helper()
	for after, more := uint64(1), true; more; {
		page, err := l.log.Select(t.Context(), journal.Filter{After: &after, Limit: 500})
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range page.Events {
			after = e.Seq
			var data map[string]any
			text, known := accepted[e.InteractionID]
			if err := json.Unmarshal(e.Data, &data); err != nil || !known || !strings.Contains(fmt.Sprint(data), text) {
				t.Errorf("%q led to %s %s, %v", text, e.Type, e.Data, err)
			}
		}
		count += len(page.Events)
		more = page.Next != nil
	}
	return count
}
