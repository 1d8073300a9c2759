package discordsim_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

// by is what the first member of the first guild does.
func (d *discord) by(t *testing.T, does map[string]any) answer {
	t.Helper()
	g := d.state(t).Guilds[0]
	does["guild"], does["user"] = g.ID, g.Members[0].ID
	return d.control(t, "POST", "/interactions", encode(t, does))
}

func TestAMemberWhoIsTypingIsOfferedChoices(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		d.register(t, `[{"name":"pay","description":"x","options":[
			{"type":4,"name":"amount","description":"x","required":true},
			{"type":3,"name":"reason","description":"x","required":true,"autocomplete":true}]}]`)
		d.bot(t, func(i interaction) {
			wantStatus(t, d.callback(t, i, `{"type":4,"data":{"content":"x"}}`), http.StatusBadRequest, 50035)
			if o := i.Data.Options[0]; o.Name != "reason" || o.Value != "ren" || !o.Focused {
				t.Errorf("got %+v, want what is being typed", o)
			}
			wantStatus(t, d.callback(t, i, `{"type":8,"data":{"choices":[{"name":"Rent","value":"rent"}]}}`), http.StatusNoContent, 0)
		})
		got := d.by(t, map[string]any{"command": "pay", "focused": "reason", "options": map[string]any{"reason": "ren"}})
		if got.field("choices", 0, "value") != "rent" || got.field("response") != nil {
			t.Errorf("got %s, want the choices and no message", got.body)
		}
		for focused, want := range map[string]string{"amount": "option_not_completed", "reason": "option_not_typed", "speed": "option_not_typed"} {
			got := d.by(t, map[string]any{"command": "pay", "focused": focused, "options": map[string]any{"amount": 1}})
			wantControlError(t, got, http.StatusBadRequest, want, "focused")
		}
		wantRules(t, d, "invalid_form")
	})
}

func TestAtMostTwentyFiveChoicesAreOffered(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		d.register(t, `[{"name":"find","description":"x","options":[{"type":3,"name":"what","description":"x","autocomplete":true}]}]`)
		d.bot(t, func(i interaction) {
			list := strings.TrimSuffix(strings.Repeat(`{"name":"x","value":"x"},`, 26), ",")
			wantStatus(t, d.callback(t, i, `{"type":8,"data":{"choices":[`+list+`]}}`), http.StatusBadRequest, 50035)
			wantStatus(t, d.callback(t, i, `{"type":8,"data":{"choices":[{"name":"","value":1}]}}`), http.StatusBadRequest, 50035)
			wantStatus(t, d.callback(t, i, `{"type":8,"data":{}}`), http.StatusBadRequest, 50035)
			wantStatus(t, d.callback(t, i, `{"type":8,"data":{"choices":[]}}`), http.StatusNoContent, 0)
		})
		wantStatus(t, d.by(t, map[string]any{"command": "find", "focused": "what", "options": map[string]any{"what": ""}}), http.StatusOK, 0)
	})
}

const reasonForm = `{"custom_id":"why","title":"Why?","components":[
	{"type":1,"components":[{"type":4,"custom_id":"reason","label":"Reason","style":1,"max_length":10}]},
	{"type":18,"label":"More","component":{"type":4,"custom_id":"more","style":2,"required":false}}]}`

func TestAFormIsOpenedFilledInAndSent(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		d.register(t, dailyAndPay)
		d.bot(t, func(i interaction) {
			if i.Type == 2 {
				wantStatus(t, d.callback(t, i, `{"type":9,"data":`+reasonForm+`}`), http.StatusNoContent, 0)
				return
			}
			wantStatus(t, d.callback(t, i, `{"type":9,"data":`+reasonForm+`}`), http.StatusBadRequest, 50035) // no form answers a form
			said := dig(i.Data.Components, 0, "components", 0, "value")
			more := dig(i.Data.Components, 1, "component", "value")
			d.callback(t, i, fmt.Sprintf(`{"type":4,"data":{"content":"%v, %v"}}`, said, more))
		})
		opened := d.by(t, map[string]any{"command": "daily"})
		if opened.field("modal", "title") != "Why?" {
			t.Fatalf("got %s, want the form", opened.body)
		}
		fill := func(fields map[string]any) answer {
			return d.by(t, map[string]any{"modal": "why", "interaction": opened.field("interactionId"), "fields": fields})
		}
		wantControlError(t, fill(map[string]any{}), http.StatusBadRequest, "field_out_of_range", "fields.reason")
		wantControlError(t, fill(map[string]any{"reason": strings.Repeat("x", 11)}), http.StatusBadRequest, "field_out_of_range", "fields.reason")
		wantControlError(t, fill(map[string]any{"reason": "x", "age": "7"}), http.StatusBadRequest, "unknown_field", "fields.age")
		if got := fill(map[string]any{"reason": "rent", "more": "all"}); got.field("response", "content") != "rent, all" {
			t.Errorf("got %s, want both texts", got.body)
		}
		wantControlError(t, d.by(t, map[string]any{"modal": "other", "interaction": opened.field("interactionId")}), http.StatusBadRequest, "unknown_modal", "modal")
		wantRules(t, d, "invalid_form")
	})
}

