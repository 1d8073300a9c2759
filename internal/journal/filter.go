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

	Types      []string         // any of them; each exact, or a beginning followed by *
	Severities []event.Severity // any of them
	Guild      snowflake.ID
	User       snowflake.ID
	Shard      *int
	Trace      string
	Text       string // found in the title or the message; a to z match A to Z
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

// kind is a type that is asked for, or a family of them: all that begin alike.
type kind struct {
	name     string
	isFamily bool
}

// kinds are those that f asks for; none where any will do.
func (f Filter) kinds() []kind {
	var kinds []kind
	for _, wanted := range f.Types {
		name, isFamily := strings.CutSuffix(storable(wanted), "*")
		if isFamily && name == "" {
			return nil
		}
		kinds = append(kinds, kind{name, isFamily})
	}
	return kinds
}

func (k kind) term() term {
	if k.isFamily {
		return termOf(byFamily, family(k.name))
	}
	return termOf(byType, k.name)
}

// conditions are what events must meet, in SQL. Everything that comes from outside is
// an argument.
func (f Filter) conditions() (sql string, args []any) {
	and := func(condition string, values ...any) {
		sql += " AND " + condition
		args = append(args, values...)
	}
	if kinds := f.kinds(); len(kinds) > 0 {
		condition, values := ofAnyKind(kinds)
		and(condition, values...)
	}
	if n := len(f.Severities); n > 0 {
		and("severity IN (NULL"+strings.Repeat(", ?", n)+")", severityArgs(f.Severities)...)
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

func ofAnyKind(kinds []kind) (sql string, args []any) {
	for _, k := range kinds {
		if k.isFamily {
			sql += " OR type >= ? AND type < ?"
			args = append(args, k.name, k.name+"\U0010FFFF")
		} else {
			sql += " OR type = ?"
			args = append(args, k.name)
		}
	}
	return "(" + strings.TrimPrefix(sql, " OR ") + ")", args
}

func severityArgs(severities []event.Severity) (args []any) {
	for _, severity := range severities {
		args = append(args, string(severity))
	}
	return args
}

var likeEscapes = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

func likePattern(text string) string {
	return "%" + likeEscapes.Replace(searchable(text)) + "%"
}

// terms are what the index is asked for: every event that f finds has one of each
// choice. There are none where f asks for everything.
func (f Filter) terms() []choice {
	var choices []choice
	and := func(terms ...term) {
		if len(terms) > 0 {
			choices = append(choices, terms)
		}
	}
	if f.Trace != "" {
		and(termOf(byTrace, storable(f.Trace)))
	}
	if f.User != 0 {
		and(termOfNumber(byUser, uint64(f.User)))
	}
	if f.Guild != 0 {
		and(termOfNumber(byGuild, uint64(f.Guild)))
	}
	and(each(f.kinds(), kind.term)...)
	if f.Shard != nil {
		and(termOfNumber(byShard, uint64(*f.Shard)))
	}
	and(each(f.Severities, termOfSeverity)...)
	if f.Text != "" {
		for _, part := range grams(searchable(f.Text)) {
			and(part)
		}
	}
	return choices
}

func termOfSeverity(s event.Severity) term { return termOf(bySeverity, string(s)) }

func each[T any](things []T, termOf func(T) term) (terms []term) {
	for _, thing := range things {
		terms = append(terms, termOf(thing))
	}
	return terms
}
