package backup

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"github.com/aurorabot/aurora/internal/storage"
)

// pageSize is how many rows are read at once: few enough that the read is over in a
// moment, on a slow disk too.
const pageSize = 500

// source is what rows are read from: the database, or a snapshot of it.
type source interface {
	Query(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// readSmall reads a whole table.
func readSmall(ctx context.Context, from source, table storage.Table) ([][]any, error) {
	return readRows(ctx, from, table, selectFrom(table)+" ORDER BY "+keyOf(table))
}

// readPage reads the rows behind the one with the key after, or the first ones where
// that is nil. Of a log it reads up to the cut.
func readPage(ctx context.Context, from source, table storage.Table, after []any, cut int64) ([][]any, error) {
	where, args := []string{"1 = 1"}, []any{}
	if table.Reading == storage.Log {
		where, args = append(where, table.Columns[0].Name+" <= ?"), append(args, cut)
	}
	if after != nil {
		where, args = append(where, "("+keyOf(table)+") > (?"+strings.Repeat(", ?", table.Key-1)+")"), append(args, after...)
	}
	query := selectFrom(table) + " WHERE " + strings.Join(where, " AND ") + " ORDER BY " + keyOf(table) + " LIMIT ?"
	return readRows(ctx, from, table, query, append(args, pageSize)...)
}

func selectFrom(table storage.Table) string {
	return "SELECT " + namesOf(table.Columns) + " FROM " + table.Name
}

func keyOf(table storage.Table) string { return namesOf(table.Columns[:table.Key]) }

func namesOf(columns []storage.Column) string {
	names := make([]string, len(columns))
	for n, column := range columns {
		names[n] = column.Name
	}
	return strings.Join(names, ", ")
}

func readRows(ctx context.Context, from source, table storage.Table, query string, args ...any) (all [][]any, err error) {
	rows, err := from.Query(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", table.Name, err)
	}
	defer rows.Close()
	for rows.Next() {
		values, err := scanRow(rows, table.Columns)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", table.Name, err)
		}
		all = append(all, values)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read %s: %w", table.Name, err)
	}
	return all, nil
}

// scanRow reads a row's values as their kinds say, nil for NULL.
func scanRow(rows *sql.Rows, columns []storage.Column) ([]any, error) {
	cells := make([]cell, len(columns))
	into := make([]any, len(columns))
	for n, column := range columns {
		cells[n].kind, into[n] = column.Kind, &cells[n]
	}
	if err := rows.Scan(into...); err != nil {
		return nil, err
	}
	values := make([]any, len(columns))
	for n := range cells {
		values[n] = cells[n].value
	}
	return values, nil
}

// cell is a [sql.Scanner] for a value of one kind, which the databases' drivers give in
// different types.
type cell struct {
	kind  storage.Kind
	value any
}

func (c *cell) Scan(value any) error {
	switch c.kind {
	case storage.Integer:
		return scanAs[int64](c, value)
	case storage.Real:
		return scanAs[float64](c, value)
	case storage.Text:
		return scanAs[string](c, value)
	case storage.Bytes:
		return scanAs[[]byte](c, value)
	}
	return fmt.Errorf("a column of the unknown kind %q", c.kind)
}

func scanAs[T any](c *cell, value any) error {
	var converted sql.Null[T]
	if err := converted.Scan(value); err != nil {
		return err
	}
	if converted.Valid {
		c.value = converted.V
	}
	return nil
}
