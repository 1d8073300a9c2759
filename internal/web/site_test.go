package web_test

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/gobwas/ws"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/aurorabot/aurora/internal/access"
	"github.com/aurorabot/aurora/internal/access/accesssql"
	"github.com/aurorabot/aurora/internal/dashboard"
	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/history"
	"github.com/aurorabot/aurora/internal/journal"
	"github.com/aurorabot/aurora/internal/module"
	"github.com/aurorabot/aurora/internal/storage"
	"github.com/aurorabot/aurora/internal/web"
)

// patience bounds every wait of these tests; none is long unless something is broken.
const patience = 30 * time.Second

// site is a dashboard with a real journal behind it, listening on loopback.
type site struct {
	t        testing.TB
	db       *storage.DB
	journal  *journal.Journal
	history  *history.History
	stats    *dashboard.Recorder
	hub      *web.Hub
	access   *access.Service
	server   *web.Server
	address  string
	stopping chan struct{}
	stop     func() // ends it as a signal would; called by the test's cleanup, too
}

// setup changes how a site is built; its zero value means the defaults.
type setup struct {
	hub     web.HubConfig
	origins []string
	sim     http.Handler
	modules []module.Module
	limits  func(*web.Limits) // changes the defaults, which tries, open, ingest and no bound of handshakes have changed before
	login   web.Login
	public  string
	access  access.Config
	tries   int // that may fail a minute
	open    int // sockets of one account
	ingest  int // events a second of a key
	disk    func() string
	before  int          // events in the log before the site starts
	queue   int          // of those who follow the events: 64
	log     *slog.Logger // of the hub

	certificate *web.Certificate
	database    string // sqlite::memory:
}

// bounds are the limits of the site: few tests are about who comes how often.
func (s setup) bounds() web.Limits {
	l := web.DefaultLimits()
	l.FailedTriesPerMinute, l.SocketsPerAccount, l.IngestPerSecond, l.HandshakesPerSecond = s.tries, s.open, s.ingest, 0
	if s.limits != nil {
		s.limits(&l)
	}
	return l
}

