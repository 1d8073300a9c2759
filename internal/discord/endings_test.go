package discord

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aurorabot/aurora/internal/module"
)

func TestAPressDecidesBeforeItsTimeEnds(t *testing.T) {
	refusal := module.Refuse("no", "no")
	for name, c := range map[string]struct {
		errs []error // how the presses come out, one after another
		ends bool
	}{
		"nobody presses":                {nil, true},
		"it is refused":                 {[]error{refusal}, true},
		"it is done":                    {[]error{nil}, false},
		"nobody knows what it has done": {[]error{errors.New("broken")}, false},
		"the second is done":            {[]error{refusal, nil}, false},
		"the second is refused":         {[]error{nil, refusal}, false},
	} {
		b, _ := newBot(t, http.NotFoundHandler())
		b.endings.expect(5, &ending{due: time.Now()})
		var presses []*answer
		for range c.errs {
			presses = append(presses, b.begin(use{kind: kindPress, origin: 5}))
		}
		for n, err := range c.errs {
			if got := b.endings.take(time.Now()); n == 0 && got != nil {
				t.Errorf("%s: the message is ended while a press is answered", name)
			}
			presses[n].pressed(err)
		}
		if ended := b.endings.take(time.Now()) != nil; ended != c.ends {
			t.Errorf("%s: the message is ended: %v, want %v", name, ended, c.ends)
		}
	}
}

func TestButtonsEndWithTheBot(t *testing.T) {
	var heard []string
	b, _ := newBot(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		heard = append(heard, r.Method+" "+r.URL.Path+" "+string(body))
		_, _ = w.Write([]byte(`{}`))
	}))
	b.endings.expect(5, &ending{command: "pay", reply: module.Reply{Text: "over"}, token: "secret", message: 9, due: time.Now().Add(time.Minute)})
	closed := make(chan struct{})
	close(closed)
	b.endButtons(context.Background(), closed)
	want := `PATCH /api/v10/webhooks/123456789012345678/secret/messages/9 {"content":"over","embeds":[],"components":[]`
	if len(heard) != 1 || !strings.HasPrefix(heard[0], want) {
		t.Errorf("Discord heard %q, want %s", heard, want)
	}
}
