package storage

import (
	"database/sql"
	"database/sql/driver"
	"fmt"
)

// scannable says whether scan knows all the destinations.
func scannable(dest []any) bool {
	for _, d := range dest {
		switch d.(type) {
		case *int64, *int, *uint64, *bool, *float64, *string, *[]byte, sql.Scanner:
		default:
			return false
		}
	}
	return true
}

// scan stores a value that the driver has read.
func scan(dest any, value driver.Value) error {
	switch d := dest.(type) {
	case *int64:
		return convert(d, value)
	case *int:
		return convert(d, value)
	case *uint64:
		return convert(d, value)
	case *bool:
		return convert(d, value)
	case *float64:
		return convert(d, value)
	case *string:
		return convert(d, value)
	case *[]byte:
		if value == nil {
			*d = nil
			return nil
		}
		return convert(d, value)
	case sql.Scanner:
		return d.Scan(value)
	}
	return fmt.Errorf("cannot read into %T", dest)
}

// convert stores a value as it is, or by the rules of database/sql.
func convert[T any](dest *T, value driver.Value) error {
	if same, ok := value.(T); ok {
		*dest = same
		return nil
	}
	var converted sql.Null[T]
	if err := converted.Scan(value); err != nil {
		return err
	}
	if !converted.Valid {
		return fmt.Errorf("cannot read NULL into %T", dest)
	}
	*dest = converted.V
	return nil
}
