package storage

import (
	"context"
	"slices"
	"sync"
)

// request is one caller of [DB.Write].
type request struct {
	ctx   context.Context
	fn    func(*Tx) error
	hooks int // how many of the transaction's functions to call after its commit are its own
	err   error

	leads bool          // it is to run the group of all who wait
	turn  chan struct{} // told, where it had to wait, that leads or err is set
}

// queue is where callers wait for the commits of others. The first to come leads: it
// runs all who wait, and then passes the lead on to the first who came meanwhile. So
// whoever is alone waits for no other goroutine.
type queue struct {
	mu      sync.Mutex
	idle    sync.Cond // told when nobody leads any more
	waiting []*request
	led     bool  // somebody leads, or is about to
	refusal error // why nobody is let in any more
}

// enter returns when r leads or is answered. At the end of its context it leaves the
// queue with the context's error.
func (q *queue) enter(r *request) {
	if q.join(r) {
		return
	}
	select {
	case <-r.turn:
	case <-r.ctx.Done():
		if !q.leave(r) {
			<-r.turn
		}
	}
}

// join says whether there is nothing to wait for.
func (q *queue) join(r *request) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	switch {
	case q.refusal != nil:
		r.err = q.refusal
		return true
	case !q.led:
		q.led, r.leads = true, true
		return true
	}
	r.turn = make(chan struct{}, 1)
	q.waiting = append(q.waiting, r)
	return false
}

func (q *queue) leave(r *request) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	place := slices.Index(q.waiting, r)
	if place < 0 {
		return false
	}
	q.waiting = slices.Delete(q.waiting, place, place+1)
	r.err = r.ctx.Err()
	return true
}

// take moves those who wait to group until it has most of them.
func (q *queue) take(group []*request, most int) []*request {
	q.mu.Lock()
	defer q.mu.Unlock()
	taken := min(most-len(group), len(q.waiting))
	group = append(group, q.waiting[:taken]...)
	q.waiting = slices.Delete(q.waiting, 0, taken)
	return group
}

// pass ends the lead of its caller.
func (q *queue) pass() {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.waiting) == 0 {
		q.led = false
		q.idle.Broadcast()
		return
	}
	next := q.waiting[0]
	q.waiting = slices.Delete(q.waiting, 0, 1)
	next.leads = true
	next.turn <- struct{}{}
}

// refuse answers all who wait with err, and all who come later.
func (q *queue) refuse(err error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.refusal = err
	for _, r := range q.waiting {
		r.answer(err)
	}
	clear(q.waiting)
	q.waiting = q.waiting[:0]
}

// await returns when nobody leads.
func (q *queue) await() {
	q.mu.Lock()
	defer q.mu.Unlock()
	for q.led {
		q.idle.Wait()
	}
}

// waited says whether r had to, for others.
func (r *request) waited() bool { return r.turn != nil }

// answer ends r's wait. Nothing is done for it any more.
func (r *request) answer(err error) {
	r.err = err
	if r.waited() {
		r.turn <- struct{}{}
	}
}
