package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/journal"
	"github.com/aurorabot/aurora/internal/modules/economy"
	"github.com/aurorabot/aurora/internal/modules/economy/economysql"
)

// ledgerOptions are the settings of aurora ledger.
type ledgerOptions struct {
	database databaseOptions
	log      logOptions
}

func ledgerSettings(command string, o *ledgerOptions, env environment) *settings {
	s := newSettings("ledger "+command, env)
	o.database.define(s)
	o.log.define(s)
	return s
}

func ledgerCommands() []command {
	with := func(name string, run func(context.Context, *economy.Service, io.Writer) error) func(context.Context, environment) error {
		return func(ctx context.Context, env environment) error {
			var o ledgerOptions
			if help, err := ledgerSettings(name, &o, env).parse(env); help || err != nil {
				return err
			}
			return o.with(ctx, env, func(rules *economy.Service) error { return run(ctx, rules, env.stdout) })
		}
	}
	return []command{
		{"verify", "replay the ledger against the balances; exit code 1 if they differ", with("verify", verifyLedger)},
		{"resume", "verify again and, where all is right, let money commands go on", with("resume", resumeLedger)},
	}
}

// runLedger looks after the ledger, also beside a running program.
func runLedger(ctx context.Context, env environment) error {
	return oneOf(ctx, env, "aurora ledger", ledgerCommands())
}

// errDiffers is that the ledger was found wrong, which is told on standard output.
var errDiffers = errors.New("the ledger does not add up; put it right, then run: aurora ledger resume")

// with opens the database for as long as use runs.
func (o *ledgerOptions) with(ctx context.Context, env environment, use func(*economy.Service) error) (err error) {
	logger, err := o.log.logger(env.stderr)
	if err != nil {
		return err
	}
	db, err := o.database.open(ctx)
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
	lifted, differences, err := rules.Resume(ctx)
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
