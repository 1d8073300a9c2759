package storage

import "errors"

// try runs a group in one transaction. broken is the caller whose failure cannot be
// undone without the others' work, and then nothing of the transaction remains.
func (w *writer) try(group []*request, apply func(*request) (intact bool)) (broken *request, err error) {
	if w.cause != nil {
		return nil, w.cause
	}
	w.tx.committed = w.tx.committed[:0]
	if err := w.statements.command("BEGIN IMMEDIATE"); err != nil {
		return nil, named(err)
	}
	for _, r := range group {
		if !apply(r) {
			w.rollback()
			return r, nil
		}
	}
	if err := w.commits.commit(func() error { return w.statements.command("COMMIT") }); err != nil {
		w.rollback()
		return nil, w.notCommitted(err)
	}
	return nil, nil
}

// rollback fails where SQLite has rolled back by itself, with the same outcome.
func (w *writer) rollback() { _ = w.statements.command("ROLLBACK") }

// apply runs one caller's function. It is intact if there is nothing to undo, and if
// no statement has failed: then SQLite may have rolled back by itself.
func (w *writer) apply(r *request) (intact bool) {
	w.statements.changed, w.statements.failed = false, false
	w.run(r)
	return !w.statements.failed && (r.err == nil || !w.statements.changed)
}

// applyInSavepoint runs one caller's function so that it can be undone. On a full disk
// or an I/O error SQLite rolls the transaction back, savepoints and all; then it is
// not intact, and what came after it would be committed by itself.
func (w *writer) applyInSavepoint(r *request) (intact bool) {
	if r.err = w.statements.command("SAVEPOINT caller"); r.err != nil {
		return false
	}
	w.run(r)
	if r.err != nil {
		if err := w.statements.command("ROLLBACK TO caller"); err != nil {
			return false
		}
	}
	if err := w.statements.command("RELEASE caller"); err != nil {
		r.err = errors.Join(r.err, err)
		return false
	}
	return true
}

// run lends the transaction to a caller who has not given up. What it announces is
// forgotten if it fails.
func (w *writer) run(r *request) {
	announced := len(w.tx.committed)
	if r.err = r.ctx.Err(); r.err == nil {
		r.err = guarded(r.fn, &w.tx)
	}
	if r.err != nil {
		w.tx.committed = w.tx.committed[:announced]
	}
	r.hooks = len(w.tx.committed) - announced
}
