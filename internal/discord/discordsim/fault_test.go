package discordsim_test

import (
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gobwas/ws"
)

// strike brings a fault about.
func (d *discord) strike(t *testing.T, body string) {
	t.Helper()
	if got := d.control(t, "POST", "/faults", body); got.status != http.StatusOK {
		t.Fatalf("POST /sim/faults %s: got %d %s", body, got.status, got.body)
	}
}

// resume continues a session that READY began, on a connection of its own.
func (d *discord) resume(t *testing.T, ready frame, seq int) *client {
	t.Helper()
	c := d.dial(t, "/gateway/resume?v=10&encoding=json")
	c.next(t) // HELLO
	d.resumeOn(t, c, ready, seq)
	return c
}

func (d *discord) resumeOn(t *testing.T, c *client, ready frame, seq int) {
	t.Helper()
	c.send(t, `{"op":6,"d":{"token":%q,"session_id":%q,"seq":%d}}`, d.sim.Token(), ready.field("session_id"), seq)
}

func TestFaultRequestsAreStrict(t *testing.T) {
	tests := []struct {
		name, body  string
		status      int
		code, field string
	}{
		{"no kind", `{}`, 400, "missing_field", "kind"},
		{"a kind nobody knows", `{"kind":"flood"}`, 400, "unknown_kind", "kind"},
		{"a code nobody knows", `{"kind":"close:4006"}`, 400, "unknown_kind", "kind"},
		{"a code that is none", `{"kind":"close:x"}`, 400, "unknown_kind", "kind"},
		{"a shard there is not", `{"kind":"drop","shard":2}`, 400, "out_of_range", "shard"},
		{"half a shard", `{"kind":"drop","shard":0.5}`, 400, "wrong_type", "shard"},
		{"more than an hour", `{"kind":"late","seconds":3601}`, 400, "out_of_range", "seconds"},
		{"no time at all", `{"kind":"late","seconds":0}`, 400, "out_of_range", "seconds"},
		{"an unknown field", `{"kind":"late","times":2}`, 400, "unknown_field", "times"},
		{"nobody to strike", `{"kind":"drop","shard":1}`, 503, "shard_not_connected", "shard"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			story(t, small, func(t *testing.T, d *discord) {
				wantControlError(t, d.control(t, "POST", "/faults", test.body), test.status, test.code, test.field)
			})
		})
	}
}

func TestFaultsAreShown(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		d.login(t, "1,2")
		d.strike(t, `{"kind":"drop","shard":1}`)
		d.strike(t, `{"kind":"unknown_interaction","seconds":5}`)
		shown := func(path ...any) any {
			return d.control(t, "GET", "/state", "").field(append([]any{"faults"}, path...)...)
		}
		if shown(0, "shard") != 1.0 || shown(0, "until") != nil || shown(0, "hits") != 1.0 || shown(0, "active") != false {
			t.Errorf("got %v, want a cut that happened to one connection", shown(0))
		}
		if shown(1, "kind") != "unknown_interaction" || shown(1, "shard") != nil || shown(1, "active") != true {
			t.Errorf("got %v, want a fault in force", shown(1))
		}
		time.Sleep(5 * time.Second)
		if shown(1, "active") != false || shown(1, "hits") != 0.0 {
			t.Errorf("got %v, want a fault that is over and that nobody met", shown(1))
		}
	})
}

func TestReconnectAsksTheClientToLeaveAndToResume(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		c, ready := d.login(t, "0,1")
		d.strike(t, `{"kind":"reconnect","shard":0}`)
		if f := c.next(t); f.Op != 7 || string(f.Data) != "null" {
			t.Errorf("got %s, want op 7", f.raw)
		}
		asked := time.Now()
		if got := c.ended(t); got != 4000 {
			t.Errorf("got close code %d, want 4000", got)
		}
		if waited := c.hungUp.Sub(asked); waited < 5*time.Second {
			t.Errorf("closed after %v, want some seconds to leave", waited)
		}
		d.resume(t, ready, 4).until(t, "RESUMED")
		wantRules(t, d)
	})
}

