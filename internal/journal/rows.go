package journal

import (
	"database/sql"
	"fmt"
	"strings"
	"time"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/storage"
)

// columns of journal_events, in the order in which they are written and read.
const columns = "seq, time_ms, type, severity, guild_id, user_id, shard, trace_id, title, message, source, guild_name, user_name, command, interaction_id, duration_ms, data"

// inserts are the statements that write many events at once: few sizes, because each
// is prepared once and kept.
var inserts = []struct {
	rows  int
	query string
}{{64, insertQuery(64)}, {8, insertQuery(8)}, {1, insertQuery(1)}}

func insertQuery(rows int) string {
	row := "(?" + strings.Repeat(", ?", strings.Count(columns, ",")) + ")"
	return "INSERT INTO journal_events (" + columns + ") VALUES " + row + strings.Repeat(", "+row, rows-1)
}

// insert writes events, which have their numbers.
func insert(tx *storage.Tx, events []event.Event) error {
	var args []any
	for _, statement := range inserts {
		for len(events) >= statement.rows {
			args = args[:0]
			for i := range events[:statement.rows] {
				args = appendRow(args, &events[i])
			}
			if _, err := tx.Exec(statement.query, args...); err != nil {
				return fmt.Errorf("insert %d events: %w", statement.rows, err)
			}
			events = events[statement.rows:]
		}
	}
	return nil
}

func appendRow(args []any, e *event.Event) []any {
	var shard any
	if e.Shard != nil {
		shard = int64(*e.Shard)
	}
	return append(args, int64(e.Seq), e.Time.UnixMilli(), e.Type, string(e.Severity), int64(e.Guild.ID), int64(e.User.ID), shard, e.TraceID,
		e.Title, e.Message, e.Source, e.Guild.Name, e.User.Name, e.Command, int64(e.InteractionID), e.DurationMs, string(e.Data))
}

// scan reads back what appendRow has written. The epoch is the log's.
func scan(rows *sql.Rows, epoch string) (event.Event, error) {
	e := event.Event{Epoch: epoch}
	var ms int64
	var data []byte
	err := rows.Scan(&e.Seq, &ms, &e.Type, &e.Severity, &e.Guild.ID, &e.User.ID, &e.Shard, &e.TraceID,
		&e.Title, &e.Message, &e.Source, &e.Guild.Name, &e.User.Name, &e.Command, &e.InteractionID, &e.DurationMs, &data)
	if err != nil {
		return event.Event{}, err
	}
	e.Time = time.UnixMilli(ms).UTC()
	if len(data) > 0 {
		e.Data = data
	}
	return e, nil
}
