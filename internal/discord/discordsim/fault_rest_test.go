package discordsim_test

import (
	"net/http"
	"testing"
	"time"
)

func TestADuplicateIsAnsweredOnceAndBlamesNobody(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		d.register(t, dailyAndPay)
		ids := make(chan string, 2)
		d.bot(t, func(i interaction) {
			ids <- i.ID
			d.callback(t, i, `{"type":4,"data":{"content":"once"}}`)
		})
		d.strike(t, `{"kind":"duplicate","shard":0}`)
		got := d.use(t, "daily")
		if len(ids) != 2 {
			t.Fatalf("got %d interactions, want 2", len(ids))
		}
		if first, second := <-ids, <-ids; first != second || got.field("deliveries", 1, "refused") != 40060.0 {
			t.Errorf("got %s, want the same interaction twice and the second answer refused", got.body)
		}
		wantRules(t, d)
	})
}

func TestALateInteractionCannotBeAnsweredAndBlamesNobody(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		d.register(t, dailyAndPay)
		first := true
		d.bot(t, func(i interaction) {
			if first { // the others it lets lie, as it may
				wantStatus(t, d.callback(t, i, `{"type":4,"data":{"content":"x"}}`), http.StatusNotFound, 10062)
			}
			first = false
		})
		d.strike(t, `{"kind":"late"}`)
		start := time.Now()
		wantControlError(t, d.use(t, "daily"), http.StatusGatewayTimeout, "no_reply", "")
		if took := time.Since(start); took < 3500*time.Millisecond {
			t.Errorf("it came after %v, want it after the deadline", took)
		}
		d.settings(t, `{"rate":20}`)
		time.Sleep(2 * time.Second)
		d.settings(t, `{"rate":0}`)
		time.Sleep(10 * time.Second)
		if s := d.state(t); s.Counters["delivered"] < 20 {
			t.Errorf("got %d interactions, want those of the members too", s.Counters["delivered"])
		}
		wantRules(t, d)
	})
}

func TestAnInteractionThatDiscordForgotIsUnknownAndBlamesNobody(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		d.register(t, dailyAndPay)
		d.bot(t, func(i interaction) {
			wantStatus(t, d.callback(t, i, `{"type":4,"data":{"content":"x"}}`), http.StatusNotFound, 10062)
			wantStatus(t, d.webhook(t, i, "PATCH", "/messages/@original", `{"content":"x"}`), http.StatusNotFound, 10015)
		})
		d.strike(t, `{"kind":"unknown_interaction","seconds":1}`)
		wantControlError(t, d.use(t, "daily"), http.StatusGatewayTimeout, "no_reply", "")
		time.Sleep(10 * time.Second)
		wantRules(t, d) // the edit of what was never there, too: the bot has tried to answer
	})
}

func TestRateLimitsOfEachScopeHaveTheirHeaders(t *testing.T) {
	for _, test := range []struct {
		kind, scope, global string
		bucket              bool
		held                int // against the bot
	}{
		{"rate_limit_user", "user", "", true, 1},
		{"rate_limit_shared", "shared", "", true, 0},
		{"rate_limit_global", "global", "true", false, 1},
	} {
		t.Run(test.scope, func(t *testing.T) {
			story(t, small, func(t *testing.T, d *discord) {
				d.strike(t, `{"kind":"`+test.kind+`","seconds":1.5}`)
				got := d.rest(t, "GET", "/users/@me", "")
				wantStatus(t, got, http.StatusTooManyRequests, 0)
				if got.field("retry_after") != 1.5 || got.header.Get("Retry-After") != "2" || got.field("global") != (test.global == "true") {
					t.Errorf("got %v %s, want 1.5 s, rounded up in the header", got.header, got.body)
				}
				if h := got.header; h.Get("X-RateLimit-Scope") != test.scope || h.Get("X-RateLimit-Global") != test.global || (h.Get("X-RateLimit-Bucket") != "") != test.bucket {
					t.Errorf("got %v", h)
				}
				if held := d.state(t).Counters["invalidRequests"]; held != test.held {
					t.Errorf("got %d requests held against the bot, want %d", held, test.held)
				}
				d.rest(t, "GET", "/users/@me", "") // it was on its way
				wantRules(t, d)
				time.Sleep(1200 * time.Millisecond)
				d.rest(t, "GET", "/users/@me", "")
				wantRules(t, d, "rate_limit_ignored")
				time.Sleep(time.Second)
				wantStatus(t, d.rest(t, "GET", "/users/@me", ""), http.StatusOK, 0)
			})
		})
	}
}

