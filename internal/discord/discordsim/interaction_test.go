package discordsim_test

import (
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"
	"time"
)

const dailyAndPay = `[
	{"name":"daily","description":"Claim"},
	{"name":"pay","description":"Pay","options":[
		{"type":6,"name":"user","description":"To whom","required":true},
		{"type":4,"name":"amount","description":"How much","required":true},
		{"type":3,"name":"note","description":"Why"}]}]`

func TestAReplyReachesTheMember(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		d.register(t, dailyAndPay)
		d.bot(t, func(i interaction) {
			time.Sleep(50 * time.Millisecond)
			d.callback(t, i, `{"type":4,"data":{"content":"130 coins","flags":64,"allowed_mentions":{"parse":[]}}}`)
		})
		got := d.use(t, "daily")
		if got.field("response", "content") != "130 coins" || got.field("response", "flags") != 64.0 {
			t.Errorf("got %s, want the ephemeral reply", got.body)
		}
		if got.field("ackMs") != 50.0 {
			t.Errorf("got ackMs %v, want 50", got.field("ackMs"))
		}
		wantRules(t, d)
	})
}

func TestADeferredReplyIsWaitedFor(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		d.register(t, dailyAndPay)
		d.bot(t, func(i interaction) {
			wantStatus(t, d.callback(t, i, `{"type":5,"data":{"flags":64}}`), http.StatusNoContent, 0)
			if thinking := d.webhook(t, i, "GET", "/messages/@original", ""); thinking.field("flags") != 192.0 {
				t.Errorf("got %s, want a reply that loads and is ephemeral", thinking.body)
			}
			time.Sleep(10 * time.Second) // the deadline is for the acknowledgement alone
			wantStatus(t, d.webhook(t, i, "PATCH", "/messages/@original", `{"content":"paid"}`), http.StatusOK, 0)
		})
		got := d.use(t, "daily")
		if got.field("response", "content") != "paid" || got.field("response", "flags") != 64.0 {
			t.Errorf("got %s, want the edited reply, still ephemeral", got.body)
		}
		wantRules(t, d)
	})
}

func TestAFollowupAfterADeferralTakesItsPlace(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		d.register(t, dailyAndPay)
		d.bot(t, func(i interaction) {
			d.callback(t, i, `{"type":5}`)
			d.webhook(t, i, "POST", "", `{"content":"first"}`)
			second := d.webhook(t, i, "POST", "", `{"content":"second"}`)
			if second.field("type") != 19.0 || second.field("message_reference", "message_id") == nil {
				t.Errorf("got %s, want a message of type 19 that refers to the first", second.body)
			}
			id, _ := second.field("id").(string)
			d.webhook(t, i, "PATCH", "/messages/"+id, `{"content":"second, mended"}`)
			if got := d.webhook(t, i, "GET", "/messages/"+id, ""); got.field("content") != "second, mended" {
				t.Errorf("got %s, want the edit", got.body)
			}
			wantStatus(t, d.webhook(t, i, "DELETE", "/messages/"+id, ""), http.StatusNoContent, 0)
			wantStatus(t, d.webhook(t, i, "GET", "/messages/"+id, ""), http.StatusNotFound, 10008)
		})
		if got := d.use(t, "daily"); got.field("response", "content") != "first" {
			t.Errorf("got %s, want the first followup as the reply", got.body)
		}
		synctest.Wait()
		wantRules(t, d, "unknown_message")
	})
}

func TestACallbackAfterThreeSecondsIsTooLate(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		d.register(t, dailyAndPay)
		d.bot(t, func(i interaction) {
			time.Sleep(3 * time.Second)
			wantStatus(t, d.callback(t, i, `{"type":4,"data":{"content":"late"}}`), http.StatusNotFound, 10062)
		})
		got := d.use(t, "daily")
		if got.status != http.StatusGatewayTimeout || got.field("partial", "ackMs") != 3000.0 {
			t.Errorf("got %d %s, want 504 with the time it took", got.status, got.body)
		}
		time.Sleep(5 * time.Second)
		wantRules(t, d, "deadline_missed") // once
	})
}

func TestJustWithinThreeSecondsIsInTime(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		d.register(t, dailyAndPay)
		d.bot(t, func(i interaction) {
			time.Sleep(2999 * time.Millisecond)
			d.callback(t, i, `{"type":4,"data":{"content":"phew"}}`)
		})
		if got := d.use(t, "daily"); got.field("response", "content") != "phew" {
			t.Errorf("got %s, want the reply", got.body)
		}
		wantRules(t, d)
	})
}

func TestSilenceIsNotedUnlessTheConnectionBroke(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		d.register(t, dailyAndPay)
		c := d.bot(t, func(interaction) {})
		if got := d.use(t, "daily"); got.status != http.StatusGatewayTimeout {
			t.Errorf("got %d %s, want 504", got.status, got.body)
		}
		time.Sleep(5 * time.Second)
		wantRules(t, d, "deadline_missed")

		d.settings(t, `{"rate":100}`)
		time.Sleep(50 * time.Millisecond)
		c.hangUp(t, 0)
		d.settings(t, `{"rate":0}`)
		d.login(t, "0,1") // back within the deadline, but what was sent before is lost
		time.Sleep(10 * time.Second)
		wantRules(t, d, "deadline_missed") // no more than before
	})
}

