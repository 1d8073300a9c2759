package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime/debug"
)

// Write runs fn in a transaction and returns after its commit is on disk. If fn
// returns an error, that error is returned and nothing of fn's work remains. An
// error that is [ErrOutcomeUnknown] leaves open whether the work remains.
//
// On SQLite a caller that is alone is committed at once, and those that arrive while
// a commit is running share the next one. Who fails undoes its own work and nobody
// else's; if it had changed nothing, that costs the others nothing, so a refusal best
// comes before the first change. On PostgreSQL each caller has a transaction of its
// own, at the isolation READ COMMITTED: rows that must not change between reading and
// writing have to be locked.
//
// ctx is looked at until the turn has come; from then on the outcome is waited for.
//
// fn waits for nothing but the database, does not call Write, and returns the error
// of a statement that failed: on PostgreSQL no other can follow it. fn may be run
// again from its beginning, what it did before being undone: on SQLite where a
// neighbour's failure has undone the whole transaction, on PostgreSQL after a deadlock
// or a serialization failure, at most five times. It may run on another goroutine than
// its caller's. A panic in fn undoes its work and goes on in the goroutine of the
// caller.
//
// Other errors to tell apart are [ErrNoSpace], [ErrUnavailable], [ErrFailed] and
// [ErrClosed]: nothing of fn's work remains.
func (db *DB) Write(ctx context.Context, fn func(*Tx) error) error {
	err := db.engine.write(ctx, fn)
	if crash, ok := errors.AsType[*panicked](err); ok {
		panic(crash)
	}
	return err
}

// Tx is an open transaction, lent to a caller of [DB.Write] for as long as its
// function runs. It is for that function's goroutine alone.
type Tx struct {
	statements statements
	committed  []func()
}

// statements runs SQL in a transaction. No caller's context reaches the driver: an
// interrupted statement would undo the whole transaction, which on SQLite holds the
// work of others.
type statements interface {
	exec(query string, args []any) (sql.Result, error)
	queryRow(query string, args, dest []any) error
	query(query string, args []any) (*sql.Rows, error)
}

// Exec runs a statement that returns no rows.
func (tx *Tx) Exec(query string, args ...any) (sql.Result, error) {
	return tx.statements.exec(query, args)
}

// QueryRow runs a statement and reads its first row into dest. Where there is no
// row the error is [sql.ErrNoRows].
func (tx *Tx) QueryRow(query string, args []any, dest ...any) error {
	return tx.statements.queryRow(query, args, dest)
}

// Query reads rows, which have to be closed before the transaction's function returns.
func (tx *Tx) Query(query string, args ...any) (*sql.Rows, error) {
	return tx.statements.query(query, args)
}

// OnCommit has fn called after the commit, and not at all if there is none. A
// transaction's functions are called in the order in which they were given. On
// SQLite that order holds across all callers, who wait for each other's, so they
// have to be quick; on PostgreSQL transactions call theirs side by side, and so in
// any order.
func (tx *Tx) OnCommit(fn func()) { tx.committed = append(tx.committed, fn) }

func callAll(hooks []func()) {
	for _, hook := range hooks {
		hook()
	}
}

// panicked carries a panic out of a transaction to its caller's goroutine.
type panicked struct {
	value any
	stack []byte
}

func (p *panicked) Error() string {
	return fmt.Sprintf("panic in a transaction: %v\n%s", p.value, p.stack)
}

func guarded(fn func(*Tx) error, tx *Tx) (err error) {
	defer func() {
		if value := recover(); value != nil {
			err = &panicked{value: value, stack: debug.Stack()}
		}
	}()
	return fn(tx)
}
