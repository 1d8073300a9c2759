package discordsim

import (
	"context"
	"encoding/base64"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/aurorabot/aurora/internal/snowflake"
)

// Config says how large the simulated Discord is and how it behaves at first. The zero value is the
// demo's world, with silent members.
type Config struct {
	Seed    uint64 // the same seed and sizes give the same guilds and members, ids included
	Guilds  int    // default 12
	Members int    // in all guilds together, bots included; default 400, at least 4 a guild
	Shards  int    // what GET /gateway/bot recommends; default 2

	// Names, if any, take the place of those that the first guilds and the people of the
	// largest guild were given, as far as Discord has room for them.
	Names []string

	Rate      float64 // commands a second by the members; 0 = silent
	LatencyMs float64 // delay of each gateway frame to the bot; default 40
	JitterMs  float64 // how far a delay strays from LatencyMs to either side; default 10

	HeartbeatInterval time.Duration // what HELLO asks for; default Discord's own 41.25 s
	MaxConcurrency    int           // identifies allowed at once; default 16, where Discord gives a small bot 1

	PublicURL string // such as http://127.0.0.1:8081, from which the gateway's address derives; default: the Host asked
	Log       *slog.Logger

	// Frames, if not nil, sees each frame for a client before it is compressed. It is for tests, and is
	// called by many goroutines.
	Frames func(frame []byte)

	// Calls, if not nil, sees each REST request with its answer, once that is written. It is for tests, too.
	Calls func(RESTCall)
}

// Simulator is the simulated Discord. Its methods may be called from any goroutine.
type Simulator struct {
	token    string
	clientID string
	handler  http.Handler
	control  http.Handler
	sockets  *sockets
	activity *activity
	exchange *exchange
}

// New makes the world of cfg. Nothing runs until Run is called, but the handlers already answer.
func New(cfg Config) *Simulator {
	cfg = withDefaults(cfg)
	var (
		ids    = new(mint)
		notes  = newNotebook(cfg.Log)
		counts = new(counters)
		faults = new(faults)
		grants = new(grants)
		knobs  = newKnobs(settings{Rate: cfg.Rate, LatencyMs: cfg.LatencyMs, JitterMs: cfg.JitterMs})
		world  = newWorld(cfg.Seed, cfg.Guilds, cfg.Members)
	)
	world.rename(cfg.Names)
	apps := newApplications(func(id snowflake.ID) *application {
		return newApplication(id, world, faults, notes, counts, cfg)
	})
	apps.named(world.self) // the one Token belongs to exists from the start

	exchange := newExchange(ids, faults, knobs, notes, counts)
	s := &Simulator{
		token:    tokenOf(world.self),
		clientID: world.self.String(),
		sockets:  newSockets(cfg, apps, knobs, notes, counts),
		activity: newActivity(cfg.Seed, world, apps, exchange, knobs),
		exchange: exchange,
	}
	rest := newREST(cfg, world, apps, exchange, knobs, faults, grants, ids, notes, counts)
	s.control = newControl(cfg.Shards, world, apps, exchange, knobs, faults, notes, counts).routes()

	mux := http.NewServeMux()
	mux.Handle("/api/", rest.routes())
	mux.Handle("/oauth2/authorize", &consent{world: world, apps: apps, grants: grants, notes: notes})
	mux.Handle("GET "+gatewayPath, s.sockets)
	mux.Handle("GET "+resumePath, s.sockets)
	mux.Handle("/sim/", s.control)
	s.handler = mux
	if cfg.Calls != nil {
		s.handler = tapped(mux, cfg.Calls)
	}
	return s
}

func withDefaults(cfg Config) Config {
	setDefault(&cfg.Guilds, 12)
	setDefault(&cfg.Members, 400)
	setDefault(&cfg.Shards, 2)
	setDefault(&cfg.LatencyMs, 40)
	setDefault(&cfg.JitterMs, 10)
	setDefault(&cfg.HeartbeatInterval, 41250*time.Millisecond)
	setDefault(&cfg.MaxConcurrency, 16)
	if cfg.Frames == nil {
		cfg.Frames = func([]byte) {}
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	return cfg
}

func setDefault[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}

// Handler serves Discord's REST under /api/v10, OAuth2, the gateway's socket, and /sim/.
func (s *Simulator) Handler() http.Handler { return s.handler }

// Control serves /sim/ alone. Who may reach it is for the caller to decide.
func (s *Simulator) Control() http.Handler { return s.control }

// Token is a bot token that logs in. Others of the same shape do too, each for the application
// whose id it begins with.
func (s *Simulator) Token() string { return s.token }

// Client is what OAuth2 wants of the application that Token belongs to.
func (s *Simulator) Client() (id, secret string) { return s.clientID, clientSecret }

// Run lets the members act and forgets what Discord would have forgotten, until ctx ends. Then it
// closes every socket; when it returns, no goroutine of the simulator is left.
func (s *Simulator) Run(ctx context.Context) error {
	defer s.sockets.shutdown()
	swept := make(chan struct{})
	go func() {
		defer close(swept)
		s.exchange.sweep(ctx)
	}()
	s.activity.run(ctx)
	<-swept
	return nil
}

// tokenOf shapes a token as Discord does: the application's id in base64, then two parts that only
// Discord can read.
func tokenOf(id snowflake.ID) string {
	return fmt.Sprintf("%s.simulated.not-a-secret", base64.RawStdEncoding.EncodeToString([]byte(id.String())))
}
