package discordsim_test

import (
	"net/http"
	"strings"
	"testing"
)

func TestMessagesObeyDiscordsRules(t *testing.T) {
	text := func(n int) string { return strings.Repeat("é", n) } // two bytes: characters count, not bytes
	tests := []struct {
		name, data string
		code       float64
		path       []any // of the complaint, below errors.data
	}{
		{"2000 characters", `{"content":"` + text(2000) + `"}`, 0, nil},
		{"2001 characters", `{"content":"` + text(2001) + `"}`, 50035, []any{"content"}},
		{"nothing", `{}`, 50006, nil},
		{"an empty text", `{"content":""}`, 50006, nil},
		{"no data", `null`, 50035, nil},
		{"ten embeds", `{"embeds":[` + strings.TrimSuffix(strings.Repeat(`{"title":"x"},`, 10), ",") + `]}`, 0, nil},
		{"eleven embeds", `{"embeds":[` + strings.TrimSuffix(strings.Repeat(`{"title":"x"},`, 11), ",") + `]}`, 50035, []any{"embeds"}},
		{"a title of 257", `{"embeds":[{"title":"` + text(257) + `"}]}`, 50035, []any{"embeds", "0", "title"}},
		{"a description of 4097", `{"embeds":[{"description":"` + text(4097) + `"}]}`, 50035, []any{"embeds", "0", "description"}},
		{"6001 characters in embeds", `{"embeds":[{"description":"` + text(3000) + `"},{"description":"` + text(3001) + `"}]}`, 50035, []any{"embeds"}},
		{"a field without a value", `{"embeds":[{"fields":[{"name":"x","value":""}]}]}`, 50035, []any{"embeds", "0", "fields", "0", "value"}},
		{"six buttons in a row", `{"components":[{"type":1,"components":[` + strings.TrimSuffix(strings.Repeat(`{"type":2,"style":5,"url":"https://x.test"},`, 6), ",") + `]}]}`, 50035, []any{"components", "0", "components"}},
		{"a button without custom_id", `{"components":[{"type":1,"components":[{"type":2,"style":1,"label":"x"}]}]}`, 50035, []any{"components", "0", "components", "0", "custom_id"}},
		{"two buttons alike", `{"components":[{"type":1,"components":[{"type":2,"style":1,"custom_id":"x"},{"type":2,"style":1,"custom_id":"x"}]}]}`, 50035, []any{"components", "0", "components", "1", "custom_id"}},
		{"a flag that bots cannot set", `{"content":"x","flags":1}`, 50035, []any{"flags"}},
		{"mentions allowed twice", `{"content":"x","allowed_mentions":{"parse":["users"],"users":["1"]}}`, 50035, []any{"allowed_mentions"}},
		{"a number as text", `{"content":5}`, 50035, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			story(t, small, func(t *testing.T, d *discord) {
				d.register(t, dailyAndPay)
				answered := make(chan answer, 1)
				d.bot(t, func(i interaction) {
					answered <- d.callback(t, i, `{"type":4,"data":`+test.data+`}`)
				})
				d.use(t, "daily")
				got := <-answered
				if test.code == 0 {
					wantStatus(t, got, http.StatusNoContent, 0)
					return
				}
				wantStatus(t, got, http.StatusBadRequest, test.code)
				if path := append(append([]any{"errors", "data"}, test.path...), "_errors", 0, "code"); test.path != nil && got.field(path...) == nil {
					t.Errorf("got %s, want a complaint at %v", got.body, test.path)
				}
			})
		})
	}
}

func TestADeferralCanOnlySayThatItIsEphemeral(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		d.register(t, dailyAndPay)
		d.bot(t, func(i interaction) {
			wantStatus(t, d.callback(t, i, `{"type":5,"data":{"flags":4}}`), http.StatusBadRequest, 50035)
			d.callback(t, i, `{"type":5,"data":{"flags":64}}`)
			d.webhook(t, i, "PATCH", "/messages/@original", `{"content":"x"}`)
		})
		d.use(t, "daily")
		wantRules(t, d, "invalid_form")
	})
}

func TestAnEditLeavesWhatItDoesNotNameAndClearsWhatIsNull(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		d.register(t, dailyAndPay)
		d.bot(t, func(i interaction) {
			d.callback(t, i, `{"type":4,"data":{"content":"x","embeds":[{"title":"y"}]}}`)
			got := d.webhook(t, i, "PATCH", "/messages/@original", `{"content":null}`)
			if got.field("content") != "" || got.field("embeds", 0, "title") != "y" || got.field("edited_timestamp") == nil {
				t.Errorf("got %s, want the embed alone", got.body)
			}
			wantStatus(t, d.webhook(t, i, "PATCH", "/messages/@original", `{"embeds":[]}`), http.StatusBadRequest, 50006)
		})
		d.use(t, "daily")
	})
}

func TestAPingThatNobodyAllowedIsNoted(t *testing.T) {
	for content, noted := range map[string]bool{"hello <@1>": true, "hello @everyone": true, "hello <@&5>": true, "hello": false} {
		for _, allowed := range []string{"", `,"allowed_mentions":{"parse":[]}`} {
			story(t, small, func(t *testing.T, d *discord) {
				d.register(t, dailyAndPay)
				d.bot(t, func(i interaction) {
					d.callback(t, i, `{"type":4,"data":{"content":"`+content+`"`+allowed+`}}`)
				})
				d.use(t, "daily")
				if noted && allowed == "" {
					wantRules(t, d, "mentions_unrestricted")
				} else {
					wantRules(t, d)
				}
			})
		}
	}
}
