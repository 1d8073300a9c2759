package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/aurorabot/aurora/internal/dashboard"
	"github.com/aurorabot/aurora/internal/discord"
	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/history"
	"github.com/aurorabot/aurora/internal/journal"
	"github.com/aurorabot/aurora/internal/module"
	"github.com/aurorabot/aurora/internal/modules/economy"
	"github.com/aurorabot/aurora/internal/modules/economy/economysql"
	"github.com/aurorabot/aurora/internal/modules/leveling"
	"github.com/aurorabot/aurora/internal/modules/leveling/levelingsql"
	"github.com/aurorabot/aurora/internal/modules/vitals"
	"github.com/aurorabot/aurora/internal/snowflake"
	"github.com/aurorabot/aurora/internal/storage"
	"github.com/aurorabot/aurora/internal/web"
	"github.com/aurorabot/aurora/ui"
)

// options are the settings of a program with a bot and a dashboard.
type options struct {
	reach         reachOptions
	publicURL     string
	origins       string
	databaseURL   string
	discordURL    string
	token         string
	shards        int          // to Discord; 0 = as many as it recommends
	devGuild      snowflake.ID // where the commands are registered; 0 = everywhere
	heartbeat     time.Duration
	statsInterval time.Duration
	limits        limitOptions
	login         loginOptions
	retention     retentionOptions
	disk          diskOptions
	log           logOptions
}

func (o *options) define(s *settings, heartbeat time.Duration) {
	o.reach.define(s)
	s.StringVar(&o.publicURL, "public-url", "", "the dashboard's address in a browser, where it is not --addr")
	s.StringVar(&o.origins, "allowed-origins", "", "further origins whose pages may connect, comma-separated")
	s.DurationVar(&o.heartbeat, "heartbeat", heartbeat, "how often each shard's latency is measured")
	s.DurationVar(&o.statsInterval, "stats-interval", 5*time.Second, "how often a page is sent all figures")
	o.limits.define(s)
	o.retention.define(s)
	o.disk.define(s)
	o.log.define(s)
}

// check refuses settings that do not fit, before anything is started.
func (o *options) check() (origins []string, err error) {
	if _, err := o.reach.check(); err != nil {
		return nil, err
	}
	if o.heartbeat < time.Second || o.statsInterval < 100*time.Millisecond {
		return nil, usageError("--heartbeat must be at least 1s, --stats-interval at least 100ms")
	}
	if err := cmp.Or(o.limits.check(), o.retention.check(), o.disk.check()); err != nil {
		return nil, err
	}
	if o.databaseURL != "" {
		if err := checkDatabase(o.databaseURL); err != nil {
			return nil, err
		}
	}
	origins, err = web.ParseOrigins(strings.Split(o.origins, ","))
	if err != nil {
		return nil, usageError("--allowed-origins: " + err.Error())
	}
	public, err := web.ParseOrigins([]string{strings.TrimSuffix(o.publicURL, "/")})
	if err != nil {
		return nil, usageError("--public-url: " + err.Error())
	}
	if o.login.configured() && o.reach.exposed() && len(public) == 0 {
		return nil, usageError("--public-url is not set: Discord sends browsers back to it after the login")
	}
	reached := o.reach.scheme() + "://" + o.reach.addr
	if len(public) > 0 {
		reached = public[0]
	}
	return append(origins, public...), o.login.check(reached)
}

// program is the bot and its dashboard in one process.
type program struct {
	options
	origins     []string
	proxies     web.Proxies
	certificate *web.Certificate // nil: without TLS
	control     http.Handler     // the simulator's, in the demo
	logger      *slog.Logger
}

// prepare checks the settings and takes the dashboard's address, before anything is
// started. The caller closes the listener.
func (o *options) prepare(ctx context.Context, env environment) (*program, net.Listener, error) {
	origins, err := o.check()
	if err != nil {
		return nil, nil, err
	}
	proxies, err := o.reach.check()
	if err != nil {
		return nil, nil, err
	}
	logger, err := o.log.logger(env.stderr)
	if err != nil {
		return nil, nil, err
	}
	certificate, err := o.reach.certificate(logger)
	if err != nil {
		return nil, nil, err
	}
	listener, err := listen(ctx, "addr", o.reach.addr)
	if err != nil {
		return nil, nil, err
	}
	return &program{options: *o, origins: origins, proxies: proxies, certificate: certificate, logger: logger}, listener, nil
}

// runTo starts the program behind the parts that are running already, and returns
// after a signal or a failure has ended them all.
func (p *program) runTo(ctx context.Context, parts *stages, listener net.Listener) error {
	err := p.start(ctx, parts, listener)
	if err == nil {
		parts.wait()
	}
	return errors.Join(err, parts.stopWithin(p.limits.stop))
}

