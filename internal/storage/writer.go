package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
)

// maxGroup bounds how many callers share a commit, and so how long one of them can
// be kept waiting by the others.
const maxGroup = 256

// Write runs fn in a transaction and returns after its commit is on disk. If fn
// returns an error, that error is returned and nothing of fn's work remains.
//
// A caller that is alone is committed at once. Those that arrive while a commit is
// running share the next one, each in a savepoint of its own, so that one who is
// refused does not undo the others. ctx is looked at until the turn has come; from
// then on the outcome is waited for.
//
// fn runs on the writer's goroutine: it must not wait for anything but the
// database, and not call Write. It may be run again from its beginning, where a
// neighbour's failure made SQLite undo the whole transaction. A panic in fn undoes
// its work and goes on in the goroutine of the caller.
func (db *DB) Write(ctx context.Context, fn func(*Tx) error) error {
	r := &request{ctx: ctx, fn: fn, done: make(chan error, 1)}
	select {
	case db.writer.requests <- r:
	case <-ctx.Done():
		return ctx.Err()
	case <-db.writer.closing:
		return ErrClosed
	}
	err := <-r.done
	if crash, ok := errors.AsType[*panicked](err); ok {
		panic(crash)
	}
	return err
}

// request is one caller's turn.
type request struct {
	ctx  context.Context
	fn   func(*Tx) error
	err  error
	done chan error
}

// panicked carries a panic from the writer's goroutine to its caller's.
type panicked struct {
	value any
	stack []byte
}

func (p *panicked) Error() string {
	return fmt.Sprintf("panic in a transaction: %v\n%s", p.value, p.stack)
}

// writer owns the writing connection.
type writer struct {
	tx       Tx
	requests chan *request
	closing  chan struct{}
	ended    chan struct{}
}

func startWriter(conn *sql.Conn) *writer {
	w := &writer{
		tx:       Tx{conn: conn, statements: make(map[string]*sql.Stmt)},
		requests: make(chan *request),
		closing:  make(chan struct{}),
		ended:    make(chan struct{}),
	}
	go w.run()
	return w
}

// close lets the running commit end and gives the connection back. With a statement
// still open SQLite would leave its write-ahead log behind.
func (w *writer) close() error {
	close(w.closing)
	<-w.ended
	var errs []error
	for _, statement := range w.tx.statements {
		errs = append(errs, statement.Close())
	}
	return errors.Join(append(errs, w.tx.conn.Close())...)
}

func (w *writer) run() {
	defer close(w.ended)
	group := make([]*request, 0, maxGroup)
	for {
		select {
		case <-w.closing:
			return
		case r := <-w.requests:
			group = w.gather(append(group[:0], r))
		}
		w.commit(group)
		clear(group)
	}
}

// gather adds the callers that are waiting already.
func (w *writer) gather(group []*request) []*request {
	for len(group) < maxGroup {
		select {
		case r := <-w.requests:
			group = append(group, r)
		default:
			return group
		}
	}
	return group
}

// commit runs a group and answers its callers. A caller whose failure has undone
// the whole transaction is answered, and the others are run again without it.
func (w *writer) commit(group []*request) {
	for len(group) > 0 {
		broken, err := w.try(group)
		if broken == nil {
			w.answer(group, err)
			return
		}
		broken.done <- broken.err
		group = slices.DeleteFunc(group, func(r *request) bool { return r == broken })
	}
}

// try runs a group in one transaction. broken is the caller after whose failure
// the transaction was no longer there.
func (w *writer) try(group []*request) (broken *request, err error) {
	w.tx.committed = w.tx.committed[:0]
	if err := w.command("BEGIN IMMEDIATE"); err != nil {
		return nil, err
	}
	for _, r := range group {
		var intact bool
		if r.err, intact = w.apply(r); !intact {
			w.rollback()
			return r, nil
		}
	}
	if err := w.command("COMMIT"); err != nil {
		w.rollback()
		return nil, err
	}
	return nil, nil
}

// rollback fails where SQLite has rolled back by itself, with the same outcome.
func (w *writer) rollback() { _ = w.command("ROLLBACK") }

// answer tells the callers of a group how it ended: err is the commit's.
func (w *writer) answer(group []*request, err error) {
	if err == nil {
		for _, fn := range w.tx.committed {
			fn()
		}
	}
	for _, r := range group {
		if r.err == nil {
			r.err = err
		}
		r.done <- r.err
	}
}

// apply runs one caller's function in a savepoint. On a full disk or an I/O error
// SQLite rolls the transaction back, savepoints and all; then it is not intact, and
// what came after it would be committed by itself.
func (w *writer) apply(r *request) (err error, intact bool) {
	if err := r.ctx.Err(); err != nil {
		return err, true
	}
	if err := w.command("SAVEPOINT caller"); err != nil {
		return err, false
	}
	hooks := len(w.tx.committed)
	if err = guarded(r.fn, &w.tx); err != nil {
		w.tx.committed = w.tx.committed[:hooks]
		if undoErr := w.command("ROLLBACK TO caller"); undoErr != nil {
			return err, false
		}
	}
	if releaseErr := w.command("RELEASE caller"); releaseErr != nil {
		return errors.Join(err, releaseErr), false
	}
	return err, true
}

func (w *writer) command(sql string) error {
	if _, err := w.tx.Exec(sql); err != nil {
		return fmt.Errorf("%s: %w", sql, err)
	}
	return nil
}

func guarded(fn func(*Tx) error, tx *Tx) (err error) {
	defer func() {
		if value := recover(); value != nil {
			err = &panicked{value: value, stack: debug.Stack()}
		}
	}()
	return fn(tx)
}
