package economy

import (
	"math"
	"testing"
)

func TestTheSpreadOfCoinsIsMeasured(t *testing.T) {
	hundred := make([]int64, 200)
	for i := range hundred {
		hundred[i] = 1
	}
	hundred[0], hundred[1] = 101, 101 // a hundredth of all
	for name, c := range map[string]struct {
		coins     []int64
		gini, top float64
	}{
		"one alone":            {[]int64{7}, 0, 1},
		"all alike":            {[]int64{5, 5, 5, 5}, 0, 0.25},
		"one has all":          {[]int64{0, 12, 0, 0}, 0.75, 1},
		"1 to 4":               {[]int64{3, 1, 4, 2}, 0.25, 0.4},
		"the most there can":   {[]int64{MaxBalance, MaxBalance}, 0, 0.5},
		"a hundredth has half": {hundred, 0.495, 0.505},
	} {
		d := spread(c.coins, nil)
		if math.Abs(*d.Gini-c.gini) > 0.003 || math.Abs(*d.Top1-c.top) > 0.003 {
			t.Errorf("%s: got %v and %v, want %v and %v", name, *d.Gini, *d.Top1, c.gini, c.top)
		}
	}
	for _, coins := range [][]int64{nil, {0, 0}} {
		if d := spread(coins, nil); d.Gini != nil || d.Top1 != nil {
			t.Errorf("of no coins: got %+v", d)
		}
	}
}
