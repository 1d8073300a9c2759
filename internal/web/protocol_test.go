package web_test

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"slices"
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
		"5.1 a close that is not masked":         {ws.MustCompileFrame(ws.NewCloseFrame(nil)), 1002},
		"5.2 reserved bit 1":                     {withBits(masked(ws.OpText, true, "{}"), 0x40), 1002},
		"5.2 reserved bit 2":                     {withBits(masked(ws.OpText, true, "{}"), 0x20), 1002},
		"5.2 reserved bit 3":                     {withBits(masked(ws.OpPing, true, ""), 0x10), 1002},
		"5.2 a length of 2 bytes for 125":        {[]byte{0x81, 0xfe, 0, 125, 1, 2, 3, 4}, 1002},
		"5.2 a length of 8 bytes for 65535":      {announced(ws.OpText, 65535), 1002},
		"5.2 reserved data opcode 7":             {masked(ws.OpCode(7), true, ""), 1002},
		"5.2 reserved control opcode 15":         {masked(ws.OpCode(15), true, ""), 1002},
		"5.4 a first fragment behind another":    {append(masked(ws.OpText, false, "{"), masked(ws.OpText, false, "}")...), 1002},
		"5.4 a continuation behind the last":     {append(masked(ws.OpText, true, `{"type":"PING"}`), masked(ws.OpContinuation, true, "x")...), 1002},
		"5.5 a close in fragments":               {masked(ws.OpClose, false, closing(1000, "")), 1002},
		"5.5 a close of 126 bytes":               {masked(ws.OpClose, true, closing(1000, strings.Repeat("x", 124))), 1002},
		"5.6 binary in fragments":                {masked(ws.OpBinary, false, "x"), 1003},
		"5.6 a fragment that turns out binary":   {append(masked(ws.OpText, false, "{"), masked(ws.OpBinary, true, "}")...), 1002},
		"8.1 beyond U+10FFFF":                    {masked(ws.OpText, true, "\xf4\x90\x80\x80"), 1007},
		"8.1 a character that does not end":      {masked(ws.OpText, true, "\xf0\x9f\x98"), 1007},
		"7.4.1 closed with 1004":                 {masked(ws.OpClose, true, closing(1004, "")), 1002},
		"7.4.1 closed with 1006":                 {masked(ws.OpClose, true, closing(1006, "")), 1002},
		"7.4.1 closed with 1015":                 {masked(ws.OpClose, true, closing(1015, "")), 1002},
		"7.4.2 closed with 0":                    {masked(ws.OpClose, true, closing(0, "")), 1002},
		"7.4.2 closed with 1016":                 {masked(ws.OpClose, true, closing(1016, "")), 1002},
		"7.4.2 closed with 2999":                 {masked(ws.OpClose, true, closing(2999, "")), 1002},
		"7.4.2 closed with 5000":                 {masked(ws.OpClose, true, closing(5000, "")), 1002},
		"7.4.1 closed as going away":             {masked(ws.OpClose, true, closing(1001, "")), 1001},
		"7.4.1 closed with 1011":                 {masked(ws.OpClose, true, closing(1011, "")), 1011},
		"7.4.2 closed with 3000":                 {masked(ws.OpClose, true, closing(3000, "")), 3000},
		"7.4.2 closed with 4999":                 {masked(ws.OpClose, true, closing(4999, "")), 4999},
		"5.5.1 closed with 123 bytes of reason":  {masked(ws.OpClose, true, closing(1000, strings.Repeat("x", 123))), 1000},
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

