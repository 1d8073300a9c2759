package simtest

import (
	"strings"
	"testing"
)

func TestAFrameThatDiscordWouldNotSendIsReported(t *testing.T) {
	const user = `{"id":"1","username":"x","discriminator":"0","global_name":null,"avatar":null}`
	const ready = `{"v":10,"user":` + user + `,"guilds":[{"id":"1","unavailable":true}],"session_id":"x","resume_gateway_url":"x","application":{"id":"1","flags":0,"flags_new":"0"}}`
	dispatch := func(event, data string) string { return `{"op":0,"s":1,"t":"` + event + `","d":` + data + `}` }
	for _, test := range []struct {
		name, frame string
		reported    bool
	}{
		{"hello", `{"op":10,"s":null,"t":null,"d":{"heartbeat_interval":41250}}`, false},
		{"hello without an interval", `{"op":10,"s":null,"t":null,"d":{}}`, true},
		{"hello with a number as text", `{"op":10,"s":null,"t":null,"d":{"heartbeat_interval":"41250"}}`, true},
		{"hello with a sequence number", `{"op":10,"s":1,"t":null,"d":{"heartbeat_interval":41250}}`, true},
		{"an invalid session without saying how", `{"op":9,"s":null,"t":null,"d":null}`, true},
		{"ready", dispatch("READY", ready), false},
		{"ready without a user", dispatch("READY", strings.Replace(ready, `"user"`, `"me"`, 1)), true},
		{"ready with a number for an id", dispatch("READY", strings.Replace(ready, `{"id":"1","unavailable"`, `{"id":1,"unavailable"`, 1)), true},
		{"ready with an id that is none", dispatch("READY", strings.Replace(ready, `{"id":"1","unavailable"`, `{"id":"x","unavailable"`, 1)), true},
		{"a guild without its channels", dispatch("GUILD_CREATE", `{"id":"1","name":"x"}`), true},
		{"an interaction without a token", dispatch("INTERACTION_CREATE", `{"type":2,"id":"1","version":1}`), true},
		{"an interaction of a kind nobody knows", dispatch("INTERACTION_CREATE", `{"type":9}`), true},
		{"an event that the simulator is not known to send", dispatch("TYPING_START", `{}`), true},
		{"an opcode of clients", `{"op":2,"s":null,"t":null,"d":{}}`, true},
		{"no opcode", `{"s":null}`, true},
		{"no JSON", `{`, true},
	} {
		frames, err := readFrames()
		if err != nil {
			t.Fatal(err)
		}
		if err := frames.check([]byte(test.frame)); (err != nil) != test.reported {
			t.Errorf("%s: got %v, want a report: %v", test.name, err, test.reported)
		}
	}
}
