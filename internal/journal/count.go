package journal

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// Count is how many events of the given types came at or after since, up to the
// event upTo. It looks at all events of the chunks that reach so far.
func (j *Journal) Count(ctx context.Context, since time.Time, upTo uint64, types ...string) (int, error) {
	const from = `SELECT coalesce((SELECT min(chunk) FROM journal_chunks WHERE newest_ms >= ?), (SELECT max(chunk) + 1 FROM journal_chunks), 0)`
	var chunk uint64
	if err := j.db.QueryRow(ctx, from, since.UnixMilli()).Scan(&chunk); err != nil {
		return 0, fmt.Errorf("count events: %w", err)
	}
	args := []any{j.chunk.events(chunk).first, upTo, since.UnixMilli()}
	for _, kind := range types {
		args = append(args, kind)
	}
	query := "SELECT count(*) FROM journal_events WHERE seq >= ? AND seq <= ? AND time_ms >= ? AND type IN (NULL" + strings.Repeat(", ?", len(types)) + ")"
	var count int
	if err := j.db.QueryRow(ctx, query, args...).Scan(&count); err != nil {
		return 0, fmt.Errorf("count events: %w", err)
	}
	return count, nil
}
