package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
)

// maxGroup bounds how many callers share a commit, and so how long one of them can
// be kept waiting by the others.
const maxGroup = 256

// writer owns the writing connection to a file of SQLite's, and puts the callers who
// come at the same time into one commit.
type writer struct {
	tx         Tx
	statements *preparedStatements
	requests   chan *request
	closing    chan struct{}
	ended      chan struct{}
}

// request is one caller's turn.
type request struct {
	ctx  context.Context
	fn   func(*Tx) error
	err  error
	done chan error
}

func startWriter(conn *sql.Conn) *writer {
	statements := &preparedStatements{conn: conn, prepared: make(map[string]*sql.Stmt)}
	w := &writer{
		tx:         Tx{statements: statements},
		statements: statements,
		requests:   make(chan *request),
		closing:    make(chan struct{}),
		ended:      make(chan struct{}),
	}
	go w.run()
	return w
}

// write waits for the caller's turn and then for its commit.
func (w *writer) write(ctx context.Context, fn func(*Tx) error) error {
	r := &request{ctx: ctx, fn: fn, done: make(chan error, 1)}
	select {
	case w.requests <- r:
		return <-r.done
	case <-ctx.Done():
		return ctx.Err()
	case <-w.closing:
		return ErrClosed
	}
}

// close lets the running commit end and gives the connection back.
func (w *writer) close() error {
	close(w.closing)
	<-w.ended
	return w.statements.close()
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
		return nil, fmt.Errorf("%w: %w", ErrOutcomeUnknown, err)
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
