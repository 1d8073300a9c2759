package storage

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
)

// withinTransaction lends the transaction that is open on a connection to SQLite as
// a database of its own, whose transactions are savepoints.
func withinTransaction(conn *sql.Conn, use func(*sql.DB) error) error {
	return conn.Raw(func(raw any) error {
		open, ok := raw.(sqliteConn)
		if !ok {
			return errDriverChanged
		}
		nested := sql.OpenDB(nestedConn{open})
		nested.SetMaxOpenConns(1)
		return errors.Join(use(nested), nested.Close())
	})
}

// errDriverChanged would be found by any test.
var errDriverChanged = errors.New("sqlite: the driver's connection has changed its methods")

type sqliteConn interface {
	driver.Conn
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
}

// nestedConn is a connection, the connector that yields it, and its transaction.
type nestedConn struct{ sqliteConn }

func (c nestedConn) Connect(context.Context) (driver.Conn, error) { return c, nil }

func (c nestedConn) Driver() driver.Driver { return nil }

// Close leaves the connection to its owner.
func (c nestedConn) Close() error { return nil }

func (c nestedConn) BeginTx(ctx context.Context, _ driver.TxOptions) (driver.Tx, error) {
	_, err := c.ExecContext(ctx, "SAVEPOINT nested", nil)
	return c, err
}

func (c nestedConn) Commit() error { return c.end("RELEASE nested") }

func (c nestedConn) Rollback() error {
	return errors.Join(c.end("ROLLBACK TO nested"), c.end("RELEASE nested"))
}

func (c nestedConn) end(command string) error {
	_, err := c.ExecContext(context.Background(), command, nil)
	return err
}
