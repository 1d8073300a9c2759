package journal

import (
	"context"
	"fmt"
	"strings"

	"github.com/aurorabot/aurora/internal/storage"
)

// sealNext puts the first complete chunk that is not in the index yet into it. Until
// then a search looks at all of its events. sealed is false where there is none.
func (j *Journal) sealNext(ctx context.Context) (sealed bool, err error) {
	chunk, complete, err := j.unsealed(ctx)
	if err != nil || !complete {
		return false, err
	}
	index, newest, err := j.indexOf(ctx, chunk)
	if err != nil {
		return false, fmt.Errorf("index chunk %d of the event log: %w", chunk, err)
	}
	buckets := index.buckets() // before anybody else has to wait
	if err := j.db.Write(ctx, func(tx *storage.Tx) error { return store(tx, chunk, newest, buckets) }); err != nil {
		return false, fmt.Errorf("index chunk %d of the event log: %w", chunk, err)
	}
	return true, nil
}

// unsealed is the first chunk with events that is not in the index.
func (j *Journal) unsealed(ctx context.Context) (chunk uint64, complete bool, err error) {
	const query = "SELECT coalesce(max(chunk) + 1, 0) FROM journal_chunks"
	if err := j.db.QueryRow(ctx, query).Scan(&chunk); err != nil {
		return 0, false, fmt.Errorf("index of the event log: %w", err)
	}
	first, last, err := j.Bounds(ctx)
	if err != nil {
		return 0, false, err
	}
	chunk = max(chunk, j.chunk.of(first))
	return chunk, last >= j.chunk.events(chunk).last, nil
}

// indexOf makes the index of a chunk. newest is the latest time of its events.
func (j *Journal) indexOf(ctx context.Context, chunk uint64) (index *postings, newest int64, err error) {
	events := j.chunk.events(chunk)
	rows, err := j.db.Query(ctx, `SELECT seq, time_ms, type, severity, guild_id, user_id, shard, trace_id, title, message
		FROM journal_events WHERE seq BETWEEN ? AND ?`, events.first, events.last)
	if err != nil {
		return nil, 0, err
	}
	defer rows.Close()
	index = newPostings(j.chunk)
	for rows.Next() {
		var e entry
		var ms int64
		if err := rows.Scan(&e.seq, &ms, &e.kind, &e.severity, &e.guild, &e.user, &e.shard, &e.trace, &e.title, &e.message); err != nil {
			return nil, 0, err
		}
		newest = max(newest, ms)
		index.add(e)
	}
	return index, newest, rows.Err()
}

// store writes the index of a chunk, unless another process has done it.
func store(tx *storage.Tx, chunk uint64, newest int64, buckets [maxBuckets][]byte) error {
	result, err := tx.Exec("INSERT INTO journal_chunks (chunk, newest_ms) VALUES (?, ?) ON CONFLICT DO NOTHING", chunk, newest)
	if err != nil {
		return err
	}
	if inserted, err := result.RowsAffected(); err != nil || inserted == 0 {
		return err
	}
	var args []any
	for bucket, row := range buckets {
		if args = append(args, bucket, chunk, row); len(args) < 3*bucketsTogether {
			continue
		}
		if _, err := tx.Exec(insertBuckets, args...); err != nil {
			return err
		}
		args = args[:0]
	}
	return nil
}

// bucketsTogether is how many rows of the index are written at once; it divides the
// number of all.
const bucketsTogether = 32

var insertBuckets = "INSERT INTO journal_index (bucket, chunk, postings) VALUES (?, ?, ?)" + strings.Repeat(", (?, ?, ?)", bucketsTogether-1)
