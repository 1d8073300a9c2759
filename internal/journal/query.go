package journal

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/snowflake"
)

// maxPage is the most events that one reading returns.
const maxPage = 500

// After returns the events after seq, oldest first, at most limit of them.
func (j *Journal) After(ctx context.Context, seq uint64, limit int) ([]event.Event, error) {
	return j.Select(ctx, Filter{After: &seq, Limit: limit})
}

// Filter says which events to read. Its zero value means the newest of all.
type Filter struct {
	After  *uint64 // those after it, oldest first; else newest first
	Before *uint64 // those before it
	Limit  int     // 1 to 500; 0 means 50

	Type     string // exact, or a beginning followed by *
	Severity event.Severity
	Guild    snowflake.ID
	User     snowflake.ID
	Shard    *int
	Trace    string
	Text     string // found in the title or the message; a to z match A to Z
}

// Select reads the events that f asks for.
func (j *Journal) Select(ctx context.Context, f Filter) ([]event.Event, error) {
	query, args := f.sql()
	rows, err := j.db.Query(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("read events: %w", err)
	}
	defer rows.Close()
	var events []event.Event
	for rows.Next() {
		var seq uint64
		var body []byte
		if err := rows.Scan(&seq, &body); err != nil {
			return nil, fmt.Errorf("read events: %w", err)
		}
		e, err := decode(seq, j.epoch, body)
		if err != nil {
			return nil, err
		}
		events = append(events, e)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read events: %w", err)
	}
	return events, nil
}

// sql writes the query. Everything that comes from outside is an argument.
func (f Filter) sql() (query string, args []any) {
	var where []string
	and := func(condition string, values ...any) {
		where = append(where, condition)
		args = append(args, values...)
	}
	order := "DESC"
	if f.After != nil {
		and("seq > ?", *f.After)
		order = "ASC"
	}
	if f.Before != nil {
		and("seq < ?", *f.Before)
	}
	if prefix, open := strings.CutSuffix(storable(f.Type), "*"); open {
		and("type >= ? AND type < ?", prefix, prefix+"\U0010FFFF")
	} else if f.Type != "" {
		and("type = ?", storable(f.Type))
	}
	if f.Severity != "" {
		and("severity = ?", string(f.Severity))
	}
	if f.Guild != 0 {
		and("guild_id = ?", f.Guild)
	}
	if f.User != 0 {
		and("user_id = ?", f.User)
	}
	if f.Shard != nil {
		and("shard = ?", *f.Shard)
	}
	if f.Trace != "" {
		and("trace_id = ?", storable(f.Trace))
	}
	if f.Text != "" {
		and(`words LIKE ? ESCAPE '\'`, likePattern(f.Text))
	}
	query = "SELECT seq, body FROM journal_events"
	if len(where) > 0 {
		query += " WHERE " + strings.Join(where, " AND ")
	}
	limit := f.Limit
	if limit == 0 {
		limit = 50
	}
	return query + " ORDER BY seq " + order + " LIMIT ?", append(args, min(limit, maxPage))
}

var likeEscapes = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

func likePattern(text string) string {
	return "%" + likeEscapes.Replace(searchable(text)) + "%"
}

// searchable is a text as the column words has it: A to Z in lower case. It is not
// left to the databases, which do not agree on the rest of the letters.
func searchable(text string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, storable(text))
}

// storable replaces what a text in PostgreSQL cannot hold, NUL and what is not UTF-8.
func storable(text string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(text, "\ufffd"), "\x00", "\ufffd")
}

// Count is how many events of the given types came at or after since, up to the
// event upTo.
func (j *Journal) Count(ctx context.Context, since time.Time, upTo uint64, types ...string) (int, error) {
	total := 0
	for _, kind := range types {
		var count int
		err := j.db.QueryRow(ctx, "SELECT count(*) FROM journal_events WHERE type = ? AND seq <= ? AND time_ms >= ?",
			kind, upTo, since.UnixMilli()).Scan(&count)
		if err != nil {
			return 0, fmt.Errorf("count %s: %w", kind, err)
		}
		total += count
	}
	return total, nil
}
