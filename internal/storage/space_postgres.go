package storage

import (
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5/pgconn"
)

// diskFull is PostgreSQL's answer to what its disk has no room for:
// https://www.postgresql.org/docs/15/errcodes-appendix.html
const diskFull = "53100"

// orNoSpace makes that answer [ErrNoSpace], unless it came in place of one to a commit.
func orNoSpace(err error) error {
	refused, ok := errors.AsType[*pgconn.PgError](err)
	if ok && refused.Code == diskFull && !errors.Is(err, ErrOutcomeUnknown) {
		return fmt.Errorf("%w: %w", ErrNoSpace, err)
	}
	return err
}
