package web_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/gobwas/ws"
)

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
		"\ufeff{\"type\":\"PING\"}":                        "bad_json",
		"\x00":                                             "bad_json",
		`{"type":"PING"}` + "\x00":                         "bad_json",
		`{"type":"PING"} // a comment`:                     "bad_json",
		`{type:"PING"}`:                                    "bad_json",
		`{"type":PING}`:                                    "bad_json",
		`{"type":"PING"` + "\n" + `"seq":1}`:               "bad_json",
		`{"type":"PI` + "\n" + `NG"}`:                      "bad_json",
		`{"type":"\x50ING"}`:                               "bad_json",
		`{"type":"\u50"}`:                                  "bad_json",
		`{"type":NaN}`:                                     "bad_json",
		`{"type":01}`:                                      "bad_json",
		`{"type":.5}`:                                      "bad_json",
		`{"type":+1}`:                                      "bad_json",
		`{"type":1e}`:                                      "bad_json",
		`{"type":tru}`:                                     "bad_json",
		`{,}`:                                              "bad_json",
		`{"type"}`:                                         "bad_json",
		`{"type":}`:                                        "bad_json",
		`[`:                                                "bad_json",
		`]`:                                                "bad_json",
		`{"type":"SUBSCRIBE","data":{"batch":[[[[[[[[]]]]]]]]}}`: "bad_json",
		`{"type":"PING","\u0074ype":"PING"}`:                     "bad_json",
		`true`:                                                   "wrong_type",
		`-0`:                                                     "wrong_type",
		`{"type":1e999}`:                                         "wrong_type",
		`{"type":"SUBSCRIBE","data":{"batch":1e999}}`: "wrong_type",
		`{"type":"SUBSCRIBE","data":{"batch":{}}}`:    "wrong_type",
		`{"type":"SUBSCRIBE","DATA":{"batch":true}}`:  "unknown_field",
		`{"type":"PING","":0}`:                        "unknown_field",
		`{"type":"PING","__proto__":{}}`:              "unknown_field",
		`{"type":"\ud800"}`:                           "unknown_type",
		`{"type":"RESUME","data":{"after":1}}`:        "unknown_type",
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
