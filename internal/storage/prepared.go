package storage

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"strings"
)

// preparedStatements run SQL on the connection to SQLite that writes. Statements are
// prepared once and handed to the driver itself: the locks and copies of database/sql
// cost as much as a small statement, and one owner of one connection needs none.
type preparedStatements struct {
	conn     sqliteConn
	prepared map[string]*prepared
	pool     *sql.DB // the same connection, for what is rare

	changed bool // since it was last set to false, something may have been changed
	failed  bool // … or a statement has failed

	args []driver.NamedValue
	row  []driver.Value
}

// prepared is a statement of SQLite's.
type prepared struct {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
	effect effect
}

// effect is how to tell whether a statement has changed anything.
type effect int

const (
	changesUnknown effect = iota // it is taken to have
	changesNothing
	changesRows // if any were affected
)

func newPreparedStatements(conn sqliteConn) *preparedStatements {
	return &preparedStatements{conn: conn, prepared: make(map[string]*prepared), pool: sql.OpenDB(nestedConn{conn})}
}

func (p *preparedStatements) exec(query string, args []any) (result sql.Result, err error) {
	defer func() { err = p.note(err) }()
	statement, err := p.prepare(query)
	if err != nil {
		return nil, err
	}
	values, err := p.bind(args)
	if err != nil {
		return nil, err
	}
	result, err = statement.ExecContext(context.Background(), values)
	if err != nil {
		return nil, err
	}
	affected := int64(1)
	if statement.effect == changesRows {
		affected, err = result.RowsAffected()
	}
	p.changed = p.changed || affected > 0 && statement.effect != changesNothing
	return result, err
}

// queryRow leaves destinations that are out of the ordinary to database/sql.
func (p *preparedStatements) queryRow(query string, args, dest []any) (err error) {
	defer func() { err = p.note(err) }()
	statement, err := p.prepare(query)
	if err != nil {
		return err
	}
	if !scannable(dest) {
		p.changed = p.changed || statement.effect != changesNothing
		return p.pool.QueryRowContext(context.Background(), query, args...).Scan(dest...)
	}
	values, err := p.bind(args)
	if err != nil {
		return err
	}
	rows, err := statement.QueryContext(context.Background(), values)
	if err != nil {
		return err
	}
	err = p.first(rows, statement.effect, dest)
	if closeErr := rows.Close(); err == nil {
		err = closeErr
	}
	return err
}

// first reads the first row. A statement that affects rows returns those.
func (p *preparedStatements) first(rows driver.Rows, effect effect, dest []any) error {
	columns := len(rows.Columns())
	if columns != len(dest) {
		p.changed = true
		return fmt.Errorf("%d columns for %d destinations", columns, len(dest))
	}
	p.row = append(p.row[:0], make([]driver.Value, columns)...)
	defer clear(p.row)
	err := rows.Next(p.row)
	p.changed = p.changed || effect == changesUnknown || effect == changesRows && err == nil
	if errors.Is(err, io.EOF) {
		return sql.ErrNoRows
	}
	for i := 0; err == nil && i < columns; i++ {
		err = scan(dest[i], p.row[i])
	}
	return err
}

// query is taken to have changed something, because what fails while the rows are
// read is not seen here.
func (p *preparedStatements) query(query string, args []any) (*sql.Rows, error) {
	p.changed = true
	rows, err := p.pool.QueryContext(context.Background(), query, args...)
	return rows, p.note(err)
}

// command runs what begins and ends transactions.
func (p *preparedStatements) command(query string) error {
	statement, err := p.prepare(query)
	if err == nil {
		_, err = statement.ExecContext(context.Background(), nil)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", query, err)
	}
	return nil
}

// note remembers that a statement has failed, after which SQLite may have undone the
// transaction, and gives a full disk its name.
func (p *preparedStatements) note(err error) error {
	if err == nil || errors.Is(err, sql.ErrNoRows) {
		return err
	}
	p.failed = true
	return named(err)
}

// bind makes the driver's values of arguments, in a slice that is used again.
func (p *preparedStatements) bind(args []any) ([]driver.NamedValue, error) {
	p.args = p.args[:0]
	for i, arg := range args {
		value, err := driver.DefaultParameterConverter.ConvertValue(arg)
		if err != nil {
			return nil, fmt.Errorf("argument %d: %w", i+1, err)
		}
		p.args = append(p.args, driver.NamedValue{Ordinal: i + 1, Value: value})
	}
	return p.args, nil
}

func (p *preparedStatements) prepare(query string) (*prepared, error) {
	if statement, ok := p.prepared[query]; ok {
		return statement, nil
	}
	statement, err := p.conn.PrepareContext(context.Background(), query)
	if err != nil {
		return nil, fmt.Errorf("prepare %q: %w", query, err)
	}
	known := &prepared{Stmt: statement, effect: effectOf(query)}
	known.StmtExecContext, _ = statement.(driver.StmtExecContext)
	known.StmtQueryContext, _ = statement.(driver.StmtQueryContext)
	p.prepared[query] = known
	return known, nil
}

// close ends the connection. With a statement still open SQLite would leave its
// write-ahead log behind.
func (p *preparedStatements) close() error {
	errs := []error{p.pool.Close()}
	for _, statement := range p.prepared {
		errs = append(errs, statement.Close())
	}
	return errors.Join(append(errs, p.conn.Close())...)
}

// effectOf reads a query's first word. Of several statements in one query the driver
// tells what the last has affected.
func effectOf(query string) effect {
	words := strings.Fields(query)
	if len(words) == 0 || strings.Contains(query, ";") {
		return changesUnknown
	}
	switch strings.ToUpper(words[0]) {
	case "SELECT":
		return changesNothing
	case "INSERT", "UPDATE", "DELETE":
		return changesRows
	}
	return changesUnknown
}
