package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/journal"
	"github.com/aurorabot/aurora/internal/module"
	"github.com/aurorabot/aurora/internal/modules/economy"
	"github.com/aurorabot/aurora/internal/modules/economy/economysql"
	"github.com/aurorabot/aurora/internal/storage"
)

// ledgerOptions are the settings of aurora ledger.
type ledgerOptions struct {
	databaseURL string
	data        string
	log         logOptions
}

func ledgerSettings(o *ledgerOptions, env environment) *settings {
	s := newSettings("ledger", env)
	s.StringVar(&o.databaseURL, "database-url", "", "sqlite:PATH or postgres://USER@HOST/NAME; if not set, aurora.db in --data")
	s.StringVar(&o.data, "data", ".", "the directory of aurora.db")
	o.log.define(s)
	return s
}

// errDiffers is that the ledger was found wrong, which is told on standard output.
var errDiffers = errors.New("the ledger does not add up; put it right, then run: aurora ledger resume")

// runLedger verifies the ledger, also beside a running server, or lifts what stops
// its commands.
func runLedger(ctx context.Context, env environment) error {
	var do func(context.Context, *economy.Service, io.Writer) error
	switch {
	case len(env.args) > 0 && env.args[0] == "verify":
		do = verifyLedger
	case len(env.args) > 0 && env.args[0] == "resume":
		do = resumeLedger
	case len(env.args) > 0 && strings.HasPrefix(env.args[0], "-"): // for --help
		env.args = append([]string{""}, env.args...)
	default:
		return usageError("which one? aurora ledger verify, or aurora ledger resume")
	}
	env.args = env.args[1:]
	var o ledgerOptions
	if help, err := ledgerSettings(&o, env).parse(env); help || err != nil {
		return err
	}
	if do == nil {
		return usageError("verify or resume comes first: aurora ledger verify " + strings.Join(env.args, " "))
	}
	if err := o.settle(); err != nil {
		return err
	}
	return o.withRules(ctx, env, func(rules *economy.Service) error { return do(ctx, rules, env.stdout) })
}

// settle says where the database is, and refuses one that is not there: to open it
// would make an empty one.
func (o *ledgerOptions) settle() error {
	if o.databaseURL == "" {
		o.databaseURL = "sqlite:" + filepath.Join(o.data, "aurora.db")
	}
	if err := storage.CheckURL(o.databaseURL); err != nil {
		return usageError("--database-url: " + err.Error())
	}
	path, isFile := strings.CutPrefix(o.databaseURL, "sqlite:")
	if _, err := os.Stat(path); isFile && err != nil {
		return usageError(fmt.Sprintf("there is no database %s: name it with --database-url, or its directory with --data", path))
	}
	return nil
}

// withRules opens the database for as long as use runs.
func (o *ledgerOptions) withRules(ctx context.Context, env environment, use func(*economy.Service) error) (err error) {
	logger, err := o.log.logger(env.stderr)
	if err != nil {
		return err
	}
	db, err := storage.Open(ctx, o.databaseURL)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	log, err := journal.Open(ctx, db, &event.Bus{}, logger)
	if err != nil {
		return err
	}
	store, err := economysql.Open(ctx, db, log)
	if err != nil {
		return err
	}
	return use(economy.NewService(store, log, economy.SystemClock(), logger))
}

// verifyLedger prints where balances and entries differ, and the stop that follows.
func verifyLedger(ctx context.Context, rules *economy.Service, out io.Writer) error {
	differences, err := rules.Verify(ctx, func(ctx context.Context) error { return ctx.Err() })
	if err != nil {
		return err
	}
	return report(out, differences)
}

// resumeLedger verifies again, and lifts all stops where the ledger is right.
func resumeLedger(ctx context.Context, rules *economy.Service, out io.Writer) error {
	lifted, differences, err := rules.Resume(ctx, module.Interaction{})
	if err != nil {
		return err
	}
	if err := report(out, differences); err != nil {
		return err
	}
	if lifted {
		fmt.Fprintln(out, "commands work again, in every process within two seconds")
	} else {
		fmt.Fprintln(out, "nothing was stopped")
	}
	return nil
}

func report(out io.Writer, differences []economy.Difference) error {
	if len(differences) == 0 {
		fmt.Fprintln(out, "the ledger adds up")
		return nil
	}
	for _, d := range differences {
		fmt.Fprintf(out, "guild %d, holder %d: %d coins stored, %d by its entries\n", d.Guild, d.Holder, d.Stored, d.Replayed)
	}
	return errDiffers
}
