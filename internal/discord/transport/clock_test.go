package transport

import (
	"net/http"
	"testing"
	"time"

	"github.com/aurorabot/aurora/internal/event"
)

func TestHowFarOurClockIsAheadIsReadOffTheAnswers(t *testing.T) {
	const ahead = 90 * time.Second
	dated := func(w http.ResponseWriter, _ *http.Request, _ int) {
		w.Header().Set("Date", time.Now().Add(-ahead).UTC().Format(http.TimeFormat))
	}
	story(t, dated, func(t *testing.T, d *discord) {
		for n := range 200 {
			if _, err := d.asks(t.Context(), "GET", gatewayBot); err != nil {
				t.Fatal(err)
			}
			var last event.ClockCompared
			known := false
			for _, m := range d.measures {
				if m, ok := m.(event.ClockCompared); ok {
					last, known = m, true
				}
			}
			if known != (n+1 >= comparedFirst) {
				t.Fatalf("after %d answers it is known: %v", n+1, known)
			}
			if off := last.Ahead - ahead; n+1 >= comparedTogether && off.Abs() > 100*time.Millisecond {
				t.Fatalf("after %d answers: got %v, want %v", n+1, last.Ahead, ahead)
			}
			time.Sleep(370 * time.Millisecond) // no part of a second
		}
	})
}

func TestAnAnswerThatSaysLittleOfTheTimeIsLeftOut(t *testing.T) {
	var c clock
	now := time.Now()
	dated := http.Header{"Date": {now.UTC().Format(http.TimeFormat)}}
	for range 2 * comparedFirst {
		if _, known := c.compare(dated, now, 2*slowAnswer); known {
			t.Fatal("a slow answer is believed")
		}
		if _, known := c.compare(http.Header{"Date": {"yesterday"}}, now, 0); known {
			t.Fatal("a date that is none is believed")
		}
	}
}
