package web_test

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/gobwas/ws"
)

// masked is a client's frame as it goes over the wire.
func masked(op ws.OpCode, fin bool, payload string) []byte {
	return ws.MustCompileFrame(ws.MaskFrame(ws.NewFrame(op, fin, []byte(payload))))
}

// announced is a frame's header that promises more than will ever come.
func announced(op ws.OpCode, length uint64) []byte {
	header := []byte{0x80 | byte(op), 0xff}
	return append(binary.BigEndian.AppendUint64(header, length), 1, 2, 3, 4)
}

func withBits(frame []byte, first byte) []byte {
	frame[0] |= first
	return frame
}

func closing(code uint16, reason string) string {
	return string(binary.BigEndian.AppendUint16(nil, code)) + reason
}

// TestFramesThatRFC6455Forbids sends each as raw bytes: the right code, and only
// that connection ends.
func TestFramesThatRFC6455Forbids(t *testing.T) {
	s := open(t, setup{})
	bystander := s.dial("")
	bystander.expect("STATS_UPDATE")
	unmasked := ws.MustCompileFrame(ws.NewTextFrame([]byte(`{"type":"PING"}`)))
	for name, c := range map[string]struct {
		bytes []byte
		code  ws.StatusCode
	}{
		"5.1 not masked":                         {unmasked, 1002},
		"5.2 a reserved bit":                     {withBits(masked(ws.OpText, true, "{}"), 0x40), 1002},
		"5.2 a reserved data opcode":             {masked(ws.OpCode(3), true, "x"), 1002},
		"5.2 a reserved control opcode":          {masked(ws.OpCode(11), true, "x"), 1002},
		"5.2 a length with its first bit set":    {announced(ws.OpText, 1<<63), 1002},
		"5.4 a continuation of nothing":          {masked(ws.OpContinuation, true, "x"), 1002},
		"5.4 a new message within a message":     {append(masked(ws.OpText, false, "{"), masked(ws.OpText, true, "}")...), 1002},
		"5.5 a control frame in fragments":       {masked(ws.OpPing, false, "x"), 1002},
		"5.5 a control frame of 126 bytes":       {masked(ws.OpPing, true, strings.Repeat("x", 126)), 1002},
		"5.6 binary":                             {masked(ws.OpBinary, true, "x"), 1003},
		"8.1 not UTF-8":                          {masked(ws.OpText, true, "\xff\xfe"), 1007},
		"8.1 a surrogate":                        {masked(ws.OpText, true, "\xed\xa0\x80"), 1007},
		"8.1 an overlong form":                   {masked(ws.OpText, true, "\xc0\xaf"), 1007},
		"8.1 cut within a character":             {append(masked(ws.OpText, false, "\"\xc3"), masked(ws.OpContinuation, true, "\"")...), 1007},
		"10.4 over 16 KiB":                       {masked(ws.OpText, true, strings.Repeat(" ", 16<<10+1)), 1009},
		"10.4 over 16 KiB in fragments":          {append(masked(ws.OpText, false, strings.Repeat(" ", 10<<10)), masked(ws.OpContinuation, true, strings.Repeat(" ", 10<<10))...), 1009},
		"10.4 a petabyte announced":              {announced(ws.OpText, 1<<50), 1009},
		"7.1 closed normally":                    {masked(ws.OpClose, true, closing(1000, "bye")), 1000},
		"7.4 closed with a code of its own":      {masked(ws.OpClose, true, closing(4321, "")), 4321},
		"7.4 closed with a registered code":      {masked(ws.OpClose, true, closing(1012, "")), 1012},
		"5.5.1 closed with one byte":             {masked(ws.OpClose, true, "x"), 1002},
		"7.4.1 closed with a code that is never": {masked(ws.OpClose, true, closing(1005, "")), 1002},
		"7.4.2 closed with a code below 1000":    {masked(ws.OpClose, true, closing(999, "")), 1002},
		"7.1.6 closed with a reason not UTF-8":   {masked(ws.OpClose, true, closing(1000, "\xff")), 1007},
	} {
		t.Run(name, func(t *testing.T) {
			client := s.dial("")
			client.t = t
			if _, err := client.conn.Write(c.bytes); err != nil {
				t.Fatal(err)
			}
			if code := client.closed(); code != c.code {
				t.Errorf("closed with %d, want %d", code, c.code)
			}
		})
	}
	s.records(1)
	bystander.expectEvents(1, 1)
}

