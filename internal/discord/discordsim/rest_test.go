package discordsim_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestCommandsObeyDiscordsRules(t *testing.T) {
	option := func(fields string) string { return `{"name":"x","description":"x","options":[` + fields + `]}` }
	const user = `{"type":6,"name":"user","description":"x","required":true}`
	many := func(n int, of string) string {
		var list []string
		for i := range n {
			list = append(list, strings.ReplaceAll(of, "#", fmt.Sprint(i)))
		}
		return strings.Join(list, ",")
	}
	tests := []struct {
		name, command string
		path          string // of the complaint; "" = none
	}{
		{"a plain one", `{"name":"pay","description":"x"}`, ""},
		{"one with options", option(user + `,{"type":4,"name":"amount","description":"x","required":true}`), ""},
		{"a name in Cyrillic", `{"name":"баланс","description":"x"}`, ""},
		{"a name with a capital", `{"name":"Pay","description":"x"}`, "name"},
		{"a name with a space", `{"name":"pay me","description":"x"}`, "name"},
		{"a name of 33", `{"name":"` + strings.Repeat("x", 33) + `","description":"x"}`, "name"},
		{"no name", `{"description":"x"}`, "name"},
		{"no description", `{"name":"pay"}`, "description"},
		{"a description of 101", `{"name":"pay","description":"` + strings.Repeat("x", 101) + `"}`, "description"},
		{"a type of 9", `{"name":"pay","description":"x","type":9}`, "type"},
		{"a user command with a description", `{"name":"Pay","type":2,"description":"x"}`, "description"},
		{"a user command", `{"name":"Pay them","type":2}`, ""},
		{"26 options", option(many(26, `{"type":3,"name":"o#","description":"x"}`)), "options"},
		{"two options alike", option(user + "," + user), "options.1.name"},
		{"a required option last", option(`{"type":3,"name":"note","description":"x"},` + user), "options.1"},
		{"an option of type 12", option(`{"type":12,"name":"x","description":"x"}`), "options.0.type"},
		{"26 choices", option(`{"type":3,"name":"x","description":"x","choices":[` + many(26, `{"name":"#","value":"#"}`) + `]}`), "options.0.choices"},
		{"a number as a string's choice", option(`{"type":3,"name":"x","description":"x","choices":[{"name":"x","value":1}]}`), "options.0.choices.0.value"},
		{"choices and autocomplete", option(`{"type":3,"name":"x","description":"x","autocomplete":true,"choices":[{"name":"x","value":"x"}]}`), "options.0.choices"},
		{"min_value on a string", option(`{"type":3,"name":"x","description":"x","min_value":1}`), "options.0"},
		{"min above max", option(`{"type":4,"name":"x","description":"x","min_value":2,"max_value":1}`), "options.0.max_value"},
		{"min_value beyond 53 bits", option(`{"type":4,"name":"x","description":"x","min_value":9007199254740993000}`), "options.0.min_value"},
		{"max_length on a number", option(`{"type":4,"name":"x","description":"x","max_length":5}`), "options.0.max_length"},
		{"a subcommand beside an option", option(`{"type":1,"name":"sub","description":"x"},` + user), "options.1"},
		{"a group within a subcommand", option(`{"type":1,"name":"sub","description":"x","options":[{"type":2,"name":"g","description":"x"}]}`), "options.0.options.0.type"},
		{"a group with a subcommand", option(`{"type":2,"name":"g","description":"x","options":[{"type":1,"name":"sub","description":"x","options":[` + user + `]}]}`), ""},
		{"8001 characters", option(many(25, `{"type":3,"name":"o#","description":"x","choices":[`+many(25, `{"name":"aaaaaa#","value":"bbbbbb"}`)+`]}`)), "_"},
		{"permissions in words", `{"name":"x","description":"x","default_member_permissions":"admin"}`, "default_member_permissions"},
		{"permissions as a string", `{"name":"x","description":"x","default_member_permissions":"32"}`, ""},
		{"a context of 3", `{"name":"x","description":"x","contexts":[0,3]}`, "contexts.1"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			story(t, small, func(t *testing.T, d *discord) {
				got := d.rest(t, "POST", "/applications/"+d.app+"/commands", test.command)
				if test.path == "" {
					wantStatus(t, got, http.StatusCreated, 0)
					return
				}
				wantStatus(t, got, http.StatusBadRequest, 50035)
				path := []any{"errors"}
				for step := range strings.SplitSeq(strings.Trim(test.path, "_"), ".") {
					if step != "" {
						path = append(path, step)
					}
				}
				if got.field(append(path, "_errors", 0, "code")...) == nil {
					t.Errorf("got %s, want a complaint at %s", got.body, test.path)
				}
			})
		})
	}
}

