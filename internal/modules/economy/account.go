package economy

import (
	"cmp"

	"github.com/aurorabot/aurora/internal/snowflake"
)

// Bounds of what is moved and of what a member may hold, in whole coins. A balance
// stays exact in a browser's number.
const (
	MaxAmount  = 1_000_000_000_000
	MaxBalance = 1<<53 - 1
)

// MaxSystemBalance is how far from zero one of the ledger's own accounts may be, on
// either side: so far that no sum of it and of what a transaction moves leaves 64 bits.
const MaxSystemBalance = 1 << 62

// Account holds coins in one guild. Its holder is a member's id or, below
// firstMember, one of the ledger's own accounts.
type Account struct {
	Guild  snowflake.ID `json:"guild"`
	Holder snowflake.ID `json:"holder"`
}

// The ledger's own accounts, one for each source of coins and each sink: what is in
// them is, with the sign turned for a source, all that ever came from there or went
// there. No member has so small an id.
const (
	mint        snowflake.ID = 1 // pays the daily claims
	grants      snowflake.ID = 2 // pays what administrators give
	deductions  snowflake.ID = 3 // takes what administrators take
	firstMember snowflake.ID = 1 << 10
)

// Mint is the account from which the daily coins of a guild come.
func Mint(guild snowflake.ID) Account { return Account{Guild: guild, Holder: mint} }

// Grants is the account from which a guild's administrators give coins.
func Grants(guild snowflake.ID) Account { return Account{Guild: guild, Holder: grants} }

// Deductions is the account to which a guild's administrators take coins.
func Deductions(guild snowflake.ID) Account { return Account{Guild: guild, Holder: deductions} }

// System reports whether a is one of the ledger's own accounts, which may be below zero.
func (a Account) System() bool { return a.Holder < firstMember }

// Bounds are the least and the most that a may hold.
func (a Account) Bounds() (least, most int64) {
	if a.System() {
		return -MaxSystemBalance, MaxSystemBalance
	}
	return 0, MaxBalance
}

func (a Account) compare(b Account) int {
	return cmp.Or(cmp.Compare(a.Guild, b.Guild), cmp.Compare(a.Holder, b.Holder))
}

// Balance is the coins in an account.
type Balance struct {
	Account
	Coins int64
}