func open(t testing.TB, s setup) *site {
	t.Helper()
	logger := slog.New(slog.DiscardHandler)
	db, err := storage.Open(t.Context(), cmp.Or(s.database, "sqlite::memory:"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	bus := &event.Bus{}
	log, err := journal.Open(t.Context(), db, bus, logger)
	if err != nil {
		t.Fatal(err)
	}
	site := &site{t: t, db: db, journal: log, stopping: make(chan struct{})}
	site.history, err = history.Open(t.Context(), history.Config{DB: db, Epoch: log.Epoch(), Now: time.Now, Logger: logger})
	if err != nil {
		t.Fatal(err)
	}
	site.records(s.before)
	_, last, err := log.Bounds(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if s.hub.Interval == 0 {
		s.hub.Interval = time.Hour // but for the first one, no STATS_UPDATE comes by itself
	}
	site.stats = dashboard.NewRecorder(dashboard.Config{
		Epoch: log.Epoch(), Interval: s.hub.Interval, Now: time.Now, Logger: logger,
		Economy: func(context.Context) (json.RawMessage, error) { return json.RawMessage(`{}`), nil },
	})
	if last > 0 {
		site.stats.RecordEvent(event.Event{Seq: last, Time: time.Now()})
	}
	s.hub.Log, s.hub.Stats, s.hub.Logger = log, site.stats, cmp.Or(s.log, logger)
	s.hub.Limits = s.bounds()
	site.hub = web.NewHub(s.hub, last)
	if err := site.hub.Warm(t.Context()); err != nil {
		t.Fatal(err)
	}
	site.run(bus, last, s)
	return site
}

func (s *site) run(bus *event.Bus, last uint64, config setup) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		s.t.Fatal(err)
	}
	s.address = listener.Addr().String()
	s.access = s.process(config.access)
	registry := prometheus.NewRegistry()
	registry.MustRegister(s.hub)
	s.server = web.NewServer(web.Config{
		Hub: s.hub, Access: s.access, Login: config.login, LoginKey: "k", PublicURL: config.public, Limits: config.bounds(),
		Journal: s.journal, History: s.history, Details: s.stats, Modules: config.modules,
		Disk: config.disk, Sim: config.sim, Certificate: config.certificate,
		Metrics: registry, Origins: config.origins, Stopping: s.stopping, Logger: slog.New(slog.DiscardHandler),
		Page: fstest.MapFS{"index.html": {Data: []byte("<title>Aurora</title>")}, "assets/app-1.js": {Data: []byte("1")}},
	})
	follow := func() event.Follower {
		return event.Follower{Events: bus.Subscribe(cmp.Or(config.queue, 64)), Log: s.journal, Logger: slog.New(slog.DiscardHandler)}
	}
	forStats, forHistory, forHub := follow(), follow(), follow()
	ctx, cancel := context.WithCancel(context.Background())
	var parts sync.WaitGroup
	for _, part := range []func() error{
		func() error { return s.journal.Run(ctx) },
		func() error { return s.stats.Run(ctx, forStats, last) },
		func() error { return s.history.Run(ctx, forHistory) },
		func() error { return s.hub.Run(ctx, forHub) },
		func() error { return s.server.Run(ctx, listener) },
		func() error { return s.access.Run(ctx, s.server.CheckRights) },
	} {
		parts.Go(func() {
			if err := part(); err != nil {
				s.t.Error(err)
			}
		})
	}
	s.stop = func() { cancel(); parts.Wait() }
	s.t.Cleanup(s.stop)
}

// process is who may do what as one process on the site's database knows it.
func (s *site) process(config access.Config) *access.Service {
	s.t.Helper()
	store, err := accesssql.Open(s.t.Context(), s.db, s.journal)
	if err != nil {
		s.t.Fatal(err)
	}
	config.Store, config.Logger = store, slog.New(slog.DiscardHandler)
	if config.Now == nil {
		config.Now = time.Now
	}
	return access.NewService(config)
}

// records writes n events, one after another.
func (s *site) records(n int) {
	s.t.Helper()
	for range n {
		e := event.Event{Type: "test.happened", Severity: event.Info, Source: "test", Title: "It happened", Data: json.RawMessage(`{"n":1}`)}
		if _, err := s.journal.Record(s.t.Context(), e); err != nil {
			s.t.Error(err)
			return
		}
	}
}

// request sends one HTTP request with further headers as "Name: value".
func (s *site) request(method, path string, headers ...string) (status int, body string, header http.Header) {
	s.t.Helper()
	return s.sends(method, path, "", headers...)
}

// sends makes a request with a body.
func (s *site) sends(method, path, text string, headers ...string) (status int, body string, header http.Header) {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), method, "http://"+s.address+path, strings.NewReader(text))
	if err != nil {
		s.t.Fatal(err)
	}
	for _, line := range headers {
		name, value, _ := strings.Cut(line, ": ")
		if name == "Host" {
			r.Host = value
		}
		r.Header.Set(name, value)
	}
	client := &http.Client{CheckRedirect: func(to *http.Request, _ []*http.Request) error {
		if to.Response.StatusCode == http.StatusSeeOther { // of a login, whose test looks where it leads
			return http.ErrUseLastResponse
		}
		return nil
	}}
	response, err := client.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode == http.StatusSwitchingProtocols { // the body is the socket
		return response.StatusCode, "", response.Header
	}
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return response.StatusCode, string(answer), response.Header
}

// client is a WebSocket client that sees every frame as it is.
type client struct {
	t    testing.TB
	conn net.Conn
	in   *bufio.Reader

	received int // bytes of whole frames
}

// envelope is what the server says.
type envelope struct {
	Type  string
	Epoch string
	Seq   uint64
	TS    time.Time
	Data  json.RawMessage
}

// dial connects to /ws with a query such as "?epoch=E&after=1".
func (s *site) dial(query string) *client {
	s.t.Helper()
	c, err := s.tryDial(query)
	if err != nil {
		s.t.Fatal(err)
	}
	return c
}

// tryDial is dial where the server may refuse.
func (s *site) tryDial(query string) (*client, error) {
	c, err := s.connect(query)
	if err == nil {
		s.t.Cleanup(func() { c.conn.Close() })
	}
	return c, err
}

// connect is tryDial for those who close the connection themselves.
func (s *site) connect(query string) (*client, error) {
	return s.connectBy(ws.DefaultDialer, query)
}

