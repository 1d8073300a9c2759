package journal

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// Count is how many events of the given types came at or after since, up to the
// event upTo, by the command that they are about. It looks at all events of the chunks
// that reach so far.
func (j *Journal) Count(ctx context.Context, since time.Time, upTo uint64, types ...string) (byCommand map[string]int, err error) {
	byCommand, err = j.count(ctx, since, upTo, types)
	if err != nil {
		return nil, fmt.Errorf("count events: %w", err)
	}
	return byCommand, nil
}

func (j *Journal) count(ctx context.Context, since time.Time, upTo uint64, types []string) (map[string]int, error) {
	const from = `SELECT coalesce((SELECT min(chunk) FROM journal_chunks WHERE newest_ms >= ?), (SELECT max(chunk) + 1 FROM journal_chunks), 0)`
	var chunk uint64
	if err := j.db.QueryRow(ctx, from, since.UnixMilli()).Scan(&chunk); err != nil {
		return nil, err
	}
	args := []any{j.chunk.events(chunk).first, upTo, since.UnixMilli()}
	for _, kind := range types {
		args = append(args, kind)
	}
	query := "SELECT command, count(*) FROM journal_events WHERE seq >= ? AND seq <= ? AND time_ms >= ? AND type IN (NULL" + strings.Repeat(", ?", len(types)) + ") GROUP BY command"
	rows, err := j.db.Query(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	byCommand := make(map[string]int)
	for rows.Next() {
		var command string
		var count int
		if err := rows.Scan(&command, &count); err != nil {
			return nil, err
		}
		byCommand[command] = count
	}
	return byCommand, rows.Err()
}
