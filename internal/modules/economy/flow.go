package economy

import (
	"slices"
	"strings"
	"time"
)

// Flow is what was moved for one purpose in an hour.
type Flow struct {
	Hour    time.Time // when it began, UTC; zero for a longer time
	Kind    Kind
	Count   int64
	Moved   int64 // all coins
	Issued  int64 // of these, from the ledger's own accounts to members
	Burned  int64 // of these, from members to the ledger's own accounts
	Largest int64 // movement
}

// Total sums up the flows of all hours, one for each kind, in the order of kinds.
func Total(flows []Flow) []Flow {
	byKind := make(map[Kind]Flow)
	for _, f := range flows {
		sum := byKind[f.Kind]
		byKind[f.Kind] = Flow{
			Kind: f.Kind, Count: sum.Count + f.Count, Moved: sum.Moved + f.Moved,
			Issued: sum.Issued + f.Issued, Burned: sum.Burned + f.Burned, Largest: max(sum.Largest, f.Largest),
		}
	}
	total := make([]Flow, 0, len(byKind))
	for _, sum := range byKind {
		total = append(total, sum)
	}
	slices.SortFunc(total, func(a, b Flow) int { return strings.Compare(string(a.Kind), string(b.Kind)) })
	return total
}

// since are the flows from an instant on.
func since(flows []Flow, from time.Time) []Flow {
	return slices.DeleteFunc(slices.Clone(flows), func(f Flow) bool { return f.Hour.Before(from) })
}
