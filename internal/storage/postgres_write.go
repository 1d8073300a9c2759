package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// maxRetries is how often a transaction is run again that the database has undone
// for the sake of others.
const maxRetries = 5

// turnLimit bounds how long a write waits for a connection: on a server that has
// stopped to answer those that are open never become free.
const turnLimit = 10 * time.Second

// firstPause bounds the pause before the first retry; before each further one it may
// be twice as long.
const firstPause = 10 * time.Millisecond

// What PostgreSQL answers to a transaction that may be run again:
// https://www.postgresql.org/docs/15/errcodes-appendix.html
const (
	serializationFailure = "40001"
	deadlockDetected     = "40P01"
)

// write runs fn in a transaction of its own, again where that is promising.
func (p *postgres) write(ctx context.Context, fn func(*Tx) error) error {
	if !p.enter() {
		return ErrClosed
	}
	defer p.running.Done()
	for retries := 0; ; retries++ {
		err := orNoSpace(p.try(ctx, fn))
		if retries == maxRetries || !mayBeRunAgain(err) {
			return err
		}
		pause(ctx, rand.N(firstPause<<retries)) // at random, so that they do not meet again
	}
}

func (p *postgres) enter() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return false
	}
	p.running.Add(1)
	return true
}

// try runs one transaction from its beginning to its end.
func (p *postgres) try(ctx context.Context, fn func(*Tx) error) error {
	conn, err := p.turn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close() //nolint:errcheck // it goes back to the pool
	open, err := conn.BeginTx(context.WithoutCancel(ctx), &sql.TxOptions{Isolation: sql.LevelReadCommitted})
	if err != nil {
		return fmt.Errorf("begin: %w: %w", ErrUnavailable, err)
	}
	tx := &Tx{statements: numberedStatements{open}}
	if err := guarded(fn, tx); err != nil {
		_ = open.Rollback() // without a connection the server does it
		return err
	}
	if err := p.commit(open.Commit); err != nil {
		return commitError(err)
	}
	callAll(tx.committed)
	return nil
}

// turn waits for a connection on which the server answers.
func (p *postgres) turn(ctx context.Context) (*sql.Conn, error) {
	limited, cancel := context.WithTimeout(ctx, p.patience)
	defer cancel()
	conn, err := p.pool.Conn(limited)
	switch {
	case err == nil:
		return conn, nil
	case ctx.Err() != nil:
		return nil, ctx.Err()
	}
	return nil, fmt.Errorf("begin: %w: %w", ErrUnavailable, err)
}

// commitError tells a commit that was refused, after which nothing remains, from one
// that was not answered. A server that is shut down says so instead of an answer, and
// the driver calls a connection that ended while it was read one that was closed
// before: neither says what became of the commit.
func commitError(err error) error {
	refused, answered := errors.AsType[*pgconn.PgError](err)
	if answered && refused.SeverityUnlocalized == "ERROR" || errors.Is(err, pgx.ErrTxCommitRollback) {
		return fmt.Errorf("commit: %w", err)
	}
	return fmt.Errorf("%w: %w", ErrOutcomeUnknown, err)
}

func mayBeRunAgain(err error) bool {
	refused, ok := errors.AsType[*pgconn.PgError](err)
	return ok && (refused.Code == serializationFailure || refused.Code == deadlockDetected)
}

func pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// numberedStatements run in a transaction of PostgreSQL's. The driver prepares each
// once for a connection.
type numberedStatements struct{ tx *sql.Tx }

func (s numberedStatements) exec(query string, args []any) (sql.Result, error) {
	return s.tx.ExecContext(context.Background(), numbered(query), args...)
}

func (s numberedStatements) queryRow(query string, args, dest []any) error {
	return s.tx.QueryRowContext(context.Background(), numbered(query), args...).Scan(dest...)
}

func (s numberedStatements) query(query string, args []any) (*sql.Rows, error) {
	return s.tx.QueryContext(context.Background(), numbered(query), args...)
}