func TestASecondAnswerIsRefused(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		d.register(t, dailyAndPay)
		d.bot(t, func(i interaction) {
			d.callback(t, i, `{"type":4,"data":{"content":"one"}}`)
			wantStatus(t, d.callback(t, i, `{"type":4,"data":{"content":"two"}}`), http.StatusBadRequest, 40060)
		})
		if got := d.use(t, "daily"); got.field("response", "content") != "one" {
			t.Errorf("got %s, want the first answer", got.body)
		}
		synctest.Wait()
		wantRules(t, d, "answered_twice")
	})
}

func TestAnInteractionDeliveredTwiceIsNotTheBotsFault(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		d.register(t, dailyAndPay)
		seen := make(chan interaction, 2)
		d.bot(t, func(i interaction) {
			seen <- i
			d.callback(t, i, fmt.Sprintf(`{"type":4,"data":{"content":"answer %d"}}`, len(seen)))
		})
		usage := d.usage(t, "daily")
		usage["times"] = 2
		got := d.control(t, "POST", "/interactions", encode(t, usage))
		if first, second := <-seen, <-seen; first.ID != second.ID || first.Token != second.Token {
			t.Errorf("got interactions %v and %v, want the same twice", first, second)
		}
		for n := range 2 {
			if want := fmt.Sprint("answer ", n+1); got.field("deliveries", n, "response", "content") != want {
				t.Errorf("delivery %d: got %s, want %s", n, got.body, want)
			}
		}
		if got.field("deliveries", 1, "refused") != 40060.0 {
			t.Errorf("got %s, want the second callback refused", got.body)
		}
		wantRules(t, d)
	})
}

func TestADuplicateThatTheBotIgnoresShowsTheFirstAnswer(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		d.register(t, dailyAndPay)
		handled := false
		d.bot(t, func(i interaction) {
			if !handled {
				handled = true
				d.callback(t, i, `{"type":4,"data":{"content":"130 coins"}}`)
			}
		})
		usage := d.usage(t, "daily")
		usage["times"] = 2
		got := d.control(t, "POST", "/interactions", encode(t, usage))
		if got.field("deliveries", 1, "response", "content") != "130 coins" || got.field("deliveries", 1, "ackMs") != nil {
			t.Errorf("got %s, want the first answer and no ackMs", got.body)
		}
		wantRules(t, d)
	})
}

func TestAWebhookOpensWithTheAckAndClosesAfterAQuarterOfAnHour(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		d.register(t, dailyAndPay)
		answered := make(chan interaction, 1)
		d.bot(t, func(i interaction) {
			wantStatus(t, d.webhook(t, i, "PATCH", "/messages/@original", `{"content":"early"}`), http.StatusNotFound, 10015)
			d.callback(t, i, `{"type":4,"data":{"content":"now"}}`)
			answered <- i
		})
		d.use(t, "daily")
		i := <-answered
		time.Sleep(14 * time.Minute) // the client is dropped for its silence meanwhile, which is noted
		wantStatus(t, d.webhook(t, i, "PATCH", "/messages/@original", `{"content":"still"}`), http.StatusOK, 0)
		time.Sleep(time.Minute)
		wantStatus(t, d.webhook(t, i, "PATCH", "/messages/@original", `{"content":"too late"}`), http.StatusUnauthorized, 50027)
		wantRules(t, d, "unknown_webhook", "heartbeat_missed", "token_expired")
	})
}

func TestWhoMayNotKnowThatItWasTooLateMayTryTheWebhook(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		d.register(t, dailyAndPay)
		d.bot(t, func(i interaction) {
			time.Sleep(3 * time.Second)
			wantStatus(t, d.callback(t, i, `{"type":5}`), http.StatusNotFound, 10062)
			wantStatus(t, d.webhook(t, i, "PATCH", "/messages/@original", `{"content":"done"}`), http.StatusNotFound, 10015)
		})
		d.use(t, "daily")
		time.Sleep(5 * time.Second)
		wantRules(t, d, "deadline_missed")
	})
}

func TestAWithResponseCallbackTellsTheMessage(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		d.register(t, dailyAndPay)
		d.bot(t, func(i interaction) {
			got := d.rest(t, "POST", "/interactions/"+i.ID+"/"+i.Token+"/callback?with_response=true", `{"type":4,"data":{"content":"hi"}}`)
			wantStatus(t, got, http.StatusOK, 0)
			if got.field("interaction", "id") != i.ID || got.field("resource", "message", "content") != "hi" {
				t.Errorf("got %s, want the interaction and its message", got.body)
			}
			if got.field("interaction", "response_message_id") != got.field("resource", "message", "id") {
				t.Errorf("got %s, want one message id", got.body)
			}
		})
		d.use(t, "daily")
	})
}

