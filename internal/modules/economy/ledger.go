package economy

import (
	"cmp"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/snowflake"
)

// Transaction is a change of the ledger: all of it happens, or nothing.
type Transaction struct {
	Key     string // of the request: the same again is answered alike and changes nothing
	Content string // what the request asks, so that another with the same key is noticed
	Once    string // a name that only one transaction may ever take; or ""

	Time     time.Time    // when it was asked for; zero is the store's own clock
	Kind     Kind         // what it is for
	Actor    snowflake.ID // who has asked for it; or 0
	Reason   string       // in the words of who asked; or ""
	Reverses string       // the key of the transaction that this one takes back, which only one may; or ""
	Members  []event.Ref  // as they are called now: an account keeps the last name of its holder

	// Postings decides, inside the transaction, what is moved. Its error refuses
	// the transaction and is returned by Post as it is. It may be called again.
	Postings func(Book) ([]Posting, error)
	// Event tells the change. It is written with it.
	Event func(Posted) event.Event
}

// Name is what the holder of an account is called now, or "" where that is not known.
func (t Transaction) Name(holder snowflake.ID) string {
	for _, member := range t.Members {
		if member.ID == holder {
			return Storable(member.Name)
		}
	}
	return ""
}

// Storable replaces what not every database can hold, NUL and what is not UTF-8.
func Storable(text string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(text, "\ufffd"), "\x00", "\ufffd")
}

// Posting moves Amount coins from one account to another of the same guild.
type Posting struct {
	From, To Account
	Amount   int64
}

// Streak is how many days in a row a member has claimed, up to and with Day, a
// calendar day such as 2026-11-21 in the guild's time zone. The zero Streak is a
// member who never claimed.
type Streak struct {
	Day    string
	Length int
}

// Book is the ledger as one transaction sees it. What was read does not change until
// the transaction ends; an account whose balance is read is opened by that. Postings
// that read several things read streaks before balances, and both in ascending order
// of accounts, in which every transaction locks them.
type Book interface {
	Balance(Account) (int64, error)
	Streak(Account) (Streak, error)
	SetStreak(Account, Streak) error
}

// Changes sums postings up to what each account gains or loses, in ascending order
// of accounts, in which every store locks them. A posting out of bounds is
// [ErrInvalidPosting]. The sums stay so small that they can be added to any balance
// without leaving 64 bits.
func Changes(postings []Posting) ([]Balance, error) {
	if len(postings) == 0 {
		return nil, ErrInvalidPosting
	}
	sums := make(map[Account]int64, 2)
	for _, p := range postings {
		if p.Amount < 1 || p.Amount > MaxAmount || p.From == p.To || p.From.Guild != p.To.Guild {
			return nil, ErrInvalidPosting
		}
		sums[p.From] -= p.Amount
		sums[p.To] += p.Amount
		if max(-sums[p.From], sums[p.To]) > MaxBalance {
			return nil, ErrBalanceLimit
		}
	}
	changes := make([]Balance, 0, len(sums))
	for account, coins := range sums {
		changes = append(changes, Balance{Account: account, Coins: coins})
	}
	slices.SortFunc(changes, func(a, b Balance) int { return a.compare(b.Account) })
	return changes, nil
}

// Posted is what a transaction did: its entries, of which there is at least one.
// It is what the same request is answered with again.
type Posted struct{ Entries []Entry }

// Settle writes down what a transaction did, as every store does: after is what it
// has left in each account that it touched.
func Settle(t Transaction, postings []Posting, after []Balance, streak Streak) Posted {
	at := cmp.Or(t.Time, time.Now()).UTC().Truncate(time.Millisecond)
	left := make(map[Account]int64, len(after))
	for _, b := range after {
		left[b.Account] = b.Coins
	}
	entries := make([]Entry, len(postings))
	for n, p := range slices.Backward(postings) { // from what is left at the end to what was before
		entries[n] = Entry{
			Position: Position{N: n}, Key: t.Key, Kind: t.Kind, Time: at, Posting: p,
			FromAfter: left[p.From], ToAfter: left[p.To], Actor: t.Actor, Reason: Storable(t.Reason),
		}
		left[p.From] += p.Amount
		left[p.To] -= p.Amount
	}
	entries[0].Reverses, entries[0].Streak = t.Reverses, streak
	return Posted{Entries: entries}
}

// Number gives the entries the number of the event that tells them.
func (p Posted) Number(seq int64) {
	for n := range p.Entries {
		p.Entries[n].Seq = seq
	}
}

// Time is when it was asked for.
func (p Posted) Time() time.Time { return p.Entries[0].Time }

// Balance is the coins that the transaction has left in a, which it must have touched.
func (p Posted) Balance(a Account) int64 {
	for _, e := range slices.Backward(p.Entries) {
		if e.From == a || e.To == a {
			return e.After(a)
		}
	}
	return 0
}

// Amount is the coins of all its entries.
func (p Posted) Amount() (sum int64) {
	for _, e := range p.Entries {
		sum += e.Amount
	}
	return sum
}

// What Post returns beside the errors of Postings and of the database.
var (
	ErrOnce              = errors.New("economy: that was done before, by another request")
	ErrReversed          = errors.New("economy: that transaction was reversed before, by another request")
	ErrKeyReused         = errors.New("economy: the key belongs to another request")
	ErrInsufficientFunds = errors.New("economy: the account does not hold as much")
	ErrBalanceLimit      = errors.New("economy: the account cannot hold as much")
	ErrInvalidPosting    = errors.New("economy: a posting must move 1 to 10^12 coins between two accounts of one guild")
	ErrOutcomeUnknown    = errors.New("economy: whether it was done is unknown")
	ErrNoSpace           = errors.New("economy: there is no room to write it down")
)
