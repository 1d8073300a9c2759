package simtest

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"

	"github.com/aurorabot/aurora/internal/discord/discordsim"
)

// recordOf is what a simulator's record has after a frame and a call.
func recordOf(frame string, call discordsim.RESTCall) string {
	var text bytes.Buffer
	var cfg discordsim.Config
	discordsim.NewRecord(&text, slog.New(slog.DiscardHandler)).Of(&cfg)
	cfg.Frames([]byte(frame))
	cfg.Calls(call)
	return text.String()
}

func TestARecordIsHeldAgainstTheDocuments(t *testing.T) {
	const hello, mute = `{"op":10,"s":null,"t":null,"d":{"heartbeat_interval":41250}}`, `{"op":10,"s":null,"t":null,"d":{}}`
	answered := discordsim.RESTCall{Method: "POST", URL: "/api/v10/interactions/1/token/callback", ContentType: "application/json", Body: []byte(`{"type":6}`), Status: 204}
	spoiled := answered
	spoiled.Body = []byte(`{"type":99}`)
	for name, c := range map[string]struct {
		record, want string // a part of the report; "" = nothing is wrong
	}{
		"all is right":                 {recordOf(hello, answered), ""},
		"a frame is not":               {recordOf(mute, answered), "the frame"},
		"a call is not":                {recordOf(hello, spoiled), "the request"},
		"the program was killed":       {recordOf(hello, answered) + `{"frame":{"op":1`, ""},
		"something else was written":   {recordOf(hello, answered) + "x\n", "read the record"},
		"a call is not, and cut after": {recordOf(hello, spoiled) + `{"fra`, "the request"},
	} {
		checked, err := Check(strings.NewReader(c.record))
		if checked != (Checked{Frames: 1, Calls: 1}) || (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %+v, %v; want one frame, one call and %q", name, checked, err, c.want)
		}
	}
}
