package economy

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/aurorabot/aurora/internal/snowflake"
)

// Kind is what a movement of coins is for.
type Kind string

// The kinds.
const (
	Daily    Kind = "daily"
	Transfer Kind = "transfer"
	Grant    Kind = "grant"
	Deduct   Kind = "deduct"
	Reversal Kind = "reversal"
)

// Entry is one movement of coins as the ledger keeps it. It never changes.
type Entry struct {
	Position
	Key  string // of its transaction
	Kind Kind
	Time time.Time
	Posting
	FromAfter, ToAfter int64 // what the movement has left in its accounts

	Actor  snowflake.ID // who has asked for it; or 0
	Reason string       // in the words of who asked; or ""

	// Of a transaction with several entries the first has these.
	Reverses string // the key of the transaction that is taken back; or ""
	Streak   Streak // as the transaction has set it
}

// After is what the movement has left in a, which is one of its two accounts.
func (e Entry) After(a Account) int64 {
	if e.From == a {
		return e.FromAfter
	}
	return e.ToAfter
}

// Position is an entry's place in the ledger. Seq is the number of the event that
// tells it, and so follows the order of commits; entries from before that was written
// down have numbers of their own, up to 0. N counts the entries of one transaction.
type Position struct {
	Seq int64
	N   int
}

// The positions before the first entry and behind the last.
var (
	Oldest = Position{Seq: -1 << 63}
	Newest = Position{Seq: 1<<63 - 1}
)

// String is the form that [ParsePosition] reads, for whoever passes it through a page.
func (p Position) String() string { return fmt.Sprintf("%d.%d", p.Seq, p.N) }

// ParsePosition reads what String wrote, and nothing else.
func ParsePosition(text string) (Position, error) {
	seq, n, _ := strings.Cut(text, ".")
	var p Position
	var err, err2 error
	p.Seq, err = strconv.ParseInt(seq, 10, 64)
	p.N, err2 = strconv.Atoi(n)
	if err != nil || err2 != nil || p.N < 0 || p.String() != text {
		return Position{}, fmt.Errorf("%.40q is no position in the ledger", text)
	}
	return p, nil
}
