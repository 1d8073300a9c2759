// Package web serves the dashboard: the page, the HTTP API, and the live socket
// that every open page holds.
//
// It decides who may see what and how it is written on the wire. What the figures
// mean is the dashboard's business; events come from the journal.
package web

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/gobwas/ws"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/aurorabot/aurora/internal/access"
	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/journal"
	"github.com/aurorabot/aurora/internal/module"
)

// Journal is where the server reads events, and writes what other programs tell.
type Journal interface {
	Log
	Select(ctx context.Context, f journal.Filter) (journal.Page, error)
	Record(ctx context.Context, e event.Event) (seq uint64, err error)
	RecordOnce(ctx context.Context, r journal.Request, events []event.Event) (seqs []uint64, err error)
}

// Config is what a server needs.
type Config struct {
	Hub       *Hub
	Journal   Journal
	History   History
	Details   Details
	Modules   []module.Module // whose queries are answered
	Page      fs.FS           // index.html and what it loads
	Keys      Keys            // of other programs
	MaxIngest int             // events a second that a key may bring; 0 = any number
	Disk      func() string   // "ok", or what is wrong with it; or nil
	Sim       http.Handler    // the simulator's control under /sim/, or nil
	Origins   []string        // beside our own, as ParseOrigins returns them
	Stopping  <-chan struct{} // closed when the program begins to end
	Logger    *slog.Logger

	Certificate *Certificate // nil: without TLS
	Proxies     Proxies      // whose word about a client's address is believed

	Metrics prometheus.Gatherer // of the whole program; nil: none are served
}

// Limits of time and size for a request.
const (
	headerPatience = 5 * time.Second
	bodyPatience   = 15 * time.Second
	idlePatience   = time.Minute
	answerPatience = 30 * time.Second
	maxHeader      = 16 << 10
	stopPatience   = 5 * time.Second
)

// Server serves the dashboard over HTTP.
type Server struct {
	cfg        Config
	ingestRate *ingestRate
	exports    chan struct{} // holds one for each export that is running
}

// NewServer returns a server that Run makes listen.
func NewServer(cfg Config) *Server {
	return &Server{cfg: cfg, ingestRate: newIngestRate(cfg.MaxIngest), exports: make(chan struct{}, maxExports)}
}

// Run serves on listener, which it closes, until ctx ends. The caller runs the
// hub, which closes the sockets.
func (s *Server) Run(ctx context.Context, listener net.Listener) error {
	server := &http.Server{
		Handler: s.Handler(listener.Addr()), ErrorLog: slog.NewLogLogger(s.cfg.Logger.Handler(), slog.LevelDebug),
		ReadHeaderTimeout: headerPatience, ReadTimeout: bodyPatience, WriteTimeout: answerPatience,
		IdleTimeout: idlePatience, MaxHeaderBytes: maxHeader,
	}
	if s.cfg.Certificate != nil {
		listener = tls.NewListener(listener, s.cfg.Certificate.config())
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serve the dashboard: %w", err)
	case <-ctx.Done():
	}
	stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopPatience)
	defer cancel()
	err := server.Shutdown(stopping)
	if errors.Is(err, context.DeadlineExceeded) {
		err = server.Close() // a request that does not end is ended
	}
	if serveErr := <-failed; !errors.Is(serveErr, http.ErrServerClosed) {
		err = errors.Join(err, serveErr)
	}
	return err
}

