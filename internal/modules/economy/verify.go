package economy

import (
	"context"
	"fmt"
	"slices"
)

// How many balances and entries a verification reads at once: few enough that no
// reading is long.
const verifyPage = 2_000

// Difference is an account whose balance is not what its entries add up to.
type Difference struct {
	Account
	Stored   int64 `json:"stored,string"`
	Replayed int64 `json:"replayed,string"`
}

// Verify replays the ledger against the balances and returns where they disagree. It
// reads page by page while coins are moved, calls pause between pages, and needs
// memory for the accounts alone.
//
// Each page of balances says up to which entry it is true, so that an account is
// compared with its entries up to there.
func Verify(ctx context.Context, ledger Ledger, pause func(context.Context) error) ([]Difference, error) {
	v := &verification{ledger: ledger, pause: pause, accounts: make(map[Account]*verified)}
	if err := v.readBalances(ctx); err != nil {
		return nil, fmt.Errorf("verify the ledger: %w", err)
	}
	if err := v.replay(ctx); err != nil {
		return nil, fmt.Errorf("verify the ledger: %w", err)
	}
	return v.differences(), nil
}

// verification is one run of Verify.
type verification struct {
	ledger      Ledger
	pause       func(context.Context) error
	accounts    map[Account]*verified
	first, last int64 // what the first and the last page of balances are up to
}

// verified is one account: what is stored, and what its entries up to upTo come to.
type verified struct {
	stored, replayed int64
	upTo             int64
}

func (v *verification) readBalances(ctx context.Context) error {
	var after Account
	for n := 0; ; n++ {
		page, err := v.ledger.Balances(ctx, after, verifyPage)
		if err != nil {
			return err
		}
		if n == 0 {
			v.first = page.Seq
		}
		v.last = page.Seq
		for _, b := range page.Balances {
			v.accounts[b.Account] = &verified{stored: b.Coins, upTo: page.Seq}
			after = b.Account
		}
		if len(page.Balances) < verifyPage {
			return nil
		}
		if err := v.pause(ctx); err != nil {
			return err
		}
	}
}

func (v *verification) replay(ctx context.Context) error {
	for after := Oldest; ; {
		entries, err := v.ledger.Replay(ctx, after, verifyPage)
		if err != nil {
			return err
		}
		for _, e := range entries {
			v.account(e.From).add(e.Seq, -e.Amount)
			v.account(e.To).add(e.Seq, e.Amount)
			after = e.Position
		}
		if len(entries) < verifyPage || after.Seq > v.last {
			return nil
		}
		if err := v.pause(ctx); err != nil {
			return err
		}
	}
}

// account is one account's comparison. One that was not among the balances may have
// been opened after its page was read; it has none for certain up to the first page.
func (v *verification) account(a Account) *verified {
	known, ok := v.accounts[a]
	if !ok {
		known = &verified{upTo: v.first}
		v.accounts[a] = known
	}
	return known
}

func (a *verified) add(seq, coins int64) {
	if seq <= a.upTo {
		a.replayed += coins
	}
}

func (v *verification) differences() []Difference {
	var found []Difference
	for account, a := range v.accounts {
		if a.stored != a.replayed {
			found = append(found, Difference{Account: account, Stored: a.stored, Replayed: a.replayed})
		}
	}
	slices.SortFunc(found, func(a, b Difference) int { return a.compare(b.Account) })
	return found
}
