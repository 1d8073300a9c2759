package storage

import (
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
)

// Unavailable reports whether err, of a read or a write, says that the database does not
// answer now: nothing is wrong with what was asked, and it may be asked again.
//
// [ErrOutcomeUnknown] is not that: asked again, it might be done twice.
func Unavailable(err error) bool {
	if errors.Is(err, ErrOutcomeUnknown) {
		return false
	}
	if errors.Is(err, ErrUnavailable) || errors.Is(err, driver.ErrBadConn) || errors.Is(err, io.ErrUnexpectedEOF) {
		return true
	}
	if answer, ok := errors.AsType[*pgconn.PgError](err); ok {
		// No room for another connection or in memory, and a server that is ending or starting.
		return strings.HasPrefix(answer.Code, "53") || strings.HasPrefix(answer.Code, "57P")
	}
	if _, ok := errors.AsType[*pgconn.ConnectError](err); ok {
		return true
	}
	_, ok := errors.AsType[net.Error](err)
	return ok
}
