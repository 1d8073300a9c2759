// Package economy holds the rules of a guild's coins: the daily claim with its
// streak, payments between members, what administrators give, take and take back,
// and the double-entry ledger under all of it, in which coins are only ever moved.
//
// It keeps nothing itself: a [Store] does, and decides every race. It knows
// nothing of SQL, HTTP or Discord.
package economy

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/module"
)

// Journal takes events that move no money.
type Journal interface {
	Record(ctx context.Context, e event.Event) (seq uint64, err error)
}

// Clock is the wall clock, which says what day it is, and beside it one that nobody
// sets, which says how long the program has run: where they disagree, the wall
// clock was moved.
type Clock struct {
	Now     func() time.Time
	Elapsed func() time.Duration
}

// SystemClock is the machine's.
func SystemClock() Clock {
	start := time.Now()
	return Clock{Now: time.Now, Elapsed: func() time.Duration { return time.Since(start) }}
}

// Service applies the rules. It may be used from several goroutines.
type Service struct {
	store   Store
	journal Journal
	clock   Clock
	logger  *slog.Logger
	guard   guard
	surveys surveys
}

// NewService returns the rules over a ledger. What [Service.Watch] cannot do it logs.
func NewService(store Store, journal Journal, clock Clock, logger *slog.Logger) *Service {
	s := &Service{store: store, journal: journal, clock: clock, logger: logger}
	s.guard.trustClock(clock)
	return s
}

// member is the account of whoever uses a command.
func member(in module.Interaction) Account {
	return Account{Guild: in.Guild.ID, Holder: in.User.ID}
}

// failed says what became of a request that the store has not carried out: what the
// member has to know is a refusal, and everything else an error of ours.
func failed(what string, err error) error {
	switch {
	case errors.Is(err, ErrOutcomeUnknown):
		return fmt.Errorf("%w: %s: %w", module.Refuse("outcome_unknown",
			"It is not known whether this happened: the database did not answer. Nothing is done twice, but look at /balance before you try again."), what, err)
	case errors.Is(err, ErrKeyReused):
		return module.Refuse("key_reused", "That was asked for differently before. Please use the command again.")
	case errors.Is(err, ErrNoSpace):
		return fmt.Errorf("%w: %s: %w", module.Refuse("disk_full",
			"This cannot be written down now: the disk is full. The coins are unharmed; an administrator has to make room."), what, err)
	}
	if _, refused := errors.AsType[*module.Refusal](err); refused {
		return err
	}
	return fmt.Errorf("%s: %w", what, err)
}
