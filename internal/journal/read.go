package journal

import (
	"context"
	"strings"
)

// readSpan adds the events of part that meet the conditions, in the order of reading,
// until there is one more than the limit.
func (s *search) readSpan(ctx context.Context, part span) error {
	s.effort -= part.len()
	return s.read(ctx, "SELECT "+columns+" FROM journal_events WHERE seq BETWEEN ? AND ?", part.first, part.last)
}

// readGranules does so with the events of granules that are also in part. Each event is
// joined by its number: of a list of ranges PostgreSQL expects so much that it goes
// through all that lies between.
func (s *search) readGranules(ctx context.Context, granules []uint64, part span) error {
	size := s.journal.chunk.granule()
	s.effort -= len(granules) * int(size) * effortScattered
	args := []any{size}
	for _, g := range granules {
		args = append(args, g*size)
	}
	query := `WITH RECURSIVE offsets(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM offsets WHERE n + 1 < ?),
		granules(first) AS (VALUES (CAST(? AS BIGINT))` + strings.Repeat(", (?)", len(granules)-1) + `)
		SELECT ` + columns + ` FROM granules CROSS JOIN offsets CROSS JOIN journal_events WHERE seq = first + n AND first + n BETWEEN ? AND ?`
	return s.read(ctx, query, append(args, part.first, part.last)...)
}

func (s *search) read(ctx context.Context, query string, args ...any) error {
	order := " ORDER BY seq DESC LIMIT ?"
	if s.ascending {
		order = " ORDER BY seq LIMIT ?"
	}
	args = append(append(args, s.args...), s.limit+1-len(s.events))
	rows, err := s.journal.db.Query(ctx, query+s.conditions+order, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		e, err := scan(rows, s.journal.epoch)
		if err != nil {
			return err
		}
		s.events = append(s.events, e)
	}
	return rows.Err()
}
