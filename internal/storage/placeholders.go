package storage

import (
	"strconv"
	"strings"
)

// numbered writes the placeholders ? of a query as PostgreSQL's $1, $2 … A question
// mark in a literal or in a quoted name stays what it is. Comments and PostgreSQL's
// operators with a question mark are not known: no query has them.
func numbered(query string) string {
	var b strings.Builder
	b.Grow(len(query) + 8)
	var quote rune // that is open, or 0
	n := 0
	for _, r := range query {
		switch {
		case r == quote: // one that is doubled closes and opens
			quote = 0
		case quote == 0 && (r == '\'' || r == '"'):
			quote = r
		case quote == 0 && r == '?':
			n++
			b.WriteString("$" + strconv.Itoa(n))
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}
