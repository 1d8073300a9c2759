package web_test

import (
	"encoding/json"
	"math/rand/v2"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gobwas/ws"
)

// sense is what nonsense is made of.
var sense = []string{
	`{"type":"PING"}`, `{"type":"SUBSCRIBE","data":{"batch":true}}`, `{"type":"SUBSCRIBE","data":{"batch":false}}`,
	`{"type":"a.b","severity":"info","title":"x","guild":{"id":"1","name":"n"},"durationMs":1.5e3,"data":{"a":[{},null,"\u00e9"]}}`,
	`[{"type":"a.b","severity":"warn","title":"x"},{"type":"c","severity":"debug","title":"y","data":{}}]`,
}

// shards are put between.
var shards = []string{"{", "}", "[", "]", `"`, `\`, ",", ":", "null", "true", "1e999", "-", "\x00", "\xff", `"type"`, `"data":{`, strings.Repeat("[", 9), strings.Repeat("x", 17<<10)}

// nonsense is something that was sense once.
func nonsense(r *rand.Rand) []byte {
	text := []byte(sense[r.IntN(len(sense))])
	for range r.IntN(4) {
		from := r.IntN(len(text) + 1)
		to := from + r.IntN(len(text)-from+1)
		switch r.IntN(4) {
		case 0:
			text = slices.Delete(text, from, to)
		case 1:
			text = slices.Insert(text, from, slices.Clone(text[from:to])...)
		case 2:
			text = slices.Insert(text, from, []byte(shards[r.IntN(len(shards))])...)
		default:
			if from < len(text) {
				text[from] ^= byte(1 << r.IntN(8))
			}
		}
	}
	return text
}

// TestNonsenseIsRefusedWithACode is requirement T2's fuzzing of the server as it stands:
// ten minutes long where the long forms are asked for.
func TestNonsenseIsRefusedWithACode(t *testing.T) {
	s := open(t, setup{})
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	dialogues, recorded := 0, 0
	goesOn := func() bool { return dialogues < 100 }
	if os.Getenv("AURORA_TORTURE") != "" {
		until := time.Now().Add(tortured)
		goesOn = func() bool { return time.Now().Before(until) }
	}
	for range 20 { // what is made once is made
		s.hearsNonsense(r)
	}
	eventually(t, "all sockets are gone", func() bool { return s.hub.Clients() == 0 })
	before := heap()
	for ; goesOn(); dialogues++ {
		s.hearsNonsense(r)
		recorded += s.isPostedNonsense(r)
	}
	eventually(t, "all sockets are gone", func() bool { return s.hub.Clients() == 0 })
	after := heap()
	t.Logf("%d dialogues, %d events were none of nonsense, %d KiB more are held", dialogues, recorded, (int64(after)-int64(before))>>10)
	if after > before+16<<20 {
		t.Errorf("%d bytes are held, %d were before", after, before)
	}
	if _, last, err := s.journal.Bounds(t.Context()); err != nil || last != uint64(recorded) {
		t.Errorf("the log holds %d events, %v; %d were answered with 201", last, err, recorded)
	}
}

// tortured is how long the long form lasts.
const tortured = 10 * time.Minute

// hearsNonsense says as much nonsense on one socket as may be said, and reads what is
// answered: refusals with a code, until the server has had enough.
func (s *site) hearsNonsense(r *rand.Rand) {
	s.t.Helper()
	c, err := s.connect("")
	if err != nil {
		s.t.Fatal(err)
	}
	defer c.conn.Close()
	c.expect("STATS_UPDATE")
	for range 19 {
		f := ws.NewTextFrame(nonsense(r))
		if r.IntN(20) == 0 {
			f.Header.OpCode, f.Header.Rsv = ws.OpCode(r.IntN(16)), byte(r.IntN(8))
		}
		if ws.WriteFrame(c.conn, ws.MaskFrame(f)) != nil { // it has hung up already
			break
		}
	}
	_ = ws.WriteFrame(c.conn, ws.MaskFrame(ws.NewCloseFrame(nil)))
	for {
		f, err := c.frame()
		if err != nil {
			s.t.Fatalf("the socket ends without a close frame: %v", err)
		}
		if f.Header.OpCode == ws.OpClose {
			code, _ := ws.ParseCloseFrameData(f.Payload)
			if len(f.Payload) > 0 && !slices.Contains([]ws.StatusCode{1000, 1002, 1003, 1007, 1008, 1009}, code) {
				s.t.Errorf("closed with %d", code)
			}
			return
		}
		if f.Header.OpCode == ws.OpText {
			s.checkAnswer(f.Payload)
		}
	}
}

func (s *site) checkAnswer(text []byte) {
	s.t.Helper()
	var answer struct {
		Type string
		Data struct{ Code, Message string }
	}
	if err := json.Unmarshal(text, &answer); err != nil || answer.Type == "ERROR" && (answer.Data.Code == "" || answer.Data.Message == "") {
		s.t.Errorf("answered %s: %v", text, err)
	}
}

// isPostedNonsense returns how many events it was after all.
func (s *site) isPostedNonsense(r *rand.Rand) (recorded int) {
	s.t.Helper()
	body := string(nonsense(r))
	status, text := s.posts(body)
	var answer struct {
		Seq   []uint64
		Error struct{ Code, Message string }
	}
	err := json.Unmarshal([]byte(text), &answer)
	refused := status == http.StatusBadRequest && answer.Error.Code != "" && answer.Error.Message != ""
	if err != nil || !refused && status != http.StatusCreated {
		s.t.Errorf("%q was answered %d %s", body, status, text)
	}
	return len(answer.Seq)
}
