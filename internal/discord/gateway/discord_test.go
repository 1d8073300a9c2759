package gateway

import (
	"compress/zlib"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gorilla/websocket"

	"github.com/aurorabot/aurora/internal/discord/pipenet"
	"github.com/aurorabot/aurora/internal/event"
)

// discord is the far end of the gateway, played by the test.
type discord struct {
	listener *pipenet.Listener
	opened   chan *side
}

// side is Discord's side of one connection.
type side struct {
	socket   *websocket.Conn
	path     string
	deflated *zlib.Writer
	out      strings.Builder
	left     int // the code with which the shard has left
}

// story runs tell in a world whose clock moves only when everybody waits.
func story(t *testing.T, tell func(t *testing.T, d *discord)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		d := &discord{listener: pipenet.Listen(), opened: make(chan *side, 10)}
		server := &http.Server{Handler: d}
		served := make(chan struct{})
		go func() { defer close(served); _ = server.Serve(d.listener) }()
		defer func() { server.Close(); <-served }()
		tell(t, d)
	})
}

func (d *discord) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	socket, err := (&websocket.Upgrader{}).Upgrade(w, r, nil)
	if err != nil {
		return
	}
	s := &side{socket: socket, path: r.URL.Path}
	s.deflated = zlib.NewWriter(&s.out)
	d.opened <- s
}

// says sends a frame.
func (s *side) says(text string, args ...any) {
	fmt.Fprintf(s.deflated, text, args...)
	s.deflated.Flush()
	_ = s.socket.WriteMessage(websocket.BinaryMessage, []byte(s.out.String())) // the shard may have left
	s.out.Reset()
}

// hears returns the next frame of the shard, or one of opcode -1 when it has left.
func (s *side) hears() (f frame) {
	if err := s.socket.ReadJSON(&f); err != nil {
		s.left = closeCode(err)
		return frame{Op: -1}
	}
	return f
}

// closes ends the connection with a code; 0 is the connection lost.
func (s *side) closes(code int) {
	if code != 0 {
		_ = s.socket.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""), time.Now().Add(time.Second))
	}
	s.socket.Close()
}

// greets says HELLO on the next connection and returns the shard's answer.
func (d *discord) greets() (*side, frame) {
	s := <-d.opened
	s.says(`{"op":10,"d":{"heartbeat_interval":41250}}`)
	return s, s.hears()
}

// welcomes greets and makes the shard ready with READY as event 1, in a session of that name.
func (d *discord) welcomes(session string) (*side, frame) {
	s, first := d.greets()
	s.says(`{"op":0,"s":1,"t":"READY","d":{"session_id":%q,"resume_gateway_url":"ws://discord.test/resume"}}`, session)
	s.hears() // a heartbeat, at once
	return s, first
}

// life is what a shard has told.
type life struct {
	events     []event.Event
	measures   []event.Measure
	dispatches []string
	err        error
	ended      chan struct{}
	cancel     context.CancelFunc
}

// begin runs a shard.
func (d *discord) begin(t *testing.T, limit Limit) *life {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	l := &life{ended: make(chan struct{}), cancel: cancel}
	tell := func(e event.Event) { l.events = append(l.events, e) }
	observe := func(m event.Measure) { l.measures = append(l.measures, m) }
	shard := New(Config{
		Token: "secret", URL: "ws://discord.test/gateway", Shard: 1, Total: 4, Intents: Guilds, Heartbeat: 15 * time.Second,
		Starts:   NewStarts(limit, func(context.Context) (Limit, error) { return limit, nil }, tell, observe),
		Dialer:   &websocket.Dialer{NetDialContext: d.listener.Dial},
		Dispatch: func(kind string, _ json.RawMessage) { l.dispatches = append(l.dispatches, kind) },
		Tell:     tell, Observe: observe, Logger: slog.New(slog.DiscardHandler),
	})
	go func() { defer close(l.ended); l.err = shard.Run(ctx) }()
	t.Cleanup(l.end)
	return l
}

// end stops the shard and waits for it.
func (l *life) end() { l.cancel(); <-l.ended }

func (l *life) told() string {
	var types []string
	for _, e := range l.events {
		types = append(types, e.Type)
	}
	return strings.Join(types, " ")
}

// states are those that were observed, in order.
func (l *life) states() string {
	var states []string
	for _, m := range l.measures {
		if changed, ok := m.(event.ShardChanged); ok {
			states = append(states, string(changed.State))
		}
	}
	return strings.Join(states, " ")
}

var plenty = Limit{Total: 1000, Remaining: 1000, MaxConcurrency: 1, ResetAfter: 24 * time.Hour}
