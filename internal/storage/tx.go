package storage

import (
	"context"
	"database/sql"
	"fmt"
)

// Tx is the one writing transaction that is open, lent to a caller of [DB.Write]
// for as long as its function runs. It is for that function's goroutine alone.
type Tx struct {
	conn       *sql.Conn
	statements map[string]*sql.Stmt // prepared once and kept with the connection
	committed  []func()
}

// Exec runs a statement that returns no rows.
func (tx *Tx) Exec(query string, args ...any) (sql.Result, error) {
	statement, err := tx.prepared(query) //nolint:sqlclosecheck // kept, and closed with the connection
	if err != nil {
		return nil, err
	}
	return statement.ExecContext(context.Background(), args...)
}

// QueryRow runs a statement and reads its first row into dest. Where there is no
// row the error is [sql.ErrNoRows].
func (tx *Tx) QueryRow(query string, args []any, dest ...any) error {
	statement, err := tx.prepared(query) //nolint:sqlclosecheck // kept, and closed with the connection
	if err != nil {
		return err
	}
	return statement.QueryRowContext(context.Background(), args...).Scan(dest...)
}

// OnCommit has fn called after the commit, and not at all if there is none. The
// functions are called in the order in which they were given, across all callers
// that share the commit, so they have to be quick.
func (tx *Tx) OnCommit(fn func()) { tx.committed = append(tx.committed, fn) }

// prepared never passes a caller's context to the driver: a statement that is
// interrupted rolls back the whole transaction, the work of the others included.
func (tx *Tx) prepared(query string) (*sql.Stmt, error) {
	if statement, ok := tx.statements[query]; ok {
		return statement, nil
	}
	statement, err := tx.conn.PrepareContext(context.Background(), query)
	if err != nil {
		return nil, fmt.Errorf("prepare %q: %w", query, err)
	}
	tx.statements[query] = statement
	return statement, nil
}