func TestFormsObeyDiscordsRules(t *testing.T) {
	input := func(fields string) string {
		return `{"custom_id":"x","title":"x","components":[{"type":1,"components":[{"type":4,` + fields + `}]}]}`
	}
	for name, form := range map[string]string{
		"no components":      `{"custom_id":"x","title":"x","components":[]}`,
		"no title":           `{"custom_id":"x","components":[{"type":10,"content":"x"}]}`,
		"a title of 46":      `{"custom_id":"x","title":"` + strings.Repeat("x", 46) + `","components":[{"type":10,"content":"x"}]}`,
		"an input in no row": `{"custom_id":"x","title":"x","components":[{"type":4,"custom_id":"a","style":1,"label":"x"}]}`,
		"a button":           `{"custom_id":"x","title":"x","components":[{"type":1,"components":[{"type":2,"custom_id":"a","style":1,"label":"x"}]}]}`,
		"no custom_id":       input(`"style":1,"label":"x"`),
		"a style of 3":       input(`"custom_id":"a","style":3,"label":"x"`),
		"no label":           input(`"custom_id":"a","style":1`),
		"an empty label":     `{"custom_id":"x","title":"x","components":[{"type":18,"label":"x"}]}`,
		"nothing":            `null`,
	} {
		t.Run(name, func(t *testing.T) {
			story(t, small, func(t *testing.T, d *discord) {
				d.register(t, dailyAndPay)
				d.bot(t, func(i interaction) {
					wantStatus(t, d.callback(t, i, `{"type":9,"data":`+form+`}`), http.StatusBadRequest, 50035)
					d.callback(t, i, `{"type":4,"data":{"content":"x"}}`)
				})
				d.use(t, "daily")
				wantRules(t, d, "invalid_form")
			})
		})
	}
}

func TestAMemberPicksFromAMenu(t *testing.T) {
	const menu = `{"type":1,"components":[{"type":3,"custom_id":"colour","min_values":1,"max_values":2,"options":[
		{"label":"Red","value":"r"},{"label":"Green","value":"g"},{"label":"Blue","value":"b"}]}]}`
	story(t, small, func(t *testing.T, d *discord) {
		d.register(t, dailyAndPay)
		d.bot(t, func(i interaction) {
			if i.Type == 2 {
				wantStatus(t, d.callback(t, i, `{"type":4,"data":{"content":"x","components":[`+menu+`]}}`), http.StatusNoContent, 0)
				return
			}
			d.callback(t, i, fmt.Sprintf(`{"type":7,"data":{"content":"%v","components":[]}}`, i.Data.Values))
		})
		shown := d.by(t, map[string]any{"command": "daily"}).field("response", "id")
		pick := func(values ...string) answer {
			return d.by(t, map[string]any{"component": "colour", "message": shown, "values": append([]string{}, values...)})
		}
		wantControlError(t, pick(), http.StatusBadRequest, "value_not_a_choice", "values")
		wantControlError(t, pick("r", "g", "b"), http.StatusBadRequest, "value_not_a_choice", "values")
		wantControlError(t, pick("y"), http.StatusBadRequest, "value_not_a_choice", "values")
		if got := pick("r", "b"); got.field("response", "content") != "[r b]" {
			t.Errorf("got %s, want the message changed", got.body)
		}
		wantControlError(t, pick("r"), http.StatusBadRequest, "unknown_component", "component")
		wantRules(t, d)
	})
}

func TestMembersCanBeAskedForByIDOrName(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		c, _ := d.login(t, "0,1")
		g := d.state(t).Guilds[0]
		c.send(t, `{"op":8,"d":{"guild_id":%q,"user_ids":[%q,"1"],"nonce":"a"}}`, g.ID, g.Members[0].ID)
		chunk := c.until(t, "GUILD_MEMBERS_CHUNK")
		if chunk.field("members", 0, "user", "id") != g.Members[0].ID || chunk.field("nonce") != "a" || chunk.field("not_found", 0) != "1" {
			t.Errorf("got %s, want one member found and one not", chunk.raw)
		}
		c.send(t, `{"op":8,"d":{"guild_id":%q,"query":"JUKE","limit":5}}`, g.ID)
		if chunk := c.until(t, "GUILD_MEMBERS_CHUNK"); chunk.field("members", 0, "user", "bot") != true {
			t.Errorf("got %s, want the bot of that name", chunk.raw)
		}
		c.send(t, `{"op":31,"d":{"guild_ids":[%q]}}`, g.ID)
		c.until(t, "SOUNDBOARD_SOUNDS")
		wantRules(t, d)
		c.send(t, `{"op":8,"d":{"guild_id":%q,"query":"","limit":0}}`, g.ID)
		if got := c.ended(t); got != 4014 {
			t.Errorf("got close code %d for all members without the intent, want 4014", got)
		}
	})
}

func TestALateHeartbeatIsAskedForFirst(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		c, _ := d.login(t, "0,1")
		for range 3 {
			if f := c.next(t); f.Op != 1 {
				t.Fatalf("got %s, want op 1", f.raw)
			}
			c.send(t, `{"op":1,"d":4}`)
			if f := c.next(t); f.Op != 11 {
				t.Fatalf("got %s, want an acknowledgement", f.raw)
			}
		}
		wantRules(t, d)
	})
}

func TestABotThatLeavesAGuildIsToldSo(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		c, _ := d.login(t, "0,1")
		g := d.state(t).Guilds[0]
		wantStatus(t, d.rest(t, "DELETE", "/users/@me/guilds/"+g.ID, ""), http.StatusNoContent, 0)
		if f := c.next(t); !f.is("GUILD_DELETE") || f.field("id") != g.ID || f.field("unavailable") != nil {
			t.Errorf("got %s, want the guild gone for good", f.raw)
		}
		wantStatus(t, d.rest(t, "GET", "/guilds/"+g.ID, ""), http.StatusNotFound, 10004)
		if s := d.state(t).Shards[0]; s.Guilds != 2 {
			t.Errorf("got %d guilds, want 2", s.Guilds)
		}
		time.Sleep(5 * time.Second)
		again := d.dial(t, usualQuery)
		d.identify(t, again, "0,1")
		if ready := again.until(t, "READY"); len(ready.field("guilds").([]any)) != 2 {
			t.Errorf("got %s, want 2 guilds", ready.raw)
		}
	})
}