func TestAMessageInFragmentsIsOneMessageAndPingsMayComeBetween(t *testing.T) {
	s := open(t, setup{})
	c := s.dial("")
	c.expect("STATS_UPDATE")
	c.sends(ws.MaskFrame(ws.NewFrame(ws.OpText, false, []byte(`{"type":`))))
	c.sends(ws.MaskFrame(ws.NewPingFrame([]byte("are you there"))))
	c.sends(ws.MaskFrame(ws.NewFrame(ws.OpContinuation, false, []byte(`"PI`))))
	c.sends(ws.MaskFrame(ws.NewFrame(ws.OpContinuation, true, []byte(`NG"}`))))
	pong, err := c.frame()
	if err != nil || pong.Header.OpCode != ws.OpPong || string(pong.Payload) != "are you there" {
		t.Fatalf("got %+v, %v, want a pong", pong, err)
	}
	c.expect("PONG")
}

func TestACloseWithoutACodeIsAnsweredWithoutOne(t *testing.T) {
	c := open(t, setup{}).dial("")
	c.expect("STATS_UPDATE")
	c.sends(ws.MaskFrame(ws.NewCloseFrame(nil)))
	f, err := c.frame()
	if err != nil || f.Header.OpCode != ws.OpClose || len(f.Payload) != 0 {
		t.Errorf("got %+v, %v, want an empty close frame", f, err)
	}
}

func TestAPongToAnUnaskedPingChangesNothing(t *testing.T) {
	s := open(t, setup{})
	c := s.dial("")
	c.expect("STATS_UPDATE")
	c.sends(ws.MaskFrame(ws.NewPongFrame([]byte("unasked"))))
	s.records(1)
	c.expectEvents(1, 1)
}

