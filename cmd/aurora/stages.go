package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// stages are the parts of a running program. They are ended in the reverse of the
// order in which they were started, each waited for before the next: whoever uses
// another ends before it.
type stages struct {
	failed  context.Context // ends when a stage ends by itself
	fail    context.CancelCauseFunc
	running []stage
}

type stage struct {
	stop  context.CancelFunc
	ended chan error
}

func newStages(ctx context.Context) *stages {
	failed, fail := context.WithCancelCause(ctx)
	return &stages{failed: failed, fail: fail}
}

// start runs a part until stop. Its context is not the program's: a signal ends
// the parts one after another.
func (s *stages) start(run func(context.Context) error) {
	ctx, stop := context.WithCancel(context.WithoutCancel(s.failed))
	part := stage{stop: stop, ended: make(chan error, 1)}
	s.running = append(s.running, part)
	go func() {
		err := run(ctx)
		if ctx.Err() == nil {
			s.fail(errors.Join(err, context.Canceled))
		}
		part.ended <- err
	}()
}

// wait returns when the program is to end: by its signal or because a part has failed.
func (s *stages) wait() { <-s.failed.Done() }

// stop ends all parts and returns what went wrong in them.
func (s *stages) stop() error { return s.stopWithin(0) }

// stopWithin is stop that gives up after within, 0 = never. What has not ended then ends
// with the process, which has to end: all that was answered is on disk.
func (s *stages) stopWithin(within time.Duration) error {
	var late <-chan time.Time
	if within > 0 {
		late = time.After(within)
	}
	var errs []error
	for _, part := range slices.Backward(s.running) {
		part.stop()
		select {
		case err := <-part.ended:
			errs = append(errs, err)
		case <-late:
			return errors.Join(append(errs, fmt.Errorf("the program did not end in %v (AURORA_STOP_TIMEOUT) and was broken off", within))...)
		}
	}
	return errors.Join(errs...)
}
