package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime/debug"
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
// database, and not call Write. A panic in fn undoes its work and goes on in the
// goroutine of the caller.
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

// close lets the running commit end and gives the connection back.
func (w *writer) close() error {
	close(w.closing)
	<-w.ended
	return w.tx.conn.Close()
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

func (w *writer) commit(group []*request) {
	w.tx.committed = w.tx.committed[:0]
	err := w.command("BEGIN IMMEDIATE")
	if err == nil {
		for _, r := range group {
			r.err = w.apply(r)
		}
		err = w.command("COMMIT")
	}
	if err != nil {
		_ = w.command("ROLLBACK") // fails where SQLite has rolled back by itself, with the same outcome
		w.tx.committed = w.tx.committed[:0]
	}
	for _, fn := range w.tx.committed {
		fn()
	}
	for _, r := range group {
		if r.err == nil && err != nil {
			r.err = err
		}
		r.done <- r.err
	}
}

// apply runs one caller's function in a savepoint.
func (w *writer) apply(r *request) error {
	if err := r.ctx.Err(); err != nil {
		return err
	}
	if err := w.command("SAVEPOINT caller"); err != nil {
		return err
	}
	hooks := len(w.tx.committed)
	err := guarded(r.fn, &w.tx)
	if err != nil {
		w.tx.committed = w.tx.committed[:hooks]
		err = errors.Join(err, w.command("ROLLBACK TO caller"))
	}
	return errors.Join(err, w.command("RELEASE caller"))
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
