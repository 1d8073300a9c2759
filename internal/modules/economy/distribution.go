package economy

import (
	"cmp"
	"context"
	"slices"
)

// Distribution is how the coins of all guilds are spread over their members.
type Distribution struct {
	Gini    *float64  // 0 where all hold the same, towards 1 where one holds all; nil where nobody holds any
	Top1    *float64  // the share of the richest hundredth of members, of whom there is at least one
	Richest []Balance // the first of them
}

// distribution reads all balances page by page while coins are moved, so that no reading
// is long, and calls pause between them. It needs eight bytes for each account.
func distribution(ctx context.Context, ledger Ledger, pause func(context.Context) error) (Distribution, error) {
	var coins []int64
	var richest []Balance
	for after := (Account{}); ; {
		page, err := ledger.Balances(ctx, after, verifyPage)
		if err != nil {
			return Distribution{}, err
		}
		for _, b := range page.Balances {
			after = b.Account
			if !b.System() {
				coins = append(coins, b.Coins)
				richest = append(richest, b)
			}
		}
		richest = theRichest(richest)
		if len(page.Balances) < verifyPage {
			return spread(coins, richest), nil
		}
		if err := pause(ctx); err != nil {
			return Distribution{}, err
		}
	}
}

func theRichest(of []Balance) []Balance {
	slices.SortFunc(of, func(a, b Balance) int { return cmp.Or(cmp.Compare(b.Coins, a.Coins), a.compare(b.Account)) })
	return of[:min(len(of), listed)]
}

// spread measures balances, which it sorts. Sums are floating: ratios need no last coin.
func spread(coins []int64, richest []Balance) Distribution {
	d := Distribution{Richest: richest}
	slices.Sort(coins)
	n := len(coins)
	hundredth := (n + 99) / 100
	var sum, weighted, top float64
	for i, c := range coins { // the poorest first
		sum += float64(c)
		weighted += float64(2*i+1-n) * float64(c)
		if i >= n-hundredth {
			top += float64(c)
		}
	}
	if sum > 0 {
		d.Gini, d.Top1 = new(weighted/(float64(n)*sum)), new(top/sum)
	}
	return d
}
