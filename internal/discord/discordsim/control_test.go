package discordsim_test

import (
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"
)

func wantControlError(t *testing.T, got answer, status int, code, field string) {
	t.Helper()
	if got.status != status || got.field("error", "code") != code || field != "" && got.field("error", "field") != field {
		t.Errorf("got %d %s, want %d %s on %q", got.status, got.body, status, code, field)
	}
}

func TestControlRequestsAreStrict(t *testing.T) {
	tests := []struct {
		name, method, path, body string
		status                   int
		code, field              string
	}{
		{"no JSON", "PATCH", "/settings", `{`, 400, "bad_json", ""},
		{"no object", "PATCH", "/settings", `[]`, 400, "bad_json", ""},
		{"two objects", "PATCH", "/settings", `{} {}`, 400, "bad_json", ""},
		{"an unknown field", "PATCH", "/settings", `{"speed":1}`, 400, "unknown_field", "speed"},
		{"a field in other letters", "PATCH", "/settings", `{"Rate":1}`, 400, "unknown_field", "Rate"},
		{"a field twice", "PATCH", "/settings", `{"rate":1,"rate":2}`, 400, "duplicate_field", "rate"},
		{"a wrong type", "PATCH", "/settings", `{"rate":"2"}`, 400, "wrong_type", "rate"},
		{"null", "PATCH", "/settings", `{"rate":null}`, 400, "wrong_type", "rate"},
		{"a negative rate", "PATCH", "/settings", `{"rate":-1}`, 400, "out_of_range", "rate"},
		{"an error rate above 1", "PATCH", "/settings", `{"errorRate":1.1}`, 400, "out_of_range", "errorRate"},
		{"65 KiB", "PATCH", "/settings", `{"x":"` + strings.Repeat("x", 65<<10) + `"}`, 413, "too_large", ""},
		{"another method", "DELETE", "/settings", ``, 404, "not_found", ""},
		{"another path", "POST", "/nonsense", `{}`, 404, "not_found", ""},
		{"half a delivery", "POST", "/interactions", `{"guild":"x","user":"x","command":"x","times":1.5}`, 400, "wrong_type", "times"},
		{"eleven deliveries", "POST", "/interactions", `{"guild":"x","user":"x","command":"x","times":11}`, 400, "out_of_range", "times"},
		{"no guild", "POST", "/interactions", `{"user":"x","command":"x"}`, 400, "missing_field", "guild"},
		{"no command", "POST", "/interactions", `{"guild":"x","user":"x"}`, 400, "missing_field", "command"},
		{"options that are no object", "POST", "/interactions", `{"guild":"x","user":"x","command":"x","options":[]}`, 400, "wrong_type", "options"},
		{"a foreign guild", "POST", "/interactions", `{"guild":"x","user":"x","command":"x"}`, 400, "unknown_guild", "guild"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			story(t, small, func(t *testing.T, d *discord) {
				wantControlError(t, d.control(t, test.method, test.path, test.body), test.status, test.code, test.field)
			})
		})
	}
}

func TestControlWantsJSON(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		got := d.request(t, "PATCH", "/sim/settings", `{}`, "Content-Type", "text/plain")
		wantControlError(t, got, http.StatusUnsupportedMediaType, "unsupported_media_type", "")
	})
}

func TestSettingsAreMergedAndAnswered(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		d.settings(t, `{"latencyMs":400}`)
		got := d.control(t, "PATCH", "/settings", `{"rate":0.5}`)
		if got.field("latencyMs") != 400.0 || got.field("rate") != 0.5 {
			t.Errorf("got %s, want both settings", got.body)
		}
	})
}

