package storage

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// schemaSuffix ends the name of the schema in which the new tables are filled.
const schemaSuffix = "_restoring"

// replacePostgres fills tables in a schema of their own, and then moves them to where
// the old ones are, in one transaction.
func replacePostgres(ctx context.Context, url string, over bool, fill func(*DB) error) (err error) {
	conn, err := connectPostgres(ctx, url)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close(context.WithoutCancel(ctx))) }()
	var schema string
	if err := conn.QueryRow(ctx, "SELECT current_schema()").Scan(&schema); err != nil {
		return fmt.Errorf("which schema is Aurora's: %w", err)
	}
	m := move{conn: conn, from: schema + schemaSuffix, to: schema}
	if err := m.begin(ctx, over); err != nil {
		return err
	}
	if err = m.fill(ctx, url, fill); err == nil {
		err = m.finish(ctx)
	}
	if err != nil {
		_, dropErr := conn.Exec(context.WithoutCancel(ctx), "DROP SCHEMA IF EXISTS "+quoted(m.from)+" CASCADE")
		return errors.Join(err, dropErr)
	}
	return nil
}

// move is the way of tables from one schema to another.
type move struct {
	conn     *pgx.Conn
	from, to string
}

func quoted(name ...string) string { return pgx.Identifier(name).Sanitize() }

// begin makes the schema anew in which the tables are filled: one of a restore that was
// interrupted may be there.
func (m move) begin(ctx context.Context, over bool) error {
	var occupied bool
	err := m.conn.QueryRow(ctx, "SELECT EXISTS (SELECT FROM pg_tables WHERE schemaname = $1 AND tablename LIKE '%\\"+versionTable+"')", m.to).Scan(&occupied)
	switch {
	case err != nil:
		return err
	case occupied && !over:
		return ErrOccupied
	}
	if _, err := m.conn.Exec(ctx, "DROP SCHEMA IF EXISTS "+quoted(m.from)+" CASCADE"); err != nil {
		return fmt.Errorf("clear away an earlier restore: %w", err)
	}
	if _, err := m.conn.Exec(ctx, "CREATE SCHEMA "+quoted(m.from)); err != nil {
		return fmt.Errorf("make the schema %s, which the database's owner may: %w", m.from, err)
	}
	return nil
}

func (m move) fill(ctx context.Context, url string, fill func(*DB) error) error {
	engine, err := openPostgresIn(ctx, url, m.from)
	if err != nil {
		return err
	}
	db := &DB{engine: engine}
	return errors.Join(fill(db), db.Close())
}

// finish drops the old tables that have the names of new ones, and no others: they may
// be somebody else's. What triggers call moves along.
func (m move) finish(ctx context.Context) error {
	tx, err := m.conn.Begin(ctx)
	if err != nil {
		return err
	}
	defer tx.Rollback(context.WithoutCancel(ctx)) //nolint:errcheck // after the commit there is nothing to undo
	tables, err := names(ctx, tx, "SELECT tablename FROM pg_tables WHERE schemaname = $1", m.from)
	if err != nil {
		return err
	}
	functions, err := names(ctx, tx, "SELECT proname FROM pg_proc WHERE pronamespace = $1::regnamespace AND pronargs = 0", quoted(m.from))
	if err != nil {
		return err
	}
	var statements []string
	for _, table := range tables {
		statements = append(statements, "DROP TABLE IF EXISTS "+quoted(m.to, table)+" CASCADE")
	}
	for _, function := range functions {
		statements = append(statements, "DROP FUNCTION IF EXISTS "+quoted(m.to, function)+"()",
			"ALTER FUNCTION "+quoted(m.from, function)+"() SET SCHEMA "+quoted(m.to))
	}
	for _, table := range tables {
		statements = append(statements, "ALTER TABLE "+quoted(m.from, table)+" SET SCHEMA "+quoted(m.to))
	}
	for _, statement := range append(statements, "DROP SCHEMA "+quoted(m.from)) {
		if _, err := tx.Exec(ctx, statement); err != nil {
			return fmt.Errorf("put the new tables in place: %w", err)
		}
	}
	if err := tx.Commit(ctx); err != nil {
		return commitError(err)
	}
	return nil
}

func names(ctx context.Context, tx pgx.Tx, query, schema string) ([]string, error) {
	rows, err := tx.Query(ctx, query, schema)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}
