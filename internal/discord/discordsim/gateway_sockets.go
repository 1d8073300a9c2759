package discordsim

import (
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/gobwas/ws"
)

const (
	gatewayPath = "/gateway"
	// resumePath is where READY sends a client for resuming: a path of its own, so that a client that
	// ignores it is found out.
	resumePath = "/gateway/resume"
	// farewell is how long clients may take to answer the closing at the end.
	farewell = time.Second
)

// sockets accepts the gateway's connections.
type sockets struct {
	publicURL string
	interval  time.Duration // of heartbeats
	apps      *applications
	knobs     *knobs
	notes     *notebook
	counts    *counters
	log       *slog.Logger
	frames    func([]byte) // sees what is sent

	mu     sync.Mutex
	open   map[*conn]struct{}
	closed bool
	served sync.WaitGroup // one for each open connection
}

func newSockets(cfg Config, apps *applications, k *knobs, n *notebook, c *counters) *sockets {
	return &sockets{
		publicURL: cfg.PublicURL, interval: cfg.HeartbeatInterval, log: cfg.Log, frames: cfg.Frames,
		apps: apps, knobs: k, notes: n, counts: c,
		open: make(map[*conn]struct{}),
	}
}

// ServeHTTP upgrades the request and talks to the client until the connection ends.
func (s *sockets) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	netConn, buffers, _, err := ws.UpgradeHTTP(r, w)
	if err != nil {
		s.log.DebugContext(r.Context(), "gateway upgrade refused", "err", err)
		return
	}
	c := newConn(netConn, buffers, s.knobs, s.counts, s.frames)
	if !s.enter(c) {
		c.abort()
		return
	}
	defer s.leave(c)
	query := r.URL.Query()
	first, codecErr := newCodec(query.Get("compress"))
	if codecErr != nil {
		first = plain{}
	}
	go c.write(first)

	p := &protocol{
		conn: c, sockets: s,
		resumeURL: websocketURL(s.publicURL, r.Host) + resumePath,
		atResume:  r.URL.Path == resumePath,
		streamed:  query.Get("compress") != "",
		opened:    time.Now(),
	}
	err = checkQuery(query, codecErr)
	if err == nil {
		err = p.talk()
	}
	p.finish(err)
}

// shutdown closes all connections, giving the clients time to answer, and accepts no more. It
// returns when every connection's goroutines have ended.
func (s *sockets) shutdown() {
	s.mu.Lock()
	s.closed = true
	for c := range s.open {
		c.close(ws.StatusGoingAway, "The simulator ends.")
	}
	s.mu.Unlock()

	served := make(chan struct{})
	go func() {
		defer close(served)
		s.served.Wait()
	}()
	select {
	case <-served:
	case <-time.After(farewell):
		s.abort()
		<-served
	}
}

func (s *sockets) abort() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := range s.open {
		c.abort()
	}
}

func (s *sockets) enter(c *conn) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return false
	}
	s.open[c] = struct{}{}
	s.served.Add(1)
	return true
}

func (s *sockets) leave(c *conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.open, c)
	s.served.Done()
}

// checkQuery: v must be 10; only JSON is spoken here.
func checkQuery(query url.Values, codecErr error) error {
	switch {
	case query.Get("v") != "10":
		return errVersion
	case query.Get("encoding") != "json" || codecErr != nil:
		return errDecode
	}
	return nil
}

// websocketURL is the gateway's address without a path. Where no public URL is known, the host that
// was asked is taken.
func websocketURL(publicURL, host string) string {
	if publicURL == "" {
		publicURL = "http://" + host
	}
	return "ws" + strings.TrimPrefix(strings.TrimSuffix(publicURL, "/"), "http")
}

// ending says how the conversation ended: by whom, and whether its session can be resumed. A client
// that closes with 1000 or 1001 gives its session up.
// https://docs.discord.com/developers/events/gateway#initiating-a-disconnect
func ending(err error) (resumable, byServer bool) {
	if byRule, ok := errors.AsType[closeError](err); ok {
		return byRule.resumable(), true
	}
	if byClient, ok := errors.AsType[clientCloseError](err); ok {
		return byClient.code != ws.StatusNormalClosure && byClient.code != ws.StatusGoingAway, false
	}
	return true, false
}
