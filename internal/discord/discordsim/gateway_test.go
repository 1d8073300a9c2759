package discordsim_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gobwas/ws"
	"github.com/gobwas/ws/wsutil"

	"github.com/aurorabot/aurora/internal/discord/discordsim"
)

func TestABotLogsInAndSeesItsGuilds(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		c := d.dial(t, usualQuery)
		if hello := c.next(t); hello.Op != 10 || hello.field("heartbeat_interval") != 41250.0 {
			t.Fatalf("got %s, want HELLO with Discord's interval", hello.raw)
		}
		d.identify(t, c, "0,1")
		ready := c.next(t)
		if !ready.is("READY") || *ready.Seq != 1 {
			t.Fatalf("got %s, want READY as event 1", ready.raw)
		}
		if got := ready.field("application", "id"); got != d.app {
			t.Errorf("got application %v, want %v", got, d.app)
		}
		if got := ready.field("guilds", 0, "unavailable"); got != true {
			t.Errorf("guilds of READY: got unavailable %v, want true", got)
		}
		for seq, guild := range d.state(t).Guilds {
			f := c.next(t)
			if !f.is("GUILD_CREATE") || *f.Seq != int64(seq+2) || f.field("id") != guild.ID {
				t.Fatalf("got %s, want the GUILD_CREATE of %s", f.raw, guild.Name)
			}
			if got, want := f.field("member_count"), float64(len(guild.Members)); got != want {
				t.Errorf("%s: got member_count %v, want %v", guild.Name, got, want)
			}
		}
		if s := d.state(t).Shards[0]; !s.Connected || s.Of != 1 || s.Guilds != 3 {
			t.Errorf("got shard %+v, want it connected with 3 guilds", s)
		}
		wantRules(t, d)
	})
}

func TestGuildsAreSpreadOverTheShardsTheClientChose(t *testing.T) {
	story(t, discordsim.Config{Guilds: 12, Members: 60, Shards: 2}, func(t *testing.T, d *discord) {
		var seen []string
		for shard := range 3 {
			_, ready := d.login(t, fmt.Sprintf("%d,3", shard))
			guilds, _ := ready.field("guilds").([]any)
			if len(guilds) != 4 {
				t.Errorf("shard %d of 3: got %d guilds, want 4", shard, len(guilds))
			}
			for _, g := range guilds {
				seen = append(seen, dig(g, "id").(string))
			}
		}
		slices.Sort(seen)
		if all := slices.Compact(seen); len(all) != 12 {
			t.Errorf("got %d guilds on all shards, want 12", len(all))
		}
	})
}

func TestABrokenRuleClosesTheConnectionWithItsCode(t *testing.T) {
	identify := func(data string) string { return `{"op":2,"d":` + data + `}` }
	properties := `"properties":{"os":"linux","browser":"x","device":"x"}`
	tests := []struct {
		name, query string
		loggedIn    bool
		send        string
		code        ws.StatusCode
		rule        string
	}{
		{name: "unknown opcode", send: `{"op":5,"d":null}`, code: 4001, rule: "unknown_opcode"},
		{name: "no JSON", send: `{"op":`, code: 4002, rule: "undecodable_frame"},
		{name: "no opcode", send: `{"d":1}`, code: 4002, rule: "undecodable_frame"},
		{name: "a frame of 4097 bytes", send: `{"op":1,"d":null,"pad":"` + strings.Repeat("x", 4071) + `"}`, code: 4002, rule: "frame_too_large"},
		{name: "invalid UTF-8", send: "{\"op\":1,\"d\":null,\"x\":\"\xff\xfe\"}", code: 4002, rule: "undecodable_frame"},
		{name: "identify without properties", send: identify(`{"token":"TOKEN","intents":1}`), code: 4002, rule: "undecodable_frame"},
		{name: "a large_threshold of 49", send: identify(`{"token":"TOKEN","intents":1,"large_threshold":49,` + properties + `}`), code: 4002, rule: "undecodable_frame"},
		{name: "presence before identify", send: `{"op":3,"d":{}}`, code: 4003, rule: "not_identified"},
		{name: "a token of no shape", send: identify(`{"token":"secret","intents":1,` + properties + `}`), code: 4004, rule: "bad_token"},
		{name: "resume with a token of no shape", send: `{"op":6,"d":{"token":"a.b.c","session_id":"x","seq":1}}`, code: 4004, rule: "bad_token"},
		{name: "identify twice", loggedIn: true, send: identify(`{"token":"TOKEN","intents":1,` + properties + `}`), code: 4005, rule: "identified_twice"},
		{name: "shard 2 of 2", send: identify(`{"token":"TOKEN","intents":1,"shard":[2,2],` + properties + `}`), code: 4010, rule: "bad_shard"},
		{name: "shard of none", send: identify(`{"token":"TOKEN","intents":1,"shard":[0,0],` + properties + `}`), code: 4010, rule: "bad_shard"},
		{name: "API version 9", query: "/gateway?v=9&encoding=json", code: 4012, rule: "bad_version"},
		{name: "no API version", query: "/gateway?encoding=json", code: 4012, rule: "bad_version"},
		{name: "no intents", send: identify(`{"token":"TOKEN",` + properties + `}`), code: 4013, rule: "bad_intents"},
		{name: "intents unheard of", send: identify(`{"token":"TOKEN","intents":268435456,` + properties + `}`), code: 4013, rule: "bad_intents"},
		{name: "a privileged intent", send: identify(`{"token":"TOKEN","intents":3,` + properties + `}`), code: 4014, rule: "intents_not_enabled"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			story(t, small, func(t *testing.T, d *discord) {
				var c *client
				switch {
				case test.loggedIn:
					c, _ = d.login(t, "0,1")
				case test.query != "":
					c = d.dial(t, test.query)
				default:
					c = d.dial(t, usualQuery)
				}
				if test.send != "" {
					c.send(t, "%s", strings.ReplaceAll(test.send, "TOKEN", d.sim.Token()))
				}
				asked := time.Now()
				if got := c.ended(t); got != test.code {
					t.Errorf("got close code %d, want %d", got, test.code)
				}
				if took := c.hungUp.Sub(asked); took > time.Second {
					t.Errorf("the server hung up %v after the closing, want at once", took)
				}
				wantRules(t, d, test.rule)
			})
		})
	}
}

