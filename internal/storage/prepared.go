package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// preparedStatements are prepared once and kept with the connection.
type preparedStatements struct {
	conn     *sql.Conn
	prepared map[string]*sql.Stmt
}

func (p *preparedStatements) exec(query string, args []any) (sql.Result, error) {
	statement, err := p.prepare(query) //nolint:sqlclosecheck // kept, and closed with the connection
	if err != nil {
		return nil, err
	}
	return statement.ExecContext(context.Background(), args...)
}

func (p *preparedStatements) queryRow(query string, args, dest []any) error {
	statement, err := p.prepare(query) //nolint:sqlclosecheck // kept, and closed with the connection
	if err != nil {
		return err
	}
	return statement.QueryRowContext(context.Background(), args...).Scan(dest...)
}

// close gives the connection back. With a statement still open SQLite would leave
// its write-ahead log behind.
func (p *preparedStatements) close() error {
	var errs []error
	for _, statement := range p.prepared {
		errs = append(errs, statement.Close())
	}
	return errors.Join(append(errs, p.conn.Close())...)
}

func (p *preparedStatements) prepare(query string) (*sql.Stmt, error) {
	if statement, ok := p.prepared[query]; ok {
		return statement, nil
	}
	statement, err := p.conn.PrepareContext(context.Background(), query)
	if err != nil {
		return nil, fmt.Errorf("prepare %q: %w", query, err)
	}
	p.prepared[query] = statement
	return statement, nil
}
