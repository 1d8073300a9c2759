package storage

import (
	"context"
	"fmt"
	"runtime"
	"slices"

	sqlite3 "modernc.org/sqlite/lib"
)

// maxGroup bounds how many callers share a commit, and so how long one of them can
// be kept waiting by the others.
const maxGroup = 256

// carefulGroups is how many groups are run with savepoints after one that had to be
// run again for want of them.
const carefulGroups = 32

// writer puts the callers who come at the same time into one commit on the connection
// to a file of SQLite's that writes. It is a queue, and what belongs to its leader.
type writer struct {
	queue
	log        *writeAheadLog
	statements *preparedStatements
	tx         Tx
	group      []*request
	careful    int // how many groups are still run with savepoints

	commits commitWatch

	cause  error         // why nothing is written any more
	failed chan struct{} // closed when cause is set
}

// newWriter makes the connection the writer's own. The file is the database's.
func newWriter(conn sqliteConn, file string) *writer {
	statements := newPreparedStatements(conn)
	w := &writer{
		log: newWriteAheadLog(file), statements: statements, tx: Tx{statements: statements},
		failed: make(chan struct{}),
	}
	w.idle.L = &w.mu
	return w
}

// write waits for the caller's turn and then for its commit.
func (w *writer) write(ctx context.Context, fn func(*Tx) error) error {
	r := &request{ctx: ctx, fn: fn}
	w.enter(r)
	if r.leads {
		w.lead(r)
	}
	return r.err
}

// lead commits those who wait, r first, and passes the lead on.
func (w *writer) lead(r *request) {
	if r.waited() {
		runtime.Gosched() // those who were answered just now may come back, and then share this commit
	}
	w.group = w.take(append(w.group[:0], r), maxGroup)
	w.commit(w.group)
	if w.cause == nil {
		if err := w.log.bound(w.statements, len(w.group)); err != nil {
			w.fail(err)
		}
	}
	clear(w.group)
	w.pass()
}

// close lets the running commit end, refuses those who wait for the next, and ends
// the connection.
func (w *writer) close() error {
	w.refuse(ErrClosed)
	w.await()
	return w.statements.close()
}

// commit runs a group and answers its callers. Who fails without having changed
// anything is in nobody's way. If another fails, all is undone and run again with
// savepoints, so that its work can be undone and nobody else's.
func (w *writer) commit(group []*request) {
	if w.careful > 0 {
		w.careful--
		w.commitCarefully(group)
		return
	}
	broken, err := w.try(group, w.apply)
	switch {
	case broken == nil:
		w.conclude(group, err)
	case len(group) == 1 && broken.err != nil:
		broken.answer(broken.err) // all that was undone is its own
	default:
		w.careful = carefulGroups
		w.commitCarefully(group)
	}
}

// commitCarefully runs a group with savepoints. A caller whose failure has undone the
// whole transaction all the same is answered, and the others are run again.
func (w *writer) commitCarefully(group []*request) {
	for len(group) > 0 {
		broken, err := w.try(group, w.applyInSavepoint)
		if broken == nil {
			w.conclude(group, err)
			return
		}
		broken.answer(broken.err)
		group = slices.DeleteFunc(group, func(r *request) bool { return r == broken })
	}
}

// conclude answers a group of which err is the commit's. A constraint that is checked
// as late as that does not say whose it is, so that each is tried alone.
func (w *writer) conclude(group []*request, err error) {
	if codeOf(err) == sqlite3.SQLITE_CONSTRAINT && len(group) > 1 {
		for _, r := range group {
			w.commit([]*request{r})
		}
		return
	}
	if err == nil {
		w.announce(group)
	}
	for _, r := range group {
		if r.err == nil {
			r.err = err
		}
		r.answer(r.err)
	}
}

// announce calls what the callers of a group have given to [Tx.OnCommit]. A panic there
// is its caller's too: here it would keep all others waiting for ever.
func (w *writer) announce(group []*request) {
	hooks := w.tx.committed
	for _, r := range group {
		own := hooks[:r.hooks]
		hooks = hooks[r.hooks:]
		if r.err == nil {
			r.err = guarded(func(*Tx) error { callAll(own); return nil }, &w.tx)
		}
	}
}

// notCommitted says what it means that a COMMIT has failed.
func (w *writer) notCommitted(err error) error {
	if refusal(err) {
		return named(err)
	}
	w.fail(err)
	return fmt.Errorf("%w: %w", ErrOutcomeUnknown, err)
}

// fail ends all writing.
func (w *writer) fail(err error) {
	w.cause = fmt.Errorf("%w: %w", ErrFailed, err)
	close(w.failed)
}