// start brings the program up on listener, in parts that the caller stops. When it
// returns, the dashboard answers. The database is closed by the first part's end.
func (p *program) start(ctx context.Context, parts *stages, listener net.Listener) error {
	db, err := storage.OpenWith(ctx, p.databaseURL, p.disk.storage(p.logger))
	if err != nil {
		return err
	}
	commits := &dashboard.Commits{}
	commitTimes := timeCommits(db, commits)
	parts.start(func(ctx context.Context) error { <-ctx.Done(); return db.Close() })
	parts.start(db.AwaitFailure)

	bus := &event.Bus{}
	log, err := journal.Open(ctx, db, bus, p.logger)
	if err != nil {
		return err
	}
	store, err := economysql.Open(ctx, db, log)
	if err != nil {
		return err
	}
	rules := economy.NewService(tracedLedger{store}, log, economy.SystemClock(), p.logger)
	experience, err := levelingsql.Open(ctx, db)
	if err != nil {
		return err
	}
	levels := leveling.NewService(experience, p.logger)
	var bot *discord.Bot // nobody asks for a guild's name before there is one
	coins := economy.Module(rules, levels.Badges, func(id snowflake.ID) string { return bot.GuildName(id) })

	started := build(time.Now())
	recorder := dashboard.NewRecorder(dashboard.Config{
		Epoch: log.Epoch(), Build: started, Interval: p.statsInterval, Now: time.Now,
		Economy: coins.Summary, Storage: db, Commits: commits, Dropped: bus.Dropped, Logger: p.logger,
	})
	last, err := warm(ctx, recorder, log, time.Now())
	if err != nil {
		return err
	}
	hub := web.NewHub(web.HubConfig{Log: log, Stats: recorder, Interval: p.statsInterval, Limits: p.limits.web, Logger: p.logger}, last)
	if err := hub.Warm(ctx); err != nil {
		return err
	}

	past, err := history.Open(ctx, history.Config{DB: db, Epoch: log.Epoch(), Now: time.Now, Logger: p.logger})
	if err != nil {
		return err
	}
	observe := func(m event.Measure) {
		recorder.Observe(m)
		past.Observe(m)
	}
	commands := slices.Concat(coins.Commands, leveling.Module(levels).Commands, vitals.Module(vitalSigns{recorder, db}, p.logger).Commands)
	bot, err = discord.New(discord.Config{
		Token: p.token, APIURL: p.discordURL, Version: version, Shards: p.shards, DevGuild: p.devGuild, Heartbeat: p.heartbeat,
		Commands: commands, Journal: log, Observe: observe, Logger: p.logger,
	})
	if err != nil {
		return err
	}
	follow := func() event.Follower {
		return event.Follower{Events: bus.Subscribe(4096), Log: log, Logger: p.logger}
	}
	forRecorder, forHistory, forLevels, forHub := follow(), follow(), follow(), follow()
	page, err := fs.Sub(ui.Dist, "dist")
	if err != nil {
		return err
	}
	doors, err := p.openAccess(ctx, db, log)
	if err != nil {
		return err
	}
	public := p.publicOrigin(listener)
	server := web.NewServer(web.Config{
		Hub: hub, Journal: log, History: past, Details: recorder, Modules: []module.Module{coins},
		Access: doors, Login: p.askDiscord(public), LoginKey: p.login.clientSecret, PublicURL: public, Demo: p.control != nil,
		Limits: p.limits.web, Disk: func() string { return db.Space().String() },
		Metrics: registry(commitTimes, hub, web.Figures(recorder), ledgerHealth(rules.Integrity), diskSpace(db.Space), buildInfo(started),
			busDrops("recorder", forRecorder.Events), busDrops("history", forHistory.Events), busDrops("hub", forHub.Events)),
		Page: page, Sim: p.control, Origins: p.origins, Certificate: p.certificate, Proxies: p.proxies, Stopping: parts.failed.Done(), Logger: p.logger,
	})
	parts.start(log.Run)
	parts.start(p.retention.keep(log))
	parts.start(func(ctx context.Context) error { return recorder.Run(ctx, forRecorder, last) })
	parts.start(func(ctx context.Context) error { return past.Run(ctx, forHistory) })
	parts.start(func(ctx context.Context) error { return levels.Follow(ctx, forLevels, last) })
	// Before the hub, so that it ends after it: while the sockets are closed one after
	// another it is there to say that the program stops.
	parts.start(func(ctx context.Context) error { return server.Run(ctx, listener) })
	parts.start(func(ctx context.Context) error { return hub.Run(ctx, forHub) })
	parts.start(func(ctx context.Context) error { return doors.Run(ctx, server.CheckRights) })
	parts.start(rules.Watch)
	parts.start(bot.Run)
	parts.start(watchDisk(db, log, recorder))
	parts.start(func(ctx context.Context) error { return tellLife(ctx, db, log) })
	return nil
}

// tellLife records that the program has started and, at its end, that it stops. Where
// the disk has no room even for that, the program goes on untold.
func tellLife(ctx context.Context, db *storage.DB, log *journal.Journal) error {
	life := event.Event{Type: "system.started", Severity: event.Notice, Source: "system", Title: "Aurora started", Message: "version " + version}
	told := context.WithoutCancel(ctx) // a program that is stopped at once has started, too
	if err := recordInReserve(told, db, log, life); err != nil && !errors.Is(err, storage.ErrNoSpace) {
		return err
	}
	<-ctx.Done()
	life.Type, life.Title, life.Message = "system.stopping", "Aurora stopping", ""
	err := recordInReserve(told, db, log, life)
	if errors.Is(err, storage.ErrFailed) || errors.Is(err, storage.ErrNoSpace) { // both are told already
		return nil
	}
	return err
}

// listen takes an address. That it is taken already is the one failure that a user
// can mend, so it is said plainly.
func listen(ctx context.Context, flag, address string) (net.Listener, error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", address)
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, fmt.Errorf("%s is in use by another program: end it, or choose another address with --%s", address, flag)
	}
	if err != nil {
		return nil, fmt.Errorf("listen on %s: %w", address, err)
	}
	return listener, nil
}
