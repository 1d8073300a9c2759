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

func TestAPromiseThatWasTakenUnnoticedIsRedeemed(t *testing.T) {
	var heard []string
	discord := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		switch {
		case strings.Contains(string(body), `"type":5`):
			panic(http.ErrAbortHandler) // it is taken, and the answer is lost each time
		case strings.HasSuffix(r.URL.Path, "/callback"):
			w.WriteHeader(http.StatusBadRequest)
			fmt.Fprint(w, `{"message":"Interaction has already been acknowledged.","code":40060}`)
		default:
			_, _ = w.Write([]byte(`{}`))
		}
		heard = append(heard, r.Method+" "+r.URL.Path)
	})
	b, _ := newBot(t, discord, module.Command{Name: "slow", Run: func(context.Context, module.Interaction) (module.Reply, error) {
		return module.Reply{Text: "done"}, nil
	}})
	u := useOf(b, 77, "slow")
	u.until = u.until.Add(-deferAfter) // a promise is due at once
	a := b.begin(u)
	a.promising.Wait()
	if err := a.give(t.Context(), module.Reply{Text: "done"}, false); err != nil {
		t.Error(err)
	}
	want := "PATCH /api/v10/webhooks/123456789012345678/secret/messages/@original"
	if got := strings.Join(heard, " "); !strings.HasSuffix(got, want) {
		t.Errorf("Discord heard %s, want %s at the end", got, want)
	}
}

func TestTheTokenOfAnInteractionIsInNoError(t *testing.T) {
	b, _ := newBot(t, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }))
	a := b.begin(useOf(b, 77, "daily"))
	if err := a.give(t.Context(), module.Reply{Text: "x"}, false); err == nil || strings.Contains(err.Error(), "secret") {
		t.Errorf("got %v", err)
	}
}
