package discordsim_test

import (
	"net/http"
	"testing"
	"time"
)

const oneButton = `{"type":4,"data":{"content":"Sure?","components":[{"type":1,"components":[{"type":2,"style":1,"label":"Yes","custom_id":"yes"}]}]}}`

func TestAButtonCanBePressedAsSoonAsItsMessageIsSeen(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		d.register(t, dailyAndPay)
		d.bot(t, func(i interaction) {
			if i.Type == 3 {
				d.callback(t, i, `{"type":7,"data":{"content":"Done","components":[]}}`)
				return
			}
			d.callback(t, i, oneButton)
		})
		for range 100 { // it was a matter of microseconds
			shown := d.by(t, map[string]any{"command": "daily"}).field("response", "id")
			if got := d.by(t, map[string]any{"component": "yes", "message": shown}); got.status != http.StatusOK {
				t.Fatalf("got %d %s, want the press delivered", got.status, got.body)
			}
		}
		wantRules(t, d)
	})
}

func TestAFollowupInPlaceOfADeletedDeferralIsWaitedFor(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		d.register(t, dailyAndPay)
		d.bot(t, func(i interaction) {
			d.callback(t, i, `{"type":5}`)
			wantStatus(t, d.webhook(t, i, "DELETE", "/messages/@original", ""), http.StatusNoContent, 0)
			time.Sleep(time.Second)
			wantStatus(t, d.webhook(t, i, "POST", "", `{"content":"for you alone","flags":64}`), http.StatusOK, 0)
		})
		got := d.use(t, "daily")
		if got.field("response") != nil || got.field("followups", 0, "content") != "for you alone" {
			t.Errorf("got %d %s, want the followup and no response", got.status, got.body)
		}
		wantRules(t, d)
	})
}

func TestADeferralThatIsDeletedForGoodIsNotWaitedForLong(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		d.register(t, dailyAndPay)
		d.bot(t, func(i interaction) {
			d.callback(t, i, `{"type":5}`)
			d.webhook(t, i, "DELETE", "/messages/@original", "")
			wantStatus(t, d.webhook(t, i, "DELETE", "/messages/@original", ""), http.StatusNotFound, 10008)
		})
		start := time.Now()
		got := d.use(t, "daily")
		if took := time.Since(start); got.field("response") != nil || took != 5*time.Second {
			t.Errorf("got %d %s after %v, want nothing after 5s", got.status, got.body, took)
		}
		wantRules(t, d, "unknown_message")
	})
}