func TestFilesComeAsMultipart(t *testing.T) {
	const body = "--b\r\nContent-Disposition: form-data; name=\"payload_json\"\r\nContent-Type: application/json\r\n\r\n" +
		`{"type":4,"data":{"attachments":[{"id":"0","filename":"chart.png"}]}}` +
		"\r\n--b\r\nContent-Disposition: form-data; name=\"files[0]\"; filename=\"chart.png\"\r\nContent-Type: image/png\r\n\r\nPNG!\r\n--b--\r\n"
	story(t, small, func(t *testing.T, d *discord) {
		d.register(t, dailyAndPay)
		d.bot(t, func(i interaction) {
			path := "/interactions/" + i.ID + "/" + i.Token + "/callback"
			wantStatus(t, d.rest(t, "POST", path, body, "Content-Type", "multipart/form-data; boundary=b"), http.StatusNoContent, 0)
		})
		got := d.use(t, "daily")
		if got.field("response", "attachments", 0, "filename") != "chart.png" || got.field("response", "attachments", 0, "size") != 4.0 {
			t.Errorf("got %s, want the file", got.body)
		}
		wantRules(t, d)
	})
}

func TestAPressedButtonUpdatesItsMessage(t *testing.T) {
	const question = `{"type":4,"data":{"content":"Sure?","components":[{"type":1,"components":[{"type":2,"style":1,"label":"Yes","custom_id":"yes"}]}]}}`
	story(t, small, func(t *testing.T, d *discord) {
		d.register(t, dailyAndPay)
		d.bot(t, func(i interaction) {
			if i.Data.CustomID == "yes" {
				wantStatus(t, d.callback(t, i, `{"type":7,"data":{"content":"Done","components":[]}}`), http.StatusNoContent, 0)
				return
			}
			wantStatus(t, d.callback(t, i, question), http.StatusNoContent, 0)
		})
		asked := d.use(t, "daily")
		press := d.usage(t, "")
		delete(press, "command")
		press["component"], press["message"] = "yes", asked.field("response", "id")
		got := d.control(t, "POST", "/interactions", encode(t, press))
		if got.field("response", "content") != "Done" || got.field("response", "id") != press["message"] {
			t.Errorf("got %s, want the same message updated", got.body)
		}
		again := d.control(t, "POST", "/interactions", encode(t, press))
		wantControlError(t, again, http.StatusBadRequest, "unknown_component", "component")
		wantRules(t, d)
	})
}

func TestUpdatingWithoutAPressedMessageIsRefused(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		d.register(t, dailyAndPay)
		d.bot(t, func(i interaction) {
			for _, body := range []string{`{"type":6}`, `{"type":7,"data":{"content":"x"}}`, `{"type":1}`, `{"type":8,"data":{"choices":[]}}`, `{}`} {
				wantStatus(t, d.callback(t, i, body), http.StatusBadRequest, 50035)
			}
			time.Sleep(5 * time.Second)
		})
		d.use(t, "daily")
	})
}

func TestTheInteractionIsWhatDiscordSends(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		d.register(t, dailyAndPay)
		c, _ := d.login(t, "0,1")
		g := d.state(t).Guilds[1]
		from, to := g.Members[0], g.Members[1]
		usage := encode(t, map[string]any{
			"guild": g.Name, "user": from.ID, "command": "pay",
			"options": map[string]any{"user": to.ID, "amount": -5, "note": "lunch"},
		})
		used := make(chan answer)
		go func() { used <- d.control(t, "POST", "/interactions", usage) }()
		f := c.until(t, "INTERACTION_CREATE")
		for _, want := range []struct {
			path  []any
			value any
		}{
			{[]any{"type"}, 2.0},
			{[]any{"version"}, 1.0},
			{[]any{"context"}, 0.0},
			{[]any{"application_id"}, d.app},
			{[]any{"guild_id"}, g.ID},
			{[]any{"guild", "id"}, g.ID},
			{[]any{"authorizing_integration_owners", "0"}, g.ID},
			{[]any{"member", "user", "id"}, from.ID},
			{[]any{"member", "user", "discriminator"}, "0"},
			{[]any{"member", "deaf"}, false},
			{[]any{"data", "name"}, "pay"},
			{[]any{"data", "options", 0, "name"}, "user"},
			{[]any{"data", "options", 0, "type"}, 6.0},
			{[]any{"data", "options", 0, "value"}, to.ID},
			{[]any{"data", "options", 1, "value"}, -5.0},
			{[]any{"data", "options", 2, "value"}, "lunch"},
			{[]any{"data", "resolved", "users", to.ID, "id"}, to.ID},
			{[]any{"data", "resolved", "members", to.ID, "user"}, nil},
			{[]any{"data", "resolved", "members", to.ID, "deaf"}, nil},
			{[]any{"locale"}, "en-US"},
		} {
			if got := f.field(want.path...); got != want.value {
				t.Errorf("%v: got %v, want %v", want.path, got, want.value)
			}
		}
		for _, field := range []string{"token", "channel", "channel_id", "app_permissions", "entitlements", "attachment_size_limit", "guild_locale"} {
			if f.field(field) == nil {
				t.Errorf("the field %s is missing", field)
			}
		}
		wantControlError(t, <-used, http.StatusGatewayTimeout, "no_reply", "")
	})
}