func (s *site) connectBy(dialer ws.Dialer, query string) (*client, error) {
	ctx, cancel := context.WithTimeout(s.t.Context(), patience)
	defer cancel()
	conn, in, _, err := dialer.Dial(ctx, "ws://"+s.address+"/ws"+query)
	if err != nil {
		return nil, err
	}
	if in == nil {
		in = bufio.NewReader(conn)
	}
	return &client{t: s.t, conn: conn, in: in}, nil
}

// frame reads the next frame.
func (c *client) frame() (ws.Frame, error) {
	if err := c.conn.SetReadDeadline(time.Now().Add(patience)); err != nil {
		return ws.Frame{}, err
	}
	header, err := ws.ReadHeader(c.in)
	if err != nil {
		return ws.Frame{}, err
	}
	f := ws.Frame{Header: header, Payload: make([]byte, header.Length)}
	_, err = io.ReadFull(c.in, f.Payload)
	c.received += ws.HeaderSize(header) + len(f.Payload)
	return f, err
}

// next reads the next message.
func (c *client) next() envelope {
	c.t.Helper()
	e, code := c.nextOrClose()
	if code != 0 {
		c.t.Fatalf("closed with %d", code)
	}
	return e
}

// nextOrClose reads the next message, or the close frame's code in its place. It answers
// pings.
func (c *client) nextOrClose() (envelope, ws.StatusCode) {
	c.t.Helper()
	f, err := c.frame()
	for err == nil && f.Header.OpCode == ws.OpPing {
		c.sends(ws.MaskFrame(ws.NewPongFrame(f.Payload)))
		f, err = c.frame()
	}
	if err != nil {
		c.t.Fatalf("read: %v", err)
	}
	if f.Header.OpCode == ws.OpClose {
		code, _ := ws.ParseCloseFrameData(f.Payload)
		return envelope{}, code
	}
	if f.Header.OpCode != ws.OpText {
		c.t.Fatalf("got opcode %d, want text", f.Header.OpCode)
	}
	decoder := json.NewDecoder(bytes.NewReader(f.Payload))
	decoder.DisallowUnknownFields()
	var e envelope
	if err := decoder.Decode(&e); err != nil || e.TS.IsZero() || e.Epoch == "" {
		c.t.Fatalf("%s: %v", f.Payload, err)
	}
	return e, 0
}

// expect reads the next message, which must be of a type.
func (c *client) expect(kind string) envelope {
	c.t.Helper()
	e := c.next()
	if e.Type != kind {
		c.t.Fatalf("got %s %s, want %s", e.Type, e.Data, kind)
	}
	return e
}

// expectEvents reads NEW_EVENT with the seqs from first to last.
func (c *client) expectEvents(first, last uint64) {
	c.t.Helper()
	for want := first; want <= last; want++ {
		e := c.expect("NEW_EVENT")
		var told event.Event
		if err := json.Unmarshal(e.Data, &told); err != nil {
			c.t.Fatal(err)
		}
		if e.Seq != want || told.Seq != want || told.Epoch != e.Epoch {
			c.t.Fatalf("got event %d in frame %d, want %d", told.Seq, e.Seq, want)
		}
	}
}

// closed reads on to the close frame and returns its code; 1006 where none came.
func (c *client) closed() ws.StatusCode {
	c.t.Helper()
	for {
		f, err := c.frame()
		if err != nil {
			if timeout, ok := errors.AsType[net.Error](err); ok && timeout.Timeout() {
				c.t.Fatal("the connection stays open")
			}
			return ws.StatusAbnormalClosure
		}
		if f.Header.OpCode == ws.OpClose {
			code, _ := ws.ParseCloseFrameData(f.Payload)
			return code
		}
	}
}

// says sends a text message.
func (c *client) says(text string) {
	c.t.Helper()
	c.sends(ws.MaskFrame(ws.NewTextFrame([]byte(text))))
}

func (c *client) sends(f ws.Frame) {
	c.t.Helper()
	if err := ws.WriteFrame(c.conn, f); err != nil {
		c.t.Fatal(err)
	}
}

// eventually waits for a condition that nothing announces.
func eventually(t testing.TB, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(patience); !holds(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("not after %v: %s", patience, what)
		}
	}
}
