package discord

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aurorabot/aurora/internal/discord/pipenet"
	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/module"
)

// lost is an answer of Discord's that does not arrive.
const lost = 0

// TestAPromiseIsRedeemedWhereDiscordMayHaveTakenIt lets Discord answer a promise, and then
// the reply, with a code of its own.
func TestAPromiseIsRedeemedWhereDiscordMayHaveTakenIt(t *testing.T) {
	for name, c := range map[string]struct {
		promise, reply int
		redeemed       bool
	}{
		"it was, and the answer was lost":       {lost, alreadyAnswered, true},
		"nobody knows":                          {lost, lost, true},
		"it was not, and the reply is":          {lost, http.StatusNoContent, false},
		"it was not, and the reply is too late": {lost, 10062, false},
		"it came too late":                      {10062, 10062, false},
	} {
		var heard []string
		discord := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			if !strings.HasSuffix(r.URL.Path, "/callback") {
				heard = append(heard, r.Method+" "+r.URL.Path)
				_, _ = w.Write([]byte(`{}`))
				return
			}
			code := c.reply
			if strings.Contains(string(body), `"type":5`) {
				code = c.promise
			}
			answerWith(w, code)
		})
		talking(t, discord, func(t *testing.T, b *Bot) {
			u := useOf(b, 77, "slow")
			u.until = u.until.Add(time.Minute) // so that there is time for every repetition
			a := b.begin(u)
			a.promise(t.Context())
			_ = a.give(t.Context(), module.Reply{Text: "done"}, false) // whether it arrived is not always known
		})
		var want []string
		if c.redeemed {
			want = []string{"PATCH /api/v10/webhooks/123456789012345678/secret/messages/@original"}
		}
		if !slices.Equal(heard, want) {
			t.Errorf("%s: Discord heard %s, want %s", name, heard, want)
		}
	}
}

// talking runs tell with a bot that talks to a handler in the place of Discord, over a
// network in memory, so that its pauses cost no time.
func talking(t *testing.T, discord http.Handler, tell func(t *testing.T, b *Bot)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		listener := pipenet.Listen()
		server := &http.Server{Handler: discord, ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)}
		defer runs(t, func(context.Context) error { _ = server.Serve(listener); return nil }, server.Close)()
		b, err := New(Config{
			Token: token, APIURL: "http://discord.test", Version: "test", Journal: &notebook{}, Observe: func(event.Measure) {},
			Logger: slog.New(slog.DiscardHandler), HTTP: &http.Transport{DialContext: listener.Dial, DisableKeepAlives: true},
		})
		if err != nil {
			t.Fatal(err)
		}
		tell(t, b)
	})
}

// answerWith answers a callback with a code of Discord's, or loses the answer.
func answerWith(w http.ResponseWriter, code int) {
	switch code {
	case lost:
		panic(http.ErrAbortHandler)
	case http.StatusNoContent:
		w.WriteHeader(code)
	case alreadyAnswered:
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprintf(w, `{"message":"Interaction has already been acknowledged.","code":%d}`, code)
	default:
		w.WriteHeader(http.StatusNotFound)
		fmt.Fprintf(w, `{"message":"Unknown interaction","code":%d}`, code)
	}
}

func TestAPromiseThatNeverLeftIsNotRedeemed(t *testing.T) {
	asked := 0
	b, _ := newBot(t, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked++ }))
	u := useOf(b, 77, "slow")
	a := b.begin(u)
	a.until = time.Now().Add(-time.Millisecond) // the program stood still for too long
	a.promise(t.Context())
	if err := a.give(t.Context(), module.Reply{Text: "done"}, false); err == nil || asked != 0 {
		t.Errorf("got %v, and Discord was asked %d times, want an error and none", err, asked)
	}
}

func TestTheTokenOfAnInteractionIsInNoError(t *testing.T) {
	b, _ := newBot(t, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }))
	a := b.begin(useOf(b, 77, "daily"))
	if err := a.give(t.Context(), module.Reply{Text: "x"}, false); err == nil || strings.Contains(err.Error(), "secret") {
		t.Errorf("got %v", err)
	}
}
