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
	"math"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/gobwas/ws"
	"github.com/prometheus/client_golang/prometheus"
	"golang.org/x/time/rate"

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
	Access    *access.Service // who may do what
	Login     Login           // nil: nobody can sign in, and who is at this machine is an admin
	LoginKey  string          // a secret by which a login is known again; all processes have the same
	PublicURL string          // the dashboard's origin in a browser; "" = where it listens
	Demo      bool            // which GET /api/me tells
	Limits    Limits          // the hub's part of them is the hub's own
	Disk      func() string   // "ok", or what is wrong with it; or nil
	Sim       http.Handler    // the simulator's control under /sim/, or nil
	Origins   []string        // beside our own, as ParseOrigins returns them
	Stopping  <-chan struct{} // closed when the program begins to end
	Logger    *slog.Logger

	Certificate *Certificate // nil: without TLS
	Proxies     Proxies      // whose word about a client's address is believed

	Metrics prometheus.Gatherer // of the whole program; nil: none are served
}

const (
	answerPatience = 30 * time.Second // for a client to take an answer
	stopPatience   = 5 * time.Second  // with requests that are running when the program stops
)

// Server serves the dashboard over HTTP.
type Server struct {
	cfg          Config
	ingestRate   *ingestRate
	exports      chan struct{} // holds one for each export that is running
	visits       *visits
	seal         seal[loginAttempt]
	refusedSeal  seal[refusedLogin]
	failedLogins *rate.Limiter

	// Set by Handler.
	public string // our origin in a browser
	door   *entrance
}

// NewServer returns a server that Run makes listen.
func NewServer(cfg Config) *Server {
	return &Server{
		cfg: cfg, ingestRate: newIngestRate(cfg.Limits.IngestPerSecond), exports: make(chan struct{}, maxExports), visits: newVisits(cfg.Access, cfg.Limits.SocketsPerAccount),
		seal: newSeal[loginAttempt](cfg.LoginKey, sealsAttempts), refusedSeal: newSeal[refusedLogin](cfg.LoginKey, sealsRefusals),
		failedLogins: newLoginNews(),
	}
}

// CheckRights closes the sockets of those who may no longer have them. It is called
// whenever [access.Service.Run] has looked.
func (s *Server) CheckRights() { s.visits.check() }

// Run serves on listener, which it closes, until ctx ends. The caller runs the
// hub, which closes the sockets.
func (s *Server) Run(ctx context.Context, listener net.Listener) error {
	limits := s.cfg.Limits
	server := &http.Server{
		Handler: s.Handler(listener.Addr()), ErrorLog: slog.NewLogLogger(s.cfg.Logger.Handler(), slog.LevelDebug),
		ReadHeaderTimeout: orNone(limits.HeaderTimeout), ReadTimeout: orNone(limits.BodyTimeout), WriteTimeout: answerPatience,
		IdleTimeout: orNone(limits.IdleTimeout), MaxHeaderBytes: min(orAny(limits.HeaderBytes), math.MaxInt32), // it is added to
		DisableGeneralOptionsHandler: true,
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

// orNone is a limit as [http.Server] has it, for which 0 would often mean another one.
func orNone(limit time.Duration) time.Duration {
	if limit == 0 {
		return -1
	}
	return limit
}

// Handler answers requests to address. It is called once.
func (s *Server) Handler(address net.Addr) http.Handler {
	s.door = &entrance{
		gate: newGate(address, s.cfg.Origins), access: s.cfg.Access, login: s.cfg.Login != nil,
		tries: newTries(s.cfg.Limits.FailedTriesPerMinute), logger: s.cfg.Logger,
	}
	if s.cfg.Certificate != nil {
		s.door.scheme = "https"
	}
	if s.public = s.cfg.PublicURL; s.public == "" {
		s.public = s.door.scheme + "://" + address.String()
	} else {
		s.door.origins = append(slices.Clip(s.door.origins), s.public)
	}
	s.door.elsewhere = s.cfg.PublicURL != "" && namesAnother(s.public)
	s.door.cookies.secure = strings.HasPrefix(s.public, "https:")
	return secured(withoutKeys(addressed(s.cfg.Proxies, prompt(s.cfg.Limits.BodyTimeout, s.door.routes(s.doors())))))
}

func (s *Server) stats(*http.Request) (any, error) { return s.cfg.Hub.Stats(), nil }

func notFound(r *http.Request) (any, error) {
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

// socket answers GET /ws.
func (s *Server) socket(w http.ResponseWriter, r *http.Request) {
	if refusal := s.cfg.Hub.admit(w.Header()); refusal != nil {
		writeError(w, refusal)
		return
	}
	visit, refusal := s.visits.begin(callerOf(r))
	if refusal != nil {
		writeError(w, refusal)
		return
	}
	conn, input, err := upgrade(w, r, &s.cfg.Limits)
	if err != nil {
		visit.leave()
		s.cfg.Logger.Debug("handshake refused", "error", err)
		return
	}
	s.cfg.Hub.serve(r.Context(), conn, input, parsePosition(r.URL.RawQuery), visit)
}

// upgrade does the handshake.
func upgrade(w http.ResponseWriter, r *http.Request, limits *Limits) (net.Conn, *frameReader, error) {
	conn, rw, _, err := ws.HTTPUpgrader{Timeout: limits.HandshakeTimeout}.Upgrade(r, w)
	if err != nil {
		if conn != nil {
			conn.Close()
		}
		return nil, nil, err
	}
	input, err := afterHandshake(conn, rw.Reader, limits)
	if err != nil {
		conn.Close()
		return nil, nil, err
	}
	return conn, input, nil
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
