package discord

import (
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aurorabot/aurora/internal/snowflake"
)

func TestLatenessIsMeasuredAgainstTheQuickestOfLate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLag()
		const wrong = 9 * time.Second // Discord's clock is behind
		late := func(took time.Duration) time.Duration {
			now := time.Now()
			return l.of(now.Round(0).Add(-wrong-took), now)
		}
		for _, c := range []struct{ took, want time.Duration }{
			{50 * time.Millisecond, 0}, // nothing to compare it with
			{4 * time.Second, 3950 * time.Millisecond},
			{40 * time.Millisecond, 0},
			{45 * time.Millisecond, 5 * time.Millisecond},
		} {
			if got := late(c.took); got != c.want {
				t.Errorf("%v on the way: got %v late, want %v", c.took, got, c.want)
			}
		}
		time.Sleep(lagWindow)
		if got := late(100 * time.Millisecond); got != 60*time.Millisecond {
			t.Errorf("in the next window: got %v late, want 60ms", got)
		}
		time.Sleep(2 * lagWindow)
		if got := late(300 * time.Millisecond); got != 0 {
			t.Errorf("after a long silence: got %v late, want 0", got)
		}
	})
}

func TestWhatDiscordNoLongerWaitsForIsNotCarriedOut(t *testing.T) {
	b, notes := newBot(t, http.NotFoundHandler(), echo("daily"))
	for _, age := range []time.Duration{0, 4 * time.Second} { // the second was made before a connection was lost
		b.dispatcher(0)("INTERACTION_CREATE", fmt.Appendf(nil, `{"id":"%d","type":2,"token":"x","guild_id":"1","member":{"user":{"id":"2"}},
			"data":{"name":"daily","type":1}}`, snowflake.At(time.Now().Add(-age), uint64(age))))
		b.handle(t.Context(), <-b.uses)
	}
	flush(b)
	if got, want := notes.types(), "command.failed command.failed"; got != want {
		t.Fatalf("told %s, want %s", got, want)
	}
	if got := string(notes.events[1].Data); got != `{"errorCode":"expired"}` {
		t.Errorf("told %s, want that it was not carried out", got)
	}
}
