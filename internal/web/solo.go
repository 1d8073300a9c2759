package web

import (
	"cmp"
	"context"
	"errors"
	"math"
	"sync/atomic"
	"time"
)

// chunk is what a solo hands at once to a connection that can only be written with
// waiting: a client that takes so much within the patience is not too slow.
const chunk = 16 << 10

// solo is a goroutine that has a socket's sending side to itself, because it needs
// to wait: for a client that does not read as fast as events come, for the log while
// the past is sent again, or for the moment when a batch is due. It gives the socket
// back when there is nothing more to wait for.
type solo struct {
	socket *socket
	cancel context.CancelFunc
	woken  chan struct{}
	over   atomic.Bool // the socket is given back
	pace   pace
}

// lend gives s to a solo of its own.
func (w *writer) lend(s *socket) {
	ctx, cancel := context.WithCancel(context.Background())
	o := &solo{socket: s, cancel: cancel, woken: make(chan struct{}, 1)}
	s.solo = o
	w.hub.running.Go(func() {
		defer s.wake()
		defer o.over.Store(true)
		defer cancel()
		if err := o.send(ctx); err != nil {
			s.fail(err)
		} else if s.ended {
			s.hangUp()
		}
	})
}

// wake has the solo look what is new. It is called by the writer.
func (o *solo) wake() {
	if _, closing := o.socket.closing(); closing {
		o.cancel() // of a reading of the log, which nobody waits for any more
	}
	select {
	case o.woken <- struct{}{}:
	default:
	}
}

// send writes to the socket until it has all and needs no solo any more.
func (o *solo) send(ctx context.Context) error {
	held := time.NewTimer(0)
	defer held.Stop()
	s := o.socket
	for !s.dead.Load() {
		due, wait, err := o.prepare(ctx)
		if err != nil {
			return err
		}
		switch {
		case due:
			if err := o.write(); err != nil {
				return err
			}
			continue
		case s.ended || s.raw != nil && !s.batching.Load():
			return nil
		case wait > 0:
			held.Reset(wait)
		}
		select {
		case <-o.woken:
		case <-held.C:
		}
	}
	return nil
}

// prepare looks for what the socket sends next. wait is when to look again where
// nothing is due and events are being held back to make a batch.
func (o *solo) prepare(ctx context.Context) (due bool, wait time.Duration, err error) {
	s := o.socket
	if len(s.out) > 0 {
		return true, 0, nil
	}
	if found, err := s.putWaiting(); found || err != nil || s.ended {
		return found, 0, err
	}
	if s.replay != nil {
		return true, 0, s.putReplayed(ctx)
	}
	if !s.batching.Load() {
		due, err = s.putEvents(math.MaxUint64)
		return due, 0, err
	}
	return o.prepareBatch()
}

// write writes what is prepared and waits until the kernel has taken it.
func (o *solo) write() error {
	s := o.socket
	if patience := s.hub.cfg.Limits.SlowReaderTimeout; patience > 0 {
		defer time.AfterFunc(patience, func() { s.close(closeTooSlow, "too slow") }).Stop()
	}
	if s.raw == nil {
		n, err := s.conn.Write(s.out[:min(len(s.out), chunk)])
		if err != nil {
			return connError{err}
		}
		s.hub.metrics.wrote(tally{s.took(n), n})
		return nil
	}
	var n int
	var failed error
	err := s.raw.Write(func(fd uintptr) (done bool) {
		n, failed = writeNow(fd, s.out)
		return !errors.Is(failed, errWouldWait)
	})
	if err = cmp.Or(err, failed); err != nil {
		return connError{err}
	}
	s.hub.metrics.wrote(tally{s.took(n), n})
	return nil
}
