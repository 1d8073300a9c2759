package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"time"
)

// demoOptions are the settings of aurora demo.
type demoOptions struct {
	options
	sim  simOptions
	data string
}

func demoSettings(o *demoOptions, env environment) *settings {
	s := newSettings("demo", env)
	o.define(s, 5*time.Second)
	o.sim.define(s)
	s.StringVar(&o.data, "data", "", "the directory of aurora.db; if not set, a temporary one that is removed at the end")
	s.StringVar(&o.databaseURL, "database-url", "", "a database in place of --data: sqlite:PATH, sqlite::memory: or postgres://USER@HOST/NAME")
	return s
}

// runDemo runs the real bot against a simulated Discord in the same process.
func runDemo(ctx context.Context, env environment) (err error) {
	var o demoOptions
	s := demoSettings(&o, env)
	if help, err := s.parse(env); help || err != nil {
		return err
	}
	if err := o.sim.check(); err != nil {
		return err
	}
	if o.reach.exposed() {
		return usageError("--addr: who can reach the demo may do everything in it, so it is for this machine only: use a loopback address, such as 127.0.0.1:8080")
	}
	p, dashboard, err := o.prepare(ctx, env)
	if err != nil {
		return err
	}
	defer dashboard.Close()
	discord, err := listen(ctx, "sim-addr", o.sim.addr)
	if err != nil {
		return err
	}
	defer discord.Close()
	fmt.Fprintf(env.stdout, "dashboard %s\nsimulator %s\n", urlOf(o.reach.scheme(), dashboard), urlOf("http", discord))
	fmt.Fprintln(env.stdout, "Open the dashboard in a browser. Discord is simulated, nothing leaves this machine; Ctrl-C ends it.")

	remove, err := o.placeData()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, remove()) }()

	simulator, closeRecord, err := o.sim.simulator(urlOf("http", discord), p.logger)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closeRecord()) }()
	p.control, p.token, p.discordURL, p.databaseURL = simulator.Control(), simulator.Token(), urlOf("http", discord), o.databaseURL
	parts := newStages(ctx)
	startSimulator(parts, simulator, discord, p.origins)
	return p.runTo(ctx, parts, dashboard)
}

// placeData settles where the database is and returns what removes it at the end.
func (o *demoOptions) placeData() (remove func() error, err error) {
	remove = func() error { return nil }
	if o.databaseURL != "" {
		return remove, nil
	}
	if o.data == "" {
		if o.data, err = os.MkdirTemp("", "aurora-demo-"); err != nil {
			return nil, err
		}
		dir := o.data
		remove = func() error { return os.RemoveAll(dir) }
	} else if err := os.MkdirAll(o.data, 0o700); err != nil {
		return nil, fmt.Errorf("--data: %w", err)
	}
	o.databaseURL = "sqlite:" + filepath.Join(o.data, databaseFile)
	return remove, nil
}

func urlOf(scheme string, l net.Listener) string { return scheme + "://" + l.Addr().String() }