func TestACommandKeepsItsIDWhenItIsRegisteredAgain(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		path := "/applications/" + d.app + "/commands"
		first := d.rest(t, "PUT", path, `[{"name":"daily","description":"x"},{"name":"pay","description":"x"}]`)
		again := d.rest(t, "PUT", path, `[{"name":"pay","description":"changed"},{"name":"daily","description":"x"}]`)
		if got, want := again.field(1, "id"), first.field(0, "id"); got != want {
			t.Errorf("daily: got id %v, want %v", got, want)
		}
		if got, want := again.field(1, "version"), first.field(0, "version"); got != want {
			t.Errorf("daily is unchanged: got version %v, want %v", got, want)
		}
		if got, old := again.field(0, "version"), first.field(1, "version"); got == old {
			t.Errorf("pay has changed: got version %v as before", got)
		}
		wantStatus(t, d.rest(t, "POST", path, `{"name":"pay","description":"again"}`), http.StatusOK, 0)
		wantStatus(t, d.rest(t, "POST", path, `{"name":"balance","description":"x"}`), http.StatusCreated, 0)

		daily, _ := first.field(0, "id").(string)
		edited := d.rest(t, "PATCH", path+"/"+daily, `{"description":"edited"}`)
		if edited.field("id") != daily || edited.field("name") != "daily" || edited.field("description") != "edited" {
			t.Errorf("got %s, want the description changed and nothing else", edited.body)
		}
		wantStatus(t, d.rest(t, "PATCH", path+"/"+daily, `{"name":"pay"}`), http.StatusBadRequest, 50035)
		wantStatus(t, d.rest(t, "PATCH", path+"/1", `{"name":"x"}`), http.StatusNotFound, 10063)
		wantStatus(t, d.rest(t, "GET", path+"/"+daily, ""), http.StatusOK, 0)
		wantStatus(t, d.rest(t, "DELETE", path+"/"+daily, ""), http.StatusNoContent, 0)
		wantStatus(t, d.rest(t, "GET", path+"/"+daily, ""), http.StatusNotFound, 10063)
		d.rest(t, "PUT", path, `[]`)
		if got := string(d.rest(t, "GET", path, "").body); got != "[]" {
			t.Errorf("got %s, want no commands", got)
		}
	})
}

func TestAGuildHasCommandsOfItsOwn(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		g := d.state(t).Guilds[0]
		base := "/applications/" + d.app
		made := d.rest(t, "POST", base+"/guilds/"+g.ID+"/commands", `{"name":"local","description":"x"}`)
		if made.field("guild_id") != g.ID {
			t.Errorf("got %s, want the guild's id in it", made.body)
		}
		if got := string(d.rest(t, "GET", base+"/commands", "").body); got != "[]" {
			t.Errorf("got global commands %s, want none", got)
		}
		wantStatus(t, d.rest(t, "GET", base+"/guilds/1/commands", ""), http.StatusForbidden, 50001)
		wantStatus(t, d.rest(t, "GET", "/applications/1/commands", ""), http.StatusForbidden, 50001)
	})
}

