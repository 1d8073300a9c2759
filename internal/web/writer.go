package web

import (
	"errors"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// writer writes to its share of the sockets, and never waits for one: what the
// kernel does not take at once becomes the business of a solo. There is one for each
// processor. Everything that is new goes to a socket in one write, so the busier the
// writer, the more events a write holds.
type writer struct {
	hub     *Hub
	woken   chan struct{}
	attempt *attempt
	newsAt  atomic.Int64 // the hub's age when the oldest event came that is not sent yet; 0 where there is none

	mu  sync.Mutex
	due []*socket // to be looked at, each once
	ask []func()  // to be done between two rounds

	// The writer's own.
	sockets  []*socket
	spare    []*socket     // the other half of due
	head     uint64        // the newest event when the round began, up to which it sends
	run      run           // of this round, for the next socket that stands where the last one stood
	timeAt   time.Duration // when the next socket has something due
	stopping bool
}

func newWriter(h *Hub) *writer {
	return &writer{hub: h, woken: make(chan struct{}, 1), attempt: newAttempt(), head: h.ring.head()}
}

// list puts s among those that are looked at next.
func (w *writer) list(s *socket) {
	w.mu.Lock()
	w.due = append(w.due, s)
	w.mu.Unlock()
	w.wake()
}

func (w *writer) wake() {
	select {
	case w.woken <- struct{}{}:
	default:
	}
}

// do has the writer itself do something, soon.
func (w *writer) do(task func()) {
	w.mu.Lock()
	w.ask = append(w.ask, task)
	w.mu.Unlock()
	w.wake()
}

// work goes round until quit is closed.
func (w *writer) work(quit <-chan struct{}) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	gathering, err := newGathering()
	if err != nil { // which is slower at full load, and no more
		w.hub.cfg.Logger.Warn("the live view works without gathering", "error", err)
	}
	defer gathering.close()
	for {
		busy := len(w.woken) > 0 // there was news during the round
		select {
		case <-quit:
			return
		case <-w.woken:
		case <-timer.C:
		}
		// Who is about to bring more goes first: it is then sent in the same write.
		if busy {
			gathering.gather()
		} else {
			runtime.Gosched()
		}
		timeAt := w.timeAt
		w.round(w.hub.age())
		if w.timeAt != timeAt {
			timer.Reset(w.timeAt - w.hub.age())
		}
	}
}

// round looks at the sockets that ask for it, and at all if there are new events.
func (w *writer) round(now time.Duration) {
	head := w.hub.ring.head()
	news := head != w.head
	since := w.newsSince(news)
	w.head, w.run = head, run{}
	w.mu.Lock()
	due, tasks := w.due, w.ask
	w.due, w.spare, w.ask = w.spare[:0], due, nil
	w.mu.Unlock()
	for _, task := range tasks {
		task()
	}
	for _, s := range due {
		s.listed.Store(false)
		w.attend(s, now)
	}
	clear(due)
	if news {
		for _, s := range slices.Backward(w.sockets) { // because the last takes the place of one that is dropped
			w.attend(s, now)
		}
	}
	if now >= w.timeAt {
		w.keepTime(now)
	}
	w.reportRound(since)
}

// attend does for s what there is to do.
func (w *writer) attend(s *socket, now time.Duration) {
	switch {
	case s.state == joining:
		w.join(s, now)
	case s.state == dropped:
		return
	case s.solo != nil && !s.solo.over.Load():
		s.solo.wake()
		return
	}
	s.solo = nil
	switch {
	case s.deaf.Load() && (s.dead.Load() || s.ended && len(s.out) == 0):
		w.drop(s)
	case s.dead.Load(): // until its reader has noticed
	case s.ended && len(s.out) == 0:
		s.hangUp()
	case s.raw == nil || s.replay != nil || s.batching.Load():
		w.lend(s)
	default:
		w.send(s)
	}
}

func (w *writer) join(s *socket, now time.Duration) {
	s.state, s.index = member, len(w.sockets)
	w.sockets = append(w.sockets, s)
	s.statsAt, s.pingAt = now+w.hub.cfg.Interval, from(now, w.hub.cfg.Limits.PingInterval)
	w.timeAt = min(w.timeAt, s.statsAt, s.pingAt)
	if w.stopping {
		w.sayGoodbye(s, now)
	}
}

func (w *writer) drop(s *socket) {
	last := len(w.sockets) - 1
	w.sockets[s.index] = w.sockets[last]
	w.sockets[s.index].index = s.index
	w.sockets[last] = nil
	w.sockets = w.sockets[:last]
	s.state = dropped
	s.end()
	s.visit.leave()
	w.hub.remove()
}

// send writes to s until nothing is left or the kernel takes no more.
func (w *writer) send(s *socket) {
	for {
		due, err := w.prepare(s)
		if err == nil && !due {
			return
		}
		if err == nil {
			err = w.attempt.write(s)
		}
		if errors.Is(err, errWouldWait) {
			w.lend(s)
			return
		}
		if err != nil {
			s.fail(err)
			return
		}
	}
}

// prepare looks for what s sends next. Most sockets stand where the one before them
// stood, and need only what was found for that.
func (w *writer) prepare(s *socket) (due bool, err error) {
	if len(s.out) > 0 {
		return true, nil
	}
	if found, err := s.putWaiting(); found || err != nil {
		return found, err
	}
	if s.ended {
		return false, nil
	}
	if len(w.run.bytes) > 0 && w.run.first == s.cursor+1 {
		s.putRun(w.run)
		return true, nil
	}
	found, err := s.putEvents(w.head)
	if found {
		w.run = run{segment: s.segment, first: s.cursor + 1, last: s.last, bytes: s.out}
	}
	return found, err
}