func TestAGlobalRateLimitSparesInteractions(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		d.register(t, dailyAndPay)
		d.bot(t, func(i interaction) {
			wantStatus(t, d.callback(t, i, `{"type":4,"data":{"content":"x"}}`), http.StatusNoContent, 0)
		})
		d.strike(t, `{"kind":"rate_limit_global"}`)
		wantStatus(t, d.use(t, "daily"), http.StatusOK, 0)
	})
}

func TestABotThatWaitsARateLimitOutIsInTime(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		d.register(t, dailyAndPay)
		d.bot(t, func(i interaction) {
			refused := d.callback(t, i, `{"type":4,"data":{"content":"x"}}`)
			time.Sleep(time.Duration(refused.field("retry_after").(float64) * float64(time.Second)))
			wantStatus(t, d.callback(t, i, `{"type":4,"data":{"content":"x"}}`), http.StatusNoContent, 0)
		})
		d.strike(t, `{"kind":"rate_limit_user"}`)
		wantStatus(t, d.use(t, "daily"), http.StatusOK, 0)
		wantRules(t, d)
	})
}

func TestABotThatSaysNothingWhileRESTFailsIsNotBlamed(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		d.register(t, dailyAndPay)
		d.bot(t, func(interaction) {})
		d.strike(t, `{"kind":"rest_5xx"}`)
		d.use(t, "daily")
		time.Sleep(5 * time.Second)
		wantRules(t, d)
		d.use(t, "daily")
		time.Sleep(5 * time.Second)
		wantRules(t, d, "deadline_missed")
	})
}

func TestServerErrorsComeBeforeOrAfterTheEffect(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		d.register(t, dailyAndPay)
		statuses := make(chan int, 3)
		d.bot(t, func(i interaction) {
			for range 3 {
				statuses <- d.callback(t, i, `{"type":4,"data":{"content":"paid"}}`).status
			}
			time.Sleep(2 * time.Second)
			wantStatus(t, d.callback(t, i, `{"type":4,"data":{"content":"paid"}}`), http.StatusBadRequest, 40060)
		})
		d.strike(t, `{"kind":"rest_5xx"}`)
		if got := d.use(t, "daily"); got.field("response", "content") != "paid" {
			t.Errorf("got %s, want the answer that took effect", got.body)
		}
		time.Sleep(5 * time.Second)
		if len(statuses) != 3 {
			t.Fatalf("got %d answers, want 3", len(statuses))
		}
		for _, want := range []int{500, 502, 503} {
			if got := <-statuses; got != want {
				t.Errorf("got %d, want %d", got, want)
			}
		}
		wantRules(t, d) // the second answer is not the bot's fault: nobody told it of the first
	})
}

func TestWhoWaitsForAsLongAsALimitSaysIsNotTooEarly(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		d.strike(t, `{"kind":"rate_limit_user"}`)
		time.Sleep(600 * time.Microsecond) // what is left is no whole number of milliseconds
		limited := d.rest(t, "GET", "/gateway/bot", "")
		wantStatus(t, limited, http.StatusTooManyRequests, 0)
		after, _ := limited.field("retry_after").(float64)
		time.Sleep(time.Duration(after * float64(time.Second)))
		wantStatus(t, d.rest(t, "GET", "/gateway/bot", ""), http.StatusOK, 0)
		wantRules(t, d)
	})
}
