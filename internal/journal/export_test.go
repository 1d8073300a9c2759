package journal

import (
	"context"
	"time"
)

// SetSize makes chunks smaller than the program's, so that a test has many, and the
// effort of a search too, so that it has to be continued.
func (j *Journal) SetSize(chunk uint64, effort int) { j.chunk, j.effort = layout(chunk), effort }

// SealAll puts all complete chunks into the index.
func (j *Journal) SealAll(ctx context.Context) error {
	for {
		if sealed, err := j.sealNext(ctx); err != nil || !sealed {
			return err
		}
	}
}

// Keeper is what Keep runs, step by step.
type Keeper struct{ keeper }

// NewKeeper returns a keeper whose clock a test sets.
func NewKeeper(j *Journal, limits Retention, now func() time.Time) *Keeper {
	return &Keeper{keeper{Journal: j, limits: limits, now: now}}
}

// StartKeeper returns a keeper as the program has it, on a machine with the clock now.
func StartKeeper(j *Journal, limits Retention, now func() time.Time) *Keeper {
	j.now = now
	return &Keeper{*j.newKeeper(limits)}
}

// Step takes one step.
func (k *Keeper) Step(ctx context.Context) (more bool, err error) { return k.step(ctx) }

// Settle takes steps until there is nothing to do.
func (k *Keeper) Settle(ctx context.Context) error {
	for {
		if more, err := k.step(ctx); err != nil || !more {
			return err
		}
	}
}
