package history

import (
	"database/sql"
	"fmt"
	"time"
)

const bucketColumns = "up_ms, events, commands, errors, failed, latency, ack"

// bucketRow is a bucket as the database has it.
type bucketRow struct {
	upMs, events, commands, errors int64
	failed                         sql.NullInt64
	latency, ack                   []byte
}

// columns are where bucketColumns are scanned into.
func (r *bucketRow) columns() []any {
	return []any{&r.upMs, &r.events, &r.commands, &r.errors, &r.failed, &r.latency, &r.ack}
}

func (r *bucketRow) bucket() (*bucket, error) {
	b := &bucket{
		up: time.Duration(r.upMs) * time.Millisecond, events: r.events, commands: r.commands, errors: r.errors,
		failed: r.failed.Int64, partly: !r.failed.Valid,
	}
	if err := b.latency.decode(r.latency); err != nil {
		return nil, fmt.Errorf("a stored latency is damaged: %w", err)
	}
	if err := b.ack.decode(r.ack); err != nil {
		return nil, fmt.Errorf("a stored ack time is damaged: %w", err)
	}
	return b, nil
}

// values are a bucket's, in the order of bucketColumns.
func (b *bucket) values() []any {
	failed := sql.NullInt64{Int64: b.failed, Valid: !b.partly}
	return []any{b.up.Milliseconds(), b.events, b.commands, b.errors, failed, b.latency.encoded(), b.ack.encoded()}
}