func TestAClientThatResumesElsewhereIsNotClosedForHavingBeenAskedToLeave(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		c, ready := d.login(t, "0,1")
		d.strike(t, `{"kind":"reconnect"}`)
		c.hangUp(t, 4000)
		again := d.resume(t, ready, 4)
		again.until(t, "RESUMED")
		time.Sleep(6 * time.Second)
		again.send(t, `{"op":1,"d":5}`)
		if f := again.next(t); f.Op != 11 {
			t.Errorf("got %s, want an acknowledgement", f.raw)
		}
	})
}

func TestIdentifyingAfterBeingAskedToLeaveIsNoted(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		c, _ := d.login(t, "0,1")
		d.strike(t, `{"kind":"reconnect"}`)
		c.hangUp(t, 4000)
		time.Sleep(5 * time.Second)
		d.login(t, "0,1")
		wantRules(t, d, "identify_without_need")
	})
}

func TestAnInvalidSessionHasToBeBegunAnew(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		c, ready := d.login(t, "0,1")
		d.strike(t, `{"kind":"invalid_session"}`)
		if f := c.next(t); f.Op != 9 || string(f.Data) != "false" {
			t.Fatalf("got %s, want op 9 with false", f.raw)
		}
		d.resumeOn(t, c, ready, 4)
		if f := c.next(t); f.Op != 9 {
			t.Errorf("got %s, want op 9 for a session that is gone", f.raw)
		}
		time.Sleep(5 * time.Second)
		d.identify(t, c, "0,1") // on the same connection
		if again := c.until(t, "READY"); again.field("session_id") == ready.field("session_id") {
			t.Error("the session has the id of the old one")
		}
		wantRules(t, d, "resume_url_ignored")
	})
}

func TestASessionThatIsInvalidButResumableIsResumed(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		c, ready := d.login(t, "0,1")
		d.strike(t, `{"kind":"invalid_session_resumable"}`)
		if f := c.next(t); f.Op != 9 || string(f.Data) != "true" {
			t.Fatalf("got %s, want op 9 with true", f.raw)
		}
		c.hangUp(t, 4000)
		again := d.resume(t, ready, 2)
		for want := int64(3); want <= 5; want++ {
			if f := again.next(t); *f.Seq != want {
				t.Errorf("got event %d, want %d", *f.Seq, want)
			}
		}
		wantRules(t, d)
	})
}

func TestADroppedConnectionEndsWithoutAWord(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		hit, ready := d.login(t, "0,2")
		spared, _ := d.login(t, "1,2")
		d.strike(t, `{"kind":"drop","shard":0}`)
		if got := hit.ended(t); got != 0 {
			t.Errorf("got close code %d, want none", got)
		}
		spared.send(t, `{"op":1,"d":null}`)
		if f := spared.next(t); f.Op != 11 {
			t.Errorf("the other shard: got %s, want an acknowledgement", f.raw)
		}
		d.resume(t, ready, 3).until(t, "RESUMED")
		wantRules(t, d)
	})
}

func TestEachCloseCodeCanBeHadAndKeepsTheSessionIfItMay(t *testing.T) {
	for code, resumable := range map[ws.StatusCode]bool{
		1000: true, 1001: true, 4000: true, 4001: true, 4002: true, 4003: true, 4005: true, 4008: true,
		4004: false, 4007: false, 4009: false, 4010: false, 4011: false, 4012: false, 4013: false, 4014: false,
	} {
		t.Run(fmt.Sprint(code), func(t *testing.T) {
			story(t, small, func(t *testing.T, d *discord) {
				c, ready := d.login(t, "0,1")
				d.strike(t, fmt.Sprintf(`{"kind":"close:%d"}`, code))
				if got := c.ended(t); got != code {
					t.Errorf("got close code %d, want %d", got, code)
				}
				again := d.resume(t, ready, 4)
				if f := again.next(t); f.is("RESUMED") != resumable {
					t.Errorf("got %s for a resume, want it to succeed: %v", f.raw, resumable)
				}
				wantRules(t, d)
			})
		})
	}
}