func TestMessagesThatAreNotUnderstoodAreRefusedWithACode(t *testing.T) {
	s := open(t, setup{})
	for text, code := range map[string]string{
		``:                         "bad_json",
		` `:                        "bad_json",
		`x`:                        "bad_json",
		`{`:                        "bad_json",
		`{"type":"PING"`:           "bad_json",
		`{"type":"PING",}`:         "bad_json",
		`{'type':'PING'}`:          "bad_json",
		`{"type":"PING"} x`:        "bad_json",
		`{"type":"PING"}{}`:        "bad_json",
		`{"type":"PING","type":1}`: "bad_json",
		`{"type":"SUBSCRIBE","data":{"batch":true,"batch":false}}`:                            "bad_json",
		`{"type":"SUBSCRIBE","data":` + strings.Repeat(`[`, 9) + strings.Repeat(`]`, 9) + `}`: "bad_json",
		`null`:                             "wrong_type",
		`1`:                                "wrong_type",
		`"PING"`:                           "wrong_type",
		`[]`:                               "wrong_type",
		`[{"type":"PING"}]`:                "wrong_type",
		`{}`:                               "wrong_type",
		`{"type":null}`:                    "wrong_type",
		`{"type":1}`:                       "wrong_type",
		`{"type":["PING"]}`:                "wrong_type",
		`{"type":{"PING":1}}`:              "wrong_type",
		`{"Type":"PING"}`:                  "wrong_type",
		`{"TYPE":"PING"}`:                  "wrong_type",
		`{"type":"SUBSCRIBE"}`:             "wrong_type",
		`{"type":"SUBSCRIBE","data":null}`: "wrong_type",
		`{"type":"SUBSCRIBE","data":true}`: "wrong_type",
		`{"type":"SUBSCRIBE","data":[]}`:   "wrong_type",
		`{"type":"SUBSCRIBE","data":{}}`:   "wrong_type",
		`{"type":"SUBSCRIBE","data":{"batch":1}}`:          "wrong_type",
		`{"type":"SUBSCRIBE","data":{"batch":"true"}}`:     "wrong_type",
		`{"type":"SUBSCRIBE","data":{"batch":null}}`:       "wrong_type",
		`{"type":"SUBSCRIBE","data":{"Batch":true}}`:       "wrong_type",
		`{"type":"SUBSCRIBE","data":{"batch":true,"a":1}}`: "unknown_field",
		`{"type":"SUBSCRIBE","data":{"batch":true},"x":1}`: "unknown_field",
		`{"type":"PING","data":{}}`:                        "unknown_field",
		`{"type":"PING","seq":1}`:                          "unknown_field",
		`{"type":""}`:                                      "unknown_type",
		`{"type":"ping"}`:                                  "unknown_type",
		`{"type":"PING "}`:                                 "unknown_type",
		`{"type":"PONG"}`:                                  "unknown_type",
		`{"type":"NEW_EVENT","data":{}}`:                   "unknown_type",
		`{"type":"` + strings.Repeat("x", 5000) + `"}`:     "unknown_type",
		`{"type":"\u0000"}`:                                "unknown_type",
	} {
		t.Run(fmt.Sprintf("%.60s", text), func(t *testing.T) {
			c := s.dial("")
			c.t = t
			c.expect("STATS_UPDATE")
			c.says(text)
			var refusal struct{ Code, Message string }
			if err := json.Unmarshal(c.expect("ERROR").Data, &refusal); err != nil {
				t.Fatal(err)
			}
			if refusal.Code != code || refusal.Message == "" || len(refusal.Message) > 200 {
				t.Errorf("got %s (%s), want %s", refusal.Code, refusal.Message, code)
			}
			c.says(`{"type":"PING"}`) // and the connection goes on
			c.expect("PONG")
			c.conn.Close()
		})
	}
}

func TestTheTenthRefusedMessageInARowCloses(t *testing.T) {
	c := open(t, setup{}).dial("")
	c.expect("STATS_UPDATE")
	for range 9 {
		c.says(`{}`)
		c.expect("ERROR")
	}
	c.says(`{"type":"PING"}`) // not in a row
	c.expect("PONG")
	for range 9 {
		c.says(`{}`)
		c.expect("ERROR")
	}
	c.says(`{}`)
	if code := c.closed(); code != 1008 {
		t.Errorf("closed with %d, want 1008", code)
	}
}

func TestEveryRefusedMessageOfABurstIsAnswered(t *testing.T) {
	c := open(t, setup{}).dial("")
	c.expect("STATS_UPDATE")
	var burst []byte
	for range 10 {
		burst = append(burst, masked(ws.OpText, true, `{}`)...)
		burst = append(burst, masked(ws.OpPing, true, "x")...)
	}
	if _, err := c.conn.Write(burst); err != nil {
		t.Fatal(err)
	}
	answers := 0
	for {
		f, err := c.frame()
		if err != nil {
			t.Fatal(err)
		}
		if f.Header.OpCode == ws.OpClose {
			break
		}
		if f.Header.OpCode == ws.OpText {
			answers++
		}
	}
	if answers != 10 {
		t.Errorf("%d of 10 refused messages were answered", answers)
	}
}

func TestAClientThatTalksTooFastIsToldSo(t *testing.T) {
	c := open(t, setup{}).dial("")
	c.expect("STATS_UPDATE")
	for range 20 {
		c.says(`{"type":"PING"}`)
		c.expect("PONG")
	}
	c.says(`{"type":"PING"}`)
	if got := c.expect("ERROR").Data; !bytes.Contains(got, []byte(`"too_fast"`)) {
		t.Errorf("got %s, want too_fast", got)
	}
}
