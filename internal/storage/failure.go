package storage

import (
	"errors"
	"fmt"

	sqlite3 "modernc.org/sqlite/lib"
)

// sqliteError is the driver's error: https://www.sqlite.org/rescode.html
type sqliteError interface {
	error
	Code() int
}

// codeOf is the primary code of SQLite's error, or SQLITE_OK where it is none.
func codeOf(err error) int {
	if failure, ok := errors.AsType[sqliteError](err); ok {
		return failure.Code() & 0xff
	}
	return sqlite3.SQLITE_OK
}

// named gives SQLite's error the name by which callers know it.
func named(err error) error {
	switch codeOf(err) {
	case sqlite3.SQLITE_FULL:
		return fmt.Errorf("%w: %w", ErrNoSpace, err)
	case sqlite3.SQLITE_BUSY:
		return fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	return err
}

// refusal says that SQLite has refused to carry something out, and all is as it was:
// the disk is full, another process has the lock, a constraint is broken. After other
// failures of a COMMIT nothing is certain: the system may report a lost flush once,
// and let the next one succeed without it (https://wiki.postgresql.org/wiki/Fsync_Errors).
func refusal(err error) bool {
	switch codeOf(err) {
	case sqlite3.SQLITE_FULL, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_CONSTRAINT:
		return true
	}
	return false
}