// Handler answers requests to address.
func (s *Server) Handler(address net.Addr) http.Handler {
	door := entrance{newGate(address, s.cfg.Origins), s.cfg.Keys, s.cfg.Logger}
	if s.cfg.Certificate != nil {
		door.scheme = "https"
	}
	routes := http.NewServeMux()
	routes.Handle("GET /api/stats", door.admit(access.Read, handler{s.cfg.Logger, s.stats}))
	routes.Handle("GET /api/events", door.admit(access.Read, handler{s.cfg.Logger, s.events}))
	routes.Handle("POST /api/events", door.admit(access.Ingest, handler{s.cfg.Logger, s.ingest}))
	routes.Handle("GET /api/history", door.admit(access.Read, handler{s.cfg.Logger, s.history}))
	routes.Handle("GET /api/commands", door.admit(access.Read, handler{s.cfg.Logger, s.commands}))
	routes.Handle("GET /api/commands/{name}", door.admit(access.Read, handler{s.cfg.Logger, s.command}))
	routes.Handle("GET /api/traces/{id}", door.admit(access.Read, handler{s.cfg.Logger, s.trace}))
	routes.Handle("GET /api/shards", door.admit(access.Read, handler{s.cfg.Logger, s.shards}))
	routes.Handle("GET /api/rest", door.admit(access.Read, handler{s.cfg.Logger, s.rest}))
	routes.Handle("GET /api/events/export", door.admit(access.Read, http.HandlerFunc(s.export)))
	for _, m := range s.cfg.Modules {
		for _, q := range m.Queries {
			routes.Handle(queryPattern(m, q), door.admit(access.Read, handler{s.cfg.Logger, ask(q)}))
		}
	}
	routes.Handle("GET /ws", upgrading(door.admit(access.Read, http.HandlerFunc(s.socket))))
	routes.Handle("/api/", handler{s.cfg.Logger, notFound})
	routes.Handle("GET /healthz", handler{s.cfg.Logger, healthy})
	routes.HandleFunc("GET /readyz", s.ready)
	if s.cfg.Metrics != nil {
		routes.Handle("GET /metrics", door.admit(access.Read, metrics(s.cfg.Metrics, s.cfg.Logger)))
	}
	if s.cfg.Sim != nil {
		routes.Handle("/sim/", door.local(s.cfg.Sim))
	}
	routes.Handle("/", page(s.cfg.Page))
	return secured(addressed(s.cfg.Proxies, prompt(routes)))
}

func (s *Server) stats(*http.Request) (any, error) { return s.cfg.Hub.Stats(), nil }

func notFound(r *http.Request) (any, error) {
	if keyInURL(r.URL) {
		return nil, errKeyInURL
	}
	return nil, &apiError{status: http.StatusNotFound, code: codeNotFound, message: fmt.Sprintf("there is no %s %.100q", r.Method, r.URL.Path)}
}

func healthy(*http.Request) (any, error) { return map[string]string{"status": "ok"}, nil }

// ready says whether the server can do its work: the database answers, and the
// program is not ending. Each part is listed; the states of the gateway and of the
// disk, on which reading goes on, do not count.
func (s *Server) ready(w http.ResponseWriter, r *http.Request) {
	database, program := "ok", "running"
	if _, _, err := s.cfg.Journal.Bounds(r.Context()); err != nil {
		database = "does not answer"
	}
	select {
	case <-s.cfg.Stopping:
		program = "stopping"
	default:
	}
	status := http.StatusOK
	if database != "ok" || program != "running" {
		status = http.StatusServiceUnavailable
	}
	parts := map[string]any{"database": database, "gateway": s.cfg.Hub.Stats().Health, "program": program}
	if s.cfg.Disk != nil {
		parts["disk"] = s.cfg.Disk()
	}
	writeJSON(w, status, map[string]any{"ready": status == http.StatusOK, "parts": parts})
}

// upgrading refuses what does not ask for a WebSocket, before anybody is asked who they
// are: so it can be seen without a key whether a proxy passes the header on. A key in
// the address is the graver fault.
func upgrading(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.EqualFold(r.Header.Get("Upgrade"), "websocket") && !keyInURL(r.URL) {
			writeError(w, &apiError{status: http.StatusUpgradeRequired, code: "upgrade_required", message: "this is a WebSocket: connect with one"})
			return
		}
		next.ServeHTTP(w, r)
	})
}

// socket answers GET /ws.
func (s *Server) socket(w http.ResponseWriter, r *http.Request) {
	if refusal := s.cfg.Hub.admit(w.Header()); refusal != nil {
		writeError(w, refusal)
		return
	}
	conn, rw, _, err := ws.UpgradeHTTP(r, w)
	if err != nil {
		if conn != nil {
			conn.Close()
		}
		s.cfg.Logger.Debug("handshake refused", "error", err)
		return
	}
	input, err := afterHandshake(conn, rw.Reader)
	if err != nil {
		conn.Close()
		return
	}
	s.cfg.Hub.serve(r.Context(), conn, input, parsePosition(r.URL.RawQuery))
}

// parsePosition reads epoch and after, both or none. What cannot be read is a
// position in no log.
func parsePosition(rawQuery string) position {
	if rawQuery == "" {
		return position{}
	}
	query, err := url.ParseQuery(rawQuery)
	if err != nil {
		return position{resume: true}
	}
	if !query.Has("epoch") && !query.Has("after") {
		return position{}
	}
	after, err := parseSeq("after", query.Get("after"))
	if err != nil || len(query["epoch"]) != 1 || len(query["after"]) != 1 {
		return position{resume: true}
	}
	return position{resume: true, epoch: query.Get("epoch"), after: *after}
}
