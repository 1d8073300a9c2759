package discord

import (
	"net/http"
	"strings"
	"testing"
)

// FuzzDispatch looks that nothing the gateway sends is more than not understood.
func FuzzDispatch(f *testing.F) {
	f.Add("INTERACTION_CREATE", []byte(`{"id":"9","type":2,"token":"x","guild_id":"1","member":{"user":{"id":"2","username":"mira"},"nick":null,"permissions":"32"},
		"data":{"id":"4","name":"eco","type":1,"options":[{"name":"grant","type":1,"options":[{"name":"user","type":6,"value":"5"}]}],"resolved":{"users":{"5":{"id":"5"}}}}}`))
	f.Add("INTERACTION_CREATE", []byte(`{"id":"9","type":3,"token":"x","data":{"custom_id":"list:0:page","component_type":2},"message":{}}`))
	f.Add("INTERACTION_CREATE", []byte(`{"id":"9","type":4,"data":{"name":"x","options":[{"type":2,"options":[{"type":1}]}]}}`))
	f.Add("READY", []byte(`{"guilds":[{"id":"1"},null]}`))
	f.Add("GUILD_CREATE", []byte(`{"id":"1","name":null,"member_count":-1}`))
	f.Add("GUILD_DELETE", []byte(`[]`))
	f.Fuzz(func(t *testing.T, kind string, data []byte) {
		server := http.NotFoundHandler()
		b, notes := newBot(t, server, echo("eco"))
		b.dispatcher(0)(kind, data)
		for len(b.uses) > 0 {
			u := <-b.uses
			_, _ = b.run(t.Context(), u.use)
		}
		flush(b)
		if strings.Contains(notes.types(), "panic") {
			t.Errorf("%s %s: %s", kind, data, notes.events[0].Message)
		}
	})
}
