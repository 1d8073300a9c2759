package journal

import (
	"math"
	"strings"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/snowflake"
)

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

const (
	defaultLimit = 50
	maxLimit     = 500
)

// limit is how many events a page has at most.
func (f Filter) limit() int {
	if f.Limit <= 0 {
		return defaultLimit
	}
	return min(f.Limit, maxLimit)
}

// span is the part of the log that f asks for.
func (f Filter) span() span {
	s := span{first: 1, last: math.MaxInt64}
	if f.After != nil {
		s.first = min(*f.After, math.MaxInt64) + 1
	}
	if f.Before != nil {
		if *f.Before == 0 {
			return span{first: 1, last: 0}
		}
		s.last = min(*f.Before-1, math.MaxInt64)
	}
	return s
}

// family is the beginning of the types that f asks for, if it asks so.
func (f Filter) family() (prefix string, ok bool) {
	return strings.CutSuffix(storable(f.Type), "*")
}

// conditions are what events must meet, in SQL. Everything that comes from outside is
// an argument.
func (f Filter) conditions() (sql string, args []any) {
	and := func(condition string, values ...any) {
		sql += " AND " + condition
		args = append(args, values...)
	}
	if prefix, ok := f.family(); ok && prefix != "" {
		and("type >= ? AND type < ?", prefix, prefix+"\U0010FFFF")
	} else if !ok && f.Type != "" {
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
		pattern := likePattern(f.Text)
		and(`(lower(title) LIKE ? ESCAPE '\' OR lower(message) LIKE ? ESCAPE '\')`, pattern, pattern)
	}
	return sql, args
}

var likeEscapes = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

func likePattern(text string) string {
	return "%" + likeEscapes.Replace(searchable(text)) + "%"
}

// terms are what the index is asked for: all of them are in every event that f
// finds. There are none where f asks for everything.
func (f Filter) terms() []term {
	var terms []term
	if f.Trace != "" {
		terms = append(terms, termOf(byTrace, storable(f.Trace)))
	}
	if f.User != 0 {
		terms = append(terms, termOfNumber(byUser, uint64(f.User)))
	}
	if f.Guild != 0 {
		terms = append(terms, termOfNumber(byGuild, uint64(f.Guild)))
	}
	if prefix, ok := f.family(); ok && prefix != "" {
		terms = append(terms, termOf(byFamily, family(prefix)))
	} else if !ok && f.Type != "" {
		terms = append(terms, termOf(byType, storable(f.Type)))
	}
	if f.Shard != nil {
		terms = append(terms, termOfNumber(byShard, uint64(*f.Shard)))
	}
	if f.Severity != "" {
		terms = append(terms, termOf(bySeverity, string(f.Severity)))
	}
	if f.Text != "" {
		terms = append(terms, grams(searchable(f.Text))...)
	}
	return terms
}