func TestTooManyGuildsNeedMoreShards(t *testing.T) {
	story(t, discordsim.Config{Guilds: 2501, Members: 1}, func(t *testing.T, d *discord) {
		c := d.dial(t, usualQuery)
		d.identify(t, c, "0,1")
		if got := c.ended(t); got != 4011 {
			t.Errorf("got close code %d, want 4011", got)
		}
	})
}

func TestMoreThan120FramesAMinuteAreTooMany(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		c, _ := d.login(t, "0,1") // the first frame
		for range 119 {
			c.send(t, `{"op":3,"d":{}}`)
		}
		synctest.Wait()
		wantRules(t, d)
		c.send(t, `{"op":3,"d":{}}`)
		if got := c.ended(t); got != 4008 {
			t.Errorf("got close code %d, want 4008", got)
		}
		wantRules(t, d, "send_limit")
	})
}

func TestAHeartbeatingClientStays(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		c, _ := d.login(t, "0,1")
		for range 20 {
			time.Sleep(41250 * time.Millisecond)
			c.send(t, `{"op":1,"d":4}`)
			if ack := c.next(t); ack.Op != 11 {
				t.Fatalf("got %s, want an acknowledgement", ack.raw)
			}
		}
		wantRules(t, d)
	})
}

func TestLatencyDelaysEveryFrameAndKeepsTheirOrder(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		c, _ := d.login(t, "0,1")
		ping := func() time.Duration {
			sent := time.Now()
			c.send(t, `{"op":1,"d":null}`)
			return c.next(t).at.Sub(sent)
		}
		if got := ping(); got != 0 {
			t.Errorf("got an acknowledgement after %v, want at once", got)
		}
		d.settings(t, `{"latencyMs":400}`)
		if got := ping(); got != 400*time.Millisecond {
			t.Errorf("got an acknowledgement after %v, want 400ms", got)
		}
		d.settings(t, `{"jitterMs":300}`)
		waits := make(map[time.Duration]bool)
		for range 5 {
			waits[ping()] = true
			time.Sleep(time.Second) // since the last identify, too
		}
		if len(waits) < 2 {
			t.Errorf("got acknowledgements after %v five times, want jitter", waits)
		}
		again := d.dial(t, usualQuery)
		d.identify(t, again, "0,1")
		started := time.Now()
		want := int64(1)
		again.next(t) // HELLO
		for range 4 {
			f := again.next(t)
			if *f.Seq != want {
				t.Errorf("got event %d, want %d", *f.Seq, want)
			}
			want++
		}
		if took := time.Since(started); took < 100*time.Millisecond || took > 700*time.Millisecond {
			t.Errorf("the login took %v, want from 100 to 700 ms", took)
		}
	})
}