func TestTwoHundredNewCommandsADayAreEnough(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		path := "/applications/" + d.app + "/commands"
		hundred := func(prefix string) string {
			var list []map[string]string
			for i := range 100 {
				list = append(list, map[string]string{"name": prefix + fmt.Sprint(i), "description": "x"})
			}
			return encode(t, list)
		}
		wantStatus(t, d.rest(t, "PUT", path, hundred("a")), http.StatusOK, 0)
		wantStatus(t, d.rest(t, "POST", path, `{"name":"more","description":"x"}`), http.StatusBadRequest, 30032)
		wantStatus(t, d.rest(t, "PUT", path, hundred("b")), http.StatusOK, 0)
		wantStatus(t, d.rest(t, "PUT", path, hundred("b")), http.StatusOK, 0) // none is new
		wantStatus(t, d.rest(t, "PUT", path, hundred("c")), http.StatusBadRequest, 30034)
		time.Sleep(24 * time.Hour)
		wantStatus(t, d.rest(t, "PUT", path, hundred("c")), http.StatusOK, 0)
	})
}

func TestRequestsAreChecked(t *testing.T) {
	tests := []struct {
		name, method, path, body string
		headers                  []string
		status                   int
		code                     float64
		rule                     string
	}{
		{"no token", "GET", "/users/@me", "", []string{"Authorization", ""}, 401, 0, "unauthorized"},
		{"a token without Bot", "GET", "/users/@me", "", []string{"Authorization", "MQ.x.y"}, 401, 0, "unauthorized"},
		{"a token of no shape", "GET", "/users/@me", "", []string{"Authorization", "Bot secret"}, 401, 0, "unauthorized"},
		{"no User-Agent", "GET", "/users/@me", "", []string{"User-Agent", ""}, 403, 40333, "user_agent"},
		{"another User-Agent", "GET", "/users/@me", "", []string{"User-Agent", "curl/8"}, 200, 0, "user_agent"},
		{"no such route", "GET", "/nonsense", "", nil, 404, 0, "unknown_route"},
		{"a body of another kind", "POST", "/applications/APP/commands", `{}`, []string{"Content-Type", "text/plain"}, 400, 50035, "content_type"},
		{"a body that is no JSON", "POST", "/applications/APP/commands", `{`, nil, 400, 50109, "invalid_json"},
		{"a body of the wrong type", "POST", "/applications/APP/commands", `{"name":1}`, nil, 400, 50035, "invalid_form"},
		{"a field that Discord does not know", "POST", "/applications/APP/commands", `{"name":"x","description":"x","colour":1}`, nil, 201, 0, "unknown_field"},
		{"an id that is none", "GET", "/guilds/abc", "", nil, 400, 50035, "invalid_form"},
		{"a guild of others", "GET", "/guilds/1", "", nil, 404, 10004, "unknown_guild"},
		{"an interaction that never was", "POST", "/interactions/1/x/callback", `{"type":4}`, nil, 404, 10062, "unknown_interaction"},
		{"a webhook that never was", "POST", "/webhooks/APP/x", `{"content":"x"}`, nil, 404, 10015, "unknown_webhook"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			story(t, small, func(t *testing.T, d *discord) {
				got := d.rest(t, test.method, strings.Replace(test.path, "APP", d.app, 1), test.body, test.headers...)
				wantStatus(t, got, test.status, test.code)
				if via := got.header.Get("Via"); via != "1.1 google" {
					t.Errorf("got Via %q, want Discord's", via)
				}
				wantRules(t, d, test.rule)
			})
		})
	}
}

func TestABotSeesItselfAndItsGuilds(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		me := d.rest(t, "GET", "/users/@me", "")
		if me.field("bot") != true || me.field("discriminator") != "0" {
			t.Errorf("got %s, want a bot", me.body)
		}
		for _, path := range []string{"/applications/@me", "/oauth2/applications/@me"} {
			if got := d.rest(t, "GET", path, ""); got.field("id") != d.app || got.field("bot", "id") != d.app {
				t.Errorf("%s: got %s, want the application %s", path, got.body, d.app)
			}
		}
		g := d.state(t).Guilds[0]
		if got := d.rest(t, "GET", "/guilds/"+g.ID+"?with_counts=true", ""); got.field("approximate_member_count") != float64(len(g.Members)) {
			t.Errorf("got %s, want %d members", got.body, len(g.Members))
		}
		if got := d.rest(t, "GET", "/users/"+g.Members[0].ID, ""); got.field("id") != g.Members[0].ID {
			t.Errorf("got %s, want the user", got.body)
		}
		gateway := d.rest(t, "GET", "/gateway/bot", "")
		if gateway.field("url") != "ws://discord.test/gateway" || gateway.field("shards") != 2.0 {
			t.Errorf("got %s, want the gateway's address and 2 shards", gateway.body)
		}
	})
}

