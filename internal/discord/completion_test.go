package discord

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/aurorabot/aurora/internal/module"
)

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
