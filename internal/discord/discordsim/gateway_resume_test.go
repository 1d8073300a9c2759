package discordsim_test

import (
	"strings"
	"testing"
	"time"
)

func TestMissedEventsAreReplayedInOrder(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		d.register(t, `[{"name":"daily","description":"x"}]`)
		first, ready := d.login(t, "0,1") // events 1 to 4
		d.settings(t, `{"rate":10}`)
		last := first.until(t, "INTERACTION_CREATE")
		first.hangUp(t, 0)
		time.Sleep(time.Second) // nobody acts while the bot is away, so what was on its way is replayed
		d.settings(t, `{"rate":0}`)

		resumeURL := strings.TrimPrefix(ready.field("resume_gateway_url").(string), "ws://discord.test")
		second := d.dial(t, resumeURL+"?v=10&encoding=json")
		second.next(t) // HELLO
		second.send(t, `{"op":6,"d":{"token":%q,"session_id":%q,"seq":2}}`, d.sim.Token(), ready.field("session_id"))
		want := int64(3)
		for f := second.next(t); !f.is("RESUMED"); f = second.next(t) {
			if *f.Seq != want {
				t.Fatalf("got event %d, want %d", *f.Seq, want)
			}
			if *f.Seq == *last.Seq && string(f.raw) != string(last.raw) {
				t.Errorf("the replay differs: got %s, want %s", f.raw, last.raw)
			}
			want++
		}
		if want <= *last.Seq {
			t.Errorf("got events up to %d, want up to %d at least", want-1, *last.Seq)
		}
		d.use(t, "daily") // nobody answers, but it comes
		if f := second.until(t, "INTERACTION_CREATE"); *f.Seq != want+1 {
			t.Errorf("the first live event is %d, want %d, one after RESUMED", *f.Seq, want+1)
		}
	})
}

func TestAResumeThatCannotBe(t *testing.T) {
	resume := func(t *testing.T, d *discord, session any, seq int) *client {
		c := d.dial(t, "/gateway/resume?v=10&encoding=json")
		c.next(t)
		c.send(t, `{"op":6,"d":{"token":%q,"session_id":%q,"seq":%d}}`, d.sim.Token(), session, seq)
		return c
	}
	wantInvalid := func(t *testing.T, c *client) {
		t.Helper()
		if f := c.next(t); f.Op != 9 || string(f.Data) != "false" {
			t.Errorf("got %s, want op 9 with false", f.raw)
		}
	}
	t.Run("a session nobody knows is invalid", func(t *testing.T) {
		story(t, small, func(t *testing.T, d *discord) {
			c := resume(t, d, "nonsense", 1)
			wantInvalid(t, c)
			d.identify(t, c, "0,1") // on the same connection
			c.until(t, "READY")
		})
	})
	t.Run("a seq the server has not reached closes with 4007", func(t *testing.T) {
		story(t, small, func(t *testing.T, d *discord) {
			c, ready := d.login(t, "0,1")
			c.hangUp(t, 0)
			if got := resume(t, d, ready.field("session_id"), 99).ended(t); got != 4007 {
				t.Errorf("got close code %d, want 4007", got)
			}
		})
	})
	t.Run("a client that said goodbye gave its session up", func(t *testing.T) {
		story(t, small, func(t *testing.T, d *discord) {
			c, ready := d.login(t, "0,1")
			c.hangUp(t, 1000)
			wantInvalid(t, resume(t, d, ready.field("session_id"), 1))
		})
	})
	t.Run("a session waits three minutes", func(t *testing.T) {
		story(t, small, func(t *testing.T, d *discord) {
			c, ready := d.login(t, "0,1")
			c.hangUp(t, 4000)
			time.Sleep(181 * time.Second)
			wantInvalid(t, resume(t, d, ready.field("session_id"), 1))
		})
	})
}

func TestAResumeTakesTheSessionFromAConnectionThatStillStands(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		first, ready := d.login(t, "0,1")
		second := d.dial(t, "/gateway/resume?v=10&encoding=json")
		second.send(t, `{"op":6,"d":{"token":%q,"session_id":%q,"seq":4}}`, d.sim.Token(), ready.field("session_id"))
		second.until(t, "RESUMED")
		if got := first.ended(t); got != 0 {
			t.Errorf("got close code %d, want the old connection cut", got)
		}
		if s := d.state(t).Shards[0]; !s.Connected {
			t.Error("the shard is not connected, want it on its new connection")
		}
	})
}

func TestResumingAtTheWrongAddressIsNoted(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		c, ready := d.login(t, "0,1")
		c.hangUp(t, 4000)
		again := d.dial(t, usualQuery)
		again.send(t, `{"op":6,"d":{"token":%q,"session_id":%q,"seq":4}}`, d.sim.Token(), ready.field("session_id"))
		again.until(t, "RESUMED")
		wantRules(t, d, "resume_url_ignored")
	})
}

func TestASilentClientIsDroppedAndMayResume(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		start := time.Now()
		c, ready := d.login(t, "0,1")
		if got := c.ended(t); got != 4000 {
			t.Errorf("got close code %d, want 4000", got)
		}
		if got, want := time.Since(start), 41250*time.Millisecond*3/2; got < want || got > want+time.Second {
			t.Errorf("dropped after %v, want %v", got, want)
		}
		wantRules(t, d, "heartbeat_missed")

		again := d.dial(t, "/gateway/resume?v=10&encoding=json")
		again.send(t, `{"op":6,"d":{"token":%q,"session_id":%q,"seq":4}}`, d.sim.Token(), ready.field("session_id"))
		again.until(t, "RESUMED")
	})
}

func TestIdentifyingInsteadOfResumingIsNoted(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		c, _ := d.login(t, "0,1")
		c.send(t, `{"op":77}`)
		c.ended(t)
		time.Sleep(5 * time.Second)
		d.login(t, "0,1")
		wantRules(t, d, "unknown_opcode", "identify_without_need")
	})
}
