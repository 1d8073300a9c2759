package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/aurorabot/aurora/internal/discord/discordsim"
	"github.com/aurorabot/aurora/internal/web"
)

// simOptions are the settings of the simulated Discord, alone and in the demo.
type simOptions struct {
	addr    string
	rate    float64
	seed    uint64
	guilds  int
	members int
	shards  int
	beat    time.Duration
	record  string
	names   string
	log     logOptions
}

func (o *simOptions) define(s *settings) {
	s.StringVar(&o.addr, "sim-addr", "127.0.0.1:8081", "where the simulated Discord listens; :0 takes a free port")
	s.Float64Var(&o.rate, "rate", 2, "commands a second that simulated members use; 0 for none")
	s.Uint64Var(&o.seed, "seed", 1, "which world is simulated: the same seed, the same guilds and members")
	s.IntVar(&o.guilds, "guilds", 12, "how many guilds there are")
	s.IntVar(&o.members, "members", 400, "how many members there are in all")
	s.IntVar(&o.shards, "shards", 2, "how many shards the simulated Discord recommends")
	s.DurationVar(&o.beat, "sim-heartbeat", 41250*time.Millisecond, "how often the simulated Discord asks for heartbeats; the default is Discord's own")
	s.StringVar(&o.names, "sim-names", "", "a file with names for guilds and members, one a line; if not set, invented ones")
	s.StringVar(&o.record, "sim-record", "", "a file that all frames and REST calls are added to, a JSON object a line; if not set, none")
}

func (o *simOptions) check() error {
	loopback, err := web.LoopbackOnly(o.addr)
	if err != nil {
		return usageError("--sim-addr: " + err.Error())
	}
	if !loopback {
		return usageError(fmt.Sprintf("--sim-addr: %q could be reached from other machines, and a simulated Discord asks nobody who they are: use a loopback address, such as 127.0.0.1:8081", o.addr))
	}
	switch {
	case !(o.rate >= 0 && o.rate <= 1000): // NaN is neither
		return usageError("--rate must be 0 to 1000 commands a second")
	case o.guilds < 1 || o.guilds > 10_000:
		return usageError("--guilds must be 1 to 10000")
	case o.members < 4*o.guilds || o.members > 1_000_000:
		return usageError("--members must be at least 4 for each guild, and at most 1000000")
	case o.shards < 1 || o.shards > 64:
		return usageError("--shards must be 1 to 64")
	case o.beat < time.Second || o.beat > time.Hour:
		return usageError("--sim-heartbeat must be 1s to 1h")
	}
	return nil
}

// simulator makes the simulated Discord and returns what closes its record, to be called
// when nobody is served any more.
func (o *simOptions) simulator(url string, logger *slog.Logger) (made *discordsim.Simulator, closeRecord func() error, err error) {
	cfg := discordsim.Config{
		Seed: o.seed, Guilds: o.guilds, Members: o.members, Shards: o.shards, Rate: o.rate,
		HeartbeatInterval: o.beat, PublicURL: url, Log: logger.With("from", "simulator"),
	}
	if cfg.Names, err = readNames(o.names); err != nil {
		return nil, nil, fmt.Errorf("--sim-names: %w", err)
	}
	if o.record == "" {
		return discordsim.New(cfg), func() error { return nil }, nil
	}
	file, err := os.OpenFile(o.record, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, nil, fmt.Errorf("--sim-record: %w", err)
	}
	discordsim.NewRecord(file, cfg.Log).Of(&cfg)
	return discordsim.New(cfg), file.Close, nil
}

// readNames reads those lines of a file that say something. Without a file there are none.
func readNames(path string) (names []string, err error) {
	if path == "" {
		return nil, nil
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	for line := range strings.Lines(string(text)) {
		if name := strings.TrimSpace(line); name != "" {
			names = append(names, name)
		}
	}
	return names, nil
}

func simSettings(o *simOptions, env environment) *settings {
	s := newSettings("sim", env)
	o.define(s)
	o.log.define(s)
	return s
}

// runSim runs the simulated Discord until a signal, for any bot to connect to.
func runSim(ctx context.Context, env environment) (err error) {
	var o simOptions
	s := simSettings(&o, env)
	if help, err := s.parse(env); help || err != nil {
		return err
	}
	if err := o.check(); err != nil {
		return err
	}
	logger, err := o.log.logger(env.stderr)
	if err != nil {
		return err
	}
	listener, err := listen(ctx, "sim-addr", o.addr)
	if err != nil {
		return err
	}
	defer listener.Close()
	simulator, closeRecord, err := o.simulator(urlOf("http", listener), logger)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closeRecord()) }()
	id, secret := simulator.Client()
	fmt.Fprintf(env.stdout, "simulator %s\nAURORA_DISCORD_API_URL=%s\nAURORA_DISCORD_TOKEN=%s\n", urlOf("http", listener), urlOf("http", listener), simulator.Token())
	fmt.Fprintf(env.stdout, "AURORA_DISCORD_CLIENT_ID=%s\nAURORA_DISCORD_CLIENT_SECRET=%s\n", id, secret)

	parts := newStages(ctx)
	startSimulator(parts, simulator, listener, nil)
	parts.wait()
	return parts.stop()
}

// startSimulator runs a simulator and serves it on listener, its control to local
// requests only.
func startSimulator(parts *stages, simulator *discordsim.Simulator, listener net.Listener, origins []string) {
	parts.start(simulator.Run)
	parts.start(func(ctx context.Context) error {
		return serveSimulator(ctx, listener, web.LocalOnly(listener.Addr(), origins, simulator.Control()), simulator.Handler())
	})
}

// serveSimulator answers bots with discord and local requests under /sim/ with control.
func serveSimulator(ctx context.Context, listener net.Listener, control, discord http.Handler) error {
	routes := http.NewServeMux()
	routes.Handle("/sim/", control)
	routes.Handle("/", discord)
	server := &http.Server{Handler: routes, ReadHeaderTimeout: 5 * time.Second}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	select {
	case err := <-ended:
		return fmt.Errorf("serve the simulator: %w", err)
	case <-ctx.Done():
	}
	err := server.Close()
	if serveErr := <-ended; !errors.Is(serveErr, http.ErrServerClosed) {
		err = errors.Join(err, serveErr)
	}
	return err
}