func TestAFaultThatLastsBefallsEachNewConnection(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		c, ready := d.login(t, "0,1")
		d.strike(t, `{"kind":"close:4000","seconds":4}`)
		c.ended(t)
		for range 3 {
			if got := d.resume(t, ready, 4).ended(t); got != 4000 {
				t.Errorf("got close code %d, want 4000 again", got)
			}
		}
		time.Sleep(4 * time.Second)
		d.resume(t, ready, 4).until(t, "RESUMED")
		if got := d.control(t, "GET", "/state", "").field("faults", 0, "hits"); got != 4.0 {
			t.Errorf("got %v hits, want 4", got)
		}
		wantRules(t, d)
	})
}

func TestHeartbeatsAreAcknowledgedAgainOnTheNextConnection(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		c, ready := d.login(t, "0,1")
		time.Sleep(time.Second)
		d.strike(t, `{"kind":"no_ack"}`)
		c.send(t, `{"op":1,"d":4}`)
		synctest.Wait()
		if len(c.frames) != 0 {
			t.Errorf("got %s, want no acknowledgement", c.next(t).raw)
		}
		d.use(t, "daily") // and all else goes on, or a zombie would not be one
		c.hangUp(t, 4900)
		again := d.resume(t, ready, 4)
		again.until(t, "RESUMED")
		again.send(t, `{"op":1,"d":5}`)
		if f := again.next(t); f.Op != 11 {
			t.Errorf("got %s, want an acknowledgement", f.raw)
		}
		wantRules(t, d)
	})
}

func TestAnInvalidTokenIsRefusedEverywhereUntilItIsValidAgain(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		c, _ := d.login(t, "0,1")
		d.strike(t, `{"kind":"invalid_token","seconds":30}`)
		if got := c.ended(t); got != 4004 {
			t.Errorf("got close code %d, want 4004", got)
		}
		again := d.dial(t, usualQuery)
		d.identify(t, again, "0,1")
		if got := again.ended(t); got != 4004 {
			t.Errorf("got close code %d for another try, want 4004", got)
		}
		wantStatus(t, d.rest(t, "GET", "/gateway/bot", ""), http.StatusUnauthorized, 0)
		time.Sleep(30 * time.Second)
		d.login(t, "0,1")
		wantRules(t, d)
	})
}

func TestAnOutageTakesTheGuildsOfAShardAndGivesThemBack(t *testing.T) {
	cfg := small
	cfg.Guilds, cfg.Members = 4, 40
	story(t, cfg, func(t *testing.T, d *discord) {
		d.register(t, dailyAndPay)
		hit, _ := d.login(t, "0,2")
		spared, _ := d.login(t, "1,2")
		d.strike(t, `{"kind":"guild_outage","shard":0,"seconds":30}`)
		for range 2 {
			if f := hit.next(t); !f.is("GUILD_DELETE") || f.field("unavailable") != true {
				t.Errorf("got %s, want an outage", f.raw)
			}
		}
		if got := d.use(t, "daily"); got.field("error", "code") != "shard_not_connected" {
			t.Errorf("got %s from a guild that is away, want nothing to reach the bot", got.body)
		}
		hit.hangUp(t, 1000)
		time.Sleep(5 * time.Second)
		again := d.dial(t, usualQuery)
		d.identify(t, again, "0,2")
		again.until(t, "READY")
		if f := again.next(t); !f.is("GUILD_CREATE") || f.at.Before(time.Now().Add(-time.Second)) {
			t.Errorf("got %s, want the guild when the outage ends", f.raw)
		}
		again.until(t, "GUILD_CREATE")
		if len(spared.frames) != 0 {
			t.Errorf("the other shard got %s", spared.next(t).raw)
		}
		wantRules(t, d)
	})
}
