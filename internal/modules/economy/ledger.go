package economy

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/snowflake"
)

// Bounds of what is moved and of what a member may hold, in whole coins. A balance
// stays exact in a browser's number.
const (
	MaxAmount  = 1_000_000_000_000
	MaxBalance = 1<<53 - 1
)

// Account holds coins in one guild. Its holder is a member's id or, below
// firstMember, one of the ledger's own accounts.
type Account struct {
	Guild  snowflake.ID `json:"guild"`
	Holder snowflake.ID `json:"holder"`
}

// mint is the holder from whom all coins of a guild come: its balance is what is
// in circulation, below zero. No member has so small an id.
const (
	mint        snowflake.ID = 1
	firstMember snowflake.ID = 1 << 10
)

// Mint is the account from which coins of a guild are issued.
func Mint(guild snowflake.ID) Account { return Account{Guild: guild, Holder: mint} }

// System reports whether a is one of the ledger's own accounts, which may be below zero.
func (a Account) System() bool { return a.Holder < firstMember }

// Posting moves Amount coins from one account to another of the same guild.
type Posting struct {
	From   Account `json:"from"`
	To     Account `json:"to"`
	Amount int64   `json:"amount,string"`
}

// Streak is how many days in a row a member has claimed, up to and with Day, a
// calendar day such as 2026-11-21 in the guild's time zone. The zero Streak is a
// member who never claimed.
type Streak struct {
	Day    string `json:"day"`
	Length int    `json:"length"`
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

// Transaction is a change of the ledger: all of it happens, or nothing.
type Transaction struct {
	Key     string // of the request: the same again is answered alike and changes nothing
	Content string // what the request asks, so that another with the same key is noticed
	Once    string // a name that only one transaction may ever take; or ""

	// Postings decides, inside the transaction, what is moved. Its error refuses
	// the transaction and is returned by Post as it is.
	Postings func(Book) ([]Posting, error)
	// Event tells the change. It is written with it.
	Event func(Posted) event.Event
}

// Posted is what a transaction did. It is kept, to answer the same request again.
type Posted struct {
	Time     time.Time `json:"time"`
	Postings []Posting `json:"postings"`
	Balances []Balance `json:"balances"` // afterwards, of each account touched
	Streak   Streak    `json:"streak"`   // as set by the transaction; else zero
}

// Balance is the coins in an account.
type Balance struct {
	Account
	Coins int64 `json:"coins,string"`
}

// Balance is what the transaction has left in a, which it must have touched.
func (p Posted) Balance(a Account) int64 {
	for _, b := range p.Balances {
		if b.Account == a {
			return b.Coins
		}
	}
	return 0
}

// Totals are sums over all guilds.
type Totals struct {
	Accounts int64 // of members
	Supply   int64 // coins in members' accounts, which is what the mints have issued
}

// What Post returns beside the errors of Postings and of the database.
var (
	ErrOnce              = errors.New("economy: that was done before, by another request")
	ErrKeyReused         = errors.New("economy: the key belongs to another request")
	ErrInsufficientFunds = errors.New("economy: the account does not hold as much")
	ErrBalanceLimit      = errors.New("economy: the account cannot hold as much")
	ErrInvalidPosting    = errors.New("economy: a posting must move 1 to 10^12 coins between two accounts of one guild")
)

// Store keeps the ledger. It may be used from several goroutines; package
// economytest says, as tests, what every Store obeys.
type Store interface {
	// Post carries out t, with its event, after which all of it is durable, or
	// returns an error, after which nothing of it remains.
	Post(ctx context.Context, t Transaction) (Posted, error)
	// Balance is the coins in a, 0 where nothing was ever posted.
	Balance(ctx context.Context, a Account) (int64, error)
	Totals(ctx context.Context) (Totals, error)
}

// Changes sums postings up to what each account gains or loses, in ascending order
// of accounts, in which every store locks them. A posting out of bounds is
// [ErrInvalidPosting].
func Changes(postings []Posting) ([]Balance, error) {
	sums := make(map[Account]int64)
	for _, p := range postings {
		if p.Amount < 1 || p.Amount > MaxAmount || p.From == p.To || p.From.Guild != p.To.Guild {
			return nil, ErrInvalidPosting
		}
		sums[p.From] -= p.Amount
		sums[p.To] += p.Amount
	}
	changes := make([]Balance, 0, len(sums))
	for account, coins := range sums {
		changes = append(changes, Balance{Account: account, Coins: coins})
	}
	slices.SortFunc(changes, func(a, b Balance) int {
		return cmp.Or(cmp.Compare(a.Guild, b.Guild), cmp.Compare(a.Holder, b.Holder))
	})
	return changes, nil
}