func TestIdentifiesAreLimited(t *testing.T) {
	cfg := small
	cfg.MaxConcurrency = 1
	story(t, cfg, func(t *testing.T, d *discord) {
		d.login(t, "0,2")
		early := d.dial(t, usualQuery)
		early.next(t)
		d.identify(t, early, "1,2")
		if f := early.next(t); f.Op != 9 {
			t.Errorf("the second identify within 5 s: got %s, want op 9", f.raw)
		}
		wantRules(t, d, "identify_too_soon")
		time.Sleep(5 * time.Second)
		d.identify(t, early, "1,2")
		early.until(t, "READY")

		limit := d.rest(t, "GET", "/gateway/bot", "")
		if got := limit.field("session_start_limit", "remaining"); got != 998.0 {
			t.Errorf("got %v session starts left, want 998", got)
		}
		if got := limit.field("session_start_limit", "max_concurrency"); got != 1.0 {
			t.Errorf("got max_concurrency %v, want 1", got)
		}
	})
}

func TestPayloadsCanBeCompressed(t *testing.T) {
	for _, compress := range []string{"zlib-stream", "zstd-stream"} {
		t.Run(compress, func(t *testing.T) {
			story(t, small, func(t *testing.T, d *discord) {
				c := d.dial(t, usualQuery+"&compress="+compress)
				c.next(t)
				d.identify(t, c, "0,1")
				if ready := c.until(t, "READY"); !ready.zip {
					t.Error("READY came as plain text")
				}
				for range 3 {
					c.until(t, "GUILD_CREATE")
				}
				wantRules(t, d)
			})
		})
	}
	t.Run("payload by payload", func(t *testing.T) {
		story(t, small, func(t *testing.T, d *discord) {
			c := d.dial(t, usualQuery)
			c.next(t)
			c.send(t, `{"op":2,"d":{"token":%q,"intents":1,"compress":true,"properties":{"os":"x","browser":"x","device":"x"}}}`, d.sim.Token())
			if ready, create := c.until(t, "READY"), c.until(t, "GUILD_CREATE"); !ready.zip || !create.zip {
				t.Error("the events came as plain text")
			}
			wantRules(t, d)
		})
	})
}

func TestWithoutTheGuildsIntentNoGuildIsTold(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		c := d.dial(t, usualQuery)
		c.send(t, `{"op":2,"d":{"token":%q,"intents":0,"properties":{"os":"x","browser":"x","device":"x"}}}`, d.sim.Token())
		c.until(t, "READY")
		d.strike(t, `{"kind":"guild_outage","seconds":1}`)
		time.Sleep(2 * time.Second)
		c.send(t, `{"op":1,"d":1}`)
		if f := c.next(t); f.Op != 11 {
			t.Errorf("got %s, want the acknowledgement next", f.raw)
		}
	})
}

func TestAnUnknownFieldOfIdentifyIsNoted(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		c := d.dial(t, usualQuery)
		c.send(t, `{"op":2,"d":{"token":%q,"intents":1,"guild_subscriptions":true,"properties":{"os":"x","browser":"x","device":"x"}}}`, d.sim.Token())
		c.until(t, "READY")
		wantRules(t, d, "unknown_field")
	})
}

func TestAFloodOfHeartbeatsIsNoted(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		c, _ := d.login(t, "0,1")
		for range 6 {
			c.send(t, `{"op":1,"d":4}`)
		}
		synctest.Wait()
		wantRules(t, d, "heartbeat_flood")
	})
}

func TestPingsAreAnswered(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		c, _ := d.login(t, "0,1")
		if err := ws.WriteFrame(c.conn, ws.MaskFrameInPlace(ws.NewPingFrame([]byte("there?")))); err != nil {
			t.Fatal(err)
		}
		c.send(t, `{"op":1,"d":4}`)
		if f := c.next(t); f.Op != 11 { // the pong is skipped by the client's reader, but it must not break it
			t.Errorf("got %s, want an acknowledgement", f.raw)
		}
	})
}

func TestAClientMayVanishInTheMiddleOfAClosing(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		conn, _ := d.handshake(t, usualQuery)
		if err := wsutil.WriteClientText(conn, []byte(`{"op":77}`)); err != nil {
			t.Fatal(err)
		}
		conn.Close() // HELLO was never read
		synctest.Wait()
		wantRules(t, d, "unknown_opcode")
	}) // and nothing of the connection is left, or the story would not end
}

func TestAllSocketsEndWithTheSimulator(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		polite, _ := d.login(t, "0,2")
		silent := d.dial(t, usualQuery)
		stuck, _ := d.handshake(t, usualQuery) // reads nothing
		defer stuck.Close()
		start := time.Now()
		d.stop()
		if got := polite.ended(t); got != 1001 {
			t.Errorf("got close code %d, want 1001", got)
		}
		silent.ended(t)
		if took := time.Since(start); took > 2*time.Second {
			t.Errorf("it took %v, want about a second", took)
		}
	})
}