// TestFramesThatRFC6455AllowsAreUnderstood sends each as raw bytes, and a PING behind
// it: what was sent has been taken in, and the connection goes on.
// TestAFloodOfFramesCloses sends what costs nothing to send: none of it is a message.
func TestAFloodOfFramesCloses(t *testing.T) {
	s := open(t, setup{})
	for name, flood := range map[string][]byte{
		"pings":     bytes.Repeat(masked(ws.OpPing, true, "are you there"), 201),
		"pongs":     bytes.Repeat(masked(ws.OpPong, true, ""), 201),
		"fragments": append(masked(ws.OpText, false, ""), bytes.Repeat(masked(ws.OpContinuation, false, ""), 200)...),
	} {
		t.Run(name, func(t *testing.T) {
			c := s.dial("")
			c.expect("STATS_UPDATE")
			if _, err := c.conn.Write(flood); err != nil {
				t.Fatal(err)
			}
			if code := c.closed(); code != ws.StatusPolicyViolation {
				t.Errorf("closed with %d, want 1008", code)
			}
		})
	}
	s.dial("").expect("STATS_UPDATE") // nobody else has to do with it
}

func TestFramesThatRFC6455AllowsAreUnderstood(t *testing.T) {
	s := open(t, setup{})
	long := strings.Repeat(" ", 16<<10-len(`{"type":"PING"}`)) + `{"type":"PING"}`
	var bytewise []byte
	for _, letter := range `{"type":"PING"}` {
		bytewise = append(bytewise, masked(ws.OpContinuation, false, string(letter))...)
	}
	for name, c := range map[string]struct {
		bytes  []byte
		answer string // a message's type, or the payload of a pong
	}{
		"5.2 a length of one byte":           {masked(ws.OpText, true, `{"type":"PING"}`), "PONG"},
		"5.2 a length of 126":                {masked(ws.OpText, true, strings.Repeat(" ", 126-15)+`{"type":"PING"}`), "PONG"},
		"10.4 exactly 16 KiB":                {masked(ws.OpText, true, long), "PONG"},
		"5.6 an empty text":                  {masked(ws.OpText, true, ""), "ERROR"},
		"5.4 an empty first fragment":        {append(masked(ws.OpText, false, ""), masked(ws.OpContinuation, true, `{"type":"PING"}`)...), "PONG"},
		"5.4 an empty last fragment":         {append(masked(ws.OpText, false, `{"type":"PING"}`), masked(ws.OpContinuation, true, "")...), "PONG"},
		"5.4 a fragment for each byte":       {slices.Concat(masked(ws.OpText, false, ""), bytewise, masked(ws.OpContinuation, true, "")), "PONG"},
		"5.5.2 a ping":                       {masked(ws.OpPing, true, "hello"), "hello"},
		"5.5.2 a ping of 125 bytes":          {masked(ws.OpPing, true, strings.Repeat("p", 125)), strings.Repeat("p", 125)},
		"5.5.2 a ping without payload":       {masked(ws.OpPing, true, ""), ""},
		"5.5.3 a pong nobody asked for":      {masked(ws.OpPong, true, "unasked"), "PONG"},
		"8.1 a character across fragments":   {append(masked(ws.OpText, false, "{\"type\":\"PING\xc3"), masked(ws.OpContinuation, true, "\xa9\"}")...), "ERROR"},
		"8.1 the last character there is":    {masked(ws.OpText, true, "{\"type\":\"\U0010ffff\"}"), "ERROR"},
		"8.1 a character that is no meaning": {masked(ws.OpText, true, "{\"type\":\"\uffff\"}"), "ERROR"},
	} {
		t.Run(name, func(t *testing.T) {
			client := s.dial("")
			client.t = t
			client.expect("STATS_UPDATE")
			if _, err := client.conn.Write(append(c.bytes, masked(ws.OpText, true, `{"type":"PING"}`)...)); err != nil {
				t.Fatal(err)
			}
			f, err := client.frame()
			if err != nil {
				t.Fatal(err)
			}
			var message envelope
			switch f.Header.OpCode {
			case ws.OpPong:
				if string(f.Payload) != c.answer {
					t.Errorf("got the pong %q, want %q", f.Payload, c.answer)
				}
			case ws.OpText:
				if err := json.Unmarshal(f.Payload, &message); err != nil || message.Type != c.answer {
					t.Errorf("got %s, %v, want %s", f.Payload, err, c.answer)
				}
			default:
				t.Fatalf("got opcode %d", f.Header.OpCode)
			}
			if name != "5.5.3 a pong nobody asked for" {
				client.expect("PONG")
			}
			client.conn.Close()
		})
	}
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