func TestABucketThatIsUsedUpIsRefusedUntilItsReset(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		get := func() answer { return d.rest(t, "GET", "/gateway/bot", "") }
		first := get()
		for name, want := range map[string]string{
			"X-RateLimit-Limit": "2", "X-RateLimit-Remaining": "1", "X-RateLimit-Reset-After": "5.000",
			"X-RateLimit-Reset": fmt.Sprintf("%.3f", float64(time.Now().Add(5*time.Second).UnixMilli())/1000),
		} {
			if got := first.header.Get(name); got != want {
				t.Errorf("%s: got %q, want %q", name, got, want)
			}
		}
		get()
		time.Sleep(1500 * time.Millisecond)
		refused := get()
		wantStatus(t, refused, http.StatusTooManyRequests, 0)
		if refused.field("retry_after") != 3.5 || refused.header.Get("Retry-After") != "4" || refused.field("global") != false {
			t.Errorf("got %v %s, want 3.5 s, rounded up in the header", refused.header, refused.body)
		}
		if got := refused.header.Get("X-RateLimit-Scope"); got != "user" {
			t.Errorf("got scope %q, want user", got)
		}
		wantRules(t, d, "rate_limited")
		time.Sleep(3500 * time.Millisecond)
		wantStatus(t, get(), http.StatusOK, 0)
	})
}

func TestFiftyRequestsASecondAreTheGlobalLimit(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		time.Sleep(time.Second)
		refused := answer{status: http.StatusOK}
		for i := range 51 {
			refused = d.rest(t, "GET", fmt.Sprintf("/guilds/%d", i), "")
		}
		wantStatus(t, refused, http.StatusTooManyRequests, 0)
		if refused.field("global") != true || refused.header.Get("X-RateLimit-Global") != "true" || refused.header.Get("X-RateLimit-Scope") != "global" {
			t.Errorf("got %v %s, want a global refusal", refused.header, refused.body)
		}
		if bucket := refused.header.Get("X-RateLimit-Bucket"); bucket != "" {
			t.Errorf("got bucket %q, want none", bucket)
		}
	})
}

func TestCallbacksAreOutsideTheGlobalLimit(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		for i := range 60 {
			got := d.rest(t, "POST", fmt.Sprintf("/interactions/%d/x/callback", i+1), `{"type":4}`)
			wantStatus(t, got, http.StatusNotFound, 10062)
		}
	})
}

func TestErrorsAndDelaysAreAsSet(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		d.settings(t, `{"errorRate":1,"restLatencyMs":250}`)
		start := time.Now()
		got := d.rest(t, "GET", "/users/@me", "")
		wantStatus(t, got, http.StatusInternalServerError, 0)
		if took := time.Since(start); took != 250*time.Millisecond {
			t.Errorf("it took %v, want 250ms", took)
		}
		d.settings(t, `{"errorRate":0}`)
		wantStatus(t, d.rest(t, "GET", "/users/@me", ""), http.StatusOK, 0)
		wantRules(t, d) // the bot is not to blame
	})
}

func TestAnyWellShapedTokenIsABotOfItsOwn(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		other := []string{"Authorization", "Bot MTIzNDU2Nzg5MDEyMzQ1Njc4.x.y"} // 123456789012345678
		if got := d.rest(t, "GET", "/users/@me", "", other...); got.field("id") != "123456789012345678" {
			t.Errorf("got %s, want the id in the token", got.body)
		}
		d.rest(t, "PUT", "/applications/123456789012345678/commands", `[{"name":"theirs","description":"x"}]`, other...)
		var list []any
		if err := json.Unmarshal(d.rest(t, "GET", "/applications/"+d.app+"/commands", "").body, &list); err != nil || len(list) != 0 {
			t.Errorf("got %v, %v, want no commands of the other bot", list, err)
		}
	})
}