func TestOptionsAreWhatAClientWouldLetAMemberType(t *testing.T) {
	const commands = `[{"name":"try","description":"x","options":[
		{"type":4,"name":"amount","description":"x","required":true},
		{"type":4,"name":"bounded","description":"x","min_value":1,"max_value":10},
		{"type":3,"name":"text","description":"x","max_length":3},
		{"type":3,"name":"colour","description":"x","choices":[{"name":"Red","value":"red"}]},
		{"type":5,"name":"flag","description":"x"},
		{"type":6,"name":"user","description":"x"},
		{"type":10,"name":"ratio","description":"x"},
		{"type":7,"name":"channel","description":"x"}]},
		{"name":"eco","description":"x","options":[{"type":1,"name":"grant","description":"x","options":[
			{"type":4,"name":"amount","description":"x","required":true}]}]}]`
	tests := []struct {
		name, command, subcommand string
		options                   map[string]any
		code, field               string // "" = it reaches the bot
	}{
		{"zero", "try", "", map[string]any{"amount": 0}, "", ""},
		{"minus five", "try", "", map[string]any{"amount": -5}, "", ""},
		{"2^53", "try", "", map[string]any{"amount": int64(9007199254740992)}, "", ""},
		{"beyond 2^53", "try", "", map[string]any{"amount": int64(9007199254740994)}, "option_out_of_range", "options.amount"},
		{"a fraction", "try", "", map[string]any{"amount": 1.5}, "wrong_type", "options.amount"},
		{"a word for a number", "try", "", map[string]any{"amount": "ten"}, "wrong_type", "options.amount"},
		{"nothing required", "try", "", map[string]any{"flag": true}, "option_required", "options.amount"},
		{"below min_value", "try", "", map[string]any{"amount": 1, "bounded": 0}, "option_out_of_range", "options.bounded"},
		{"above max_value", "try", "", map[string]any{"amount": 1, "bounded": 11}, "option_out_of_range", "options.bounded"},
		{"a text too long", "try", "", map[string]any{"amount": 1, "text": "four"}, "option_out_of_range", "options.text"},
		{"no choice", "try", "", map[string]any{"amount": 1, "colour": "blue"}, "option_not_a_choice", "options.colour"},
		{"a choice", "try", "", map[string]any{"amount": 1, "colour": "red"}, "", ""},
		{"a foreign member", "try", "", map[string]any{"amount": 1, "user": "nobody"}, "unknown_user", "options.user"},
		{"a bot", "try", "", map[string]any{"amount": 1, "user": "jukebox"}, "", ""},
		{"a ratio", "try", "", map[string]any{"amount": 1, "ratio": 0.25}, "", ""},
		{"a channel", "try", "", map[string]any{"amount": 1, "channel": "general"}, "option_not_simulated", "options.channel"},
		{"an unknown option", "try", "", map[string]any{"amount": 1, "speed": 1}, "unknown_field", "options.speed"},
		{"a subcommand", "eco", "grant", map[string]any{"amount": 1}, "", ""},
		{"no subcommand", "eco", "", map[string]any{"amount": 1}, "missing_field", "subcommand"},
		{"a wrong subcommand", "eco", "take", map[string]any{"amount": 1}, "unknown_subcommand", "subcommand"},
	}
	story(t, small, func(t *testing.T, d *discord) {
		d.register(t, commands)
		d.bot(t, func(i interaction) { d.callback(t, i, `{"type":4,"data":{"content":"ok"}}`) })
		for _, test := range tests {
			usage := d.usage(t, test.command)
			usage["options"] = test.options
			if test.subcommand != "" {
				usage["subcommand"] = test.subcommand
			}
			got := d.control(t, "POST", "/interactions", encode(t, usage))
			switch {
			case test.code != "":
				wantControlError(t, got, http.StatusBadRequest, test.code, test.field)
			case got.status != http.StatusOK:
				t.Errorf("%s: got %d %s, want the reply", test.name, got.status, got.body)
			}
		}
		wantRules(t, d)
	})
}

func TestMembersAreFoundByAnyOfTheirNames(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		d.register(t, dailyAndPay)
		d.bot(t, func(i interaction) { d.callback(t, i, `{"type":4,"data":{"content":"ok"}}`) })
		g := d.state(t).Guilds[0]
		for _, guild := range []string{g.ID, g.Name, strings.ToUpper(g.Name)} {
			for _, user := range []string{g.Members[0].ID, g.Members[0].Name} {
				got := d.control(t, "POST", "/interactions", encode(t, map[string]any{"guild": guild, "user": user, "command": "daily"}))
				if got.field("response", "interaction_metadata", "user", "id") != g.Members[0].ID {
					t.Errorf("%s in %s: got %s, want them", user, guild, got.body)
				}
			}
		}
	})
}

func TestACommandNobodyRegisteredIsSaidToBeMissing(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		d.bot(t, func(interaction) {})
		wantControlError(t, d.use(t, "daily"), http.StatusServiceUnavailable, "command_not_registered", "command")
	})
}

func TestAShardThatIsAwayIsWaitedForTwoSeconds(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		d.register(t, dailyAndPay)
		start := time.Now()
		wantControlError(t, d.use(t, "daily"), http.StatusServiceUnavailable, "shard_not_connected", "guild")
		if took := time.Since(start); took != 2*time.Second {
			t.Errorf("it took %v, want 2s", took)
		}

		used := make(chan answer)
		go func() { used <- d.use(t, "daily") }()
		time.Sleep(1900 * time.Millisecond)
		d.bot(t, func(i interaction) { d.callback(t, i, `{"type":4,"data":{"content":"here"}}`) })
		if got := <-used; got.field("response", "content") != "here" {
			t.Errorf("got %s, want the reply of the bot that came in time", got.body)
		}
	})
}

func TestAReplyThatStaysAwayEndsTheWaitAfterTwentySeconds(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		d.register(t, dailyAndPay)
		d.bot(t, func(i interaction) { d.callback(t, i, `{"type":5}`) })
		start := time.Now()
		got := d.use(t, "daily")
		wantControlError(t, got, http.StatusGatewayTimeout, "no_reply", "")
		if got.field("partial", "response", "flags") != 128.0 {
			t.Errorf("got %s, want the deferred reply in it", got.body)
		}
		if took := time.Since(start); took != 20*time.Second {
			t.Errorf("it took %v, want 20s", took)
		}
	})
}

func TestTheEndOfTheSimulatorEndsTheWait(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		d.register(t, dailyAndPay)
		d.bot(t, func(i interaction) { d.callback(t, i, `{"type":5}`) })
		used := make(chan answer)
		go func() { used <- d.use(t, "daily") }()
		time.Sleep(time.Second)
		d.stop()
		wantControlError(t, <-used, http.StatusServiceUnavailable, "stopping", "")
	})
}

func TestTheListOfViolationsIsBounded(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		for range 510 {
			d.rest(t, "GET", "/nonsense", "")
			time.Sleep(20 * time.Millisecond)
		}
		s := d.state(t)
		if len(s.Violations) != 500 || s.Counters["violationsDropped"] != 10 {
			t.Errorf("got %d violations and %d dropped, want 500 and 10", len(s.Violations), s.Counters["violationsDropped"])
		}
		rules := make(map[string]int)
		for _, v := range s.Violations {
			rules[v.Rule]++
		}
		if want := map[string]int{"unknown_route": 500}; !maps.Equal(rules, want) {
			t.Errorf("got %v, want %v", rules, want)
		}
	})
}
