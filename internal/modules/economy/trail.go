package economy

import (
	"fmt"
	"strconv"
	"strings"
)

// trail is the way to a page of a history: where each page after the newest begins,
// the last of them the page itself. The ledger is read in one direction, so that the
// way back is what has been walked.
type trail []Position

// maxTrail is how long a trail may be, written down: a button has room for 50 bytes,
// and one says which way it leads.
const maxTrail = 49

// end is where the page begins.
func (t trail) end() Position {
	if len(t) == 0 {
		return Newest
	}
	return t[len(t)-1]
}

// back leads to the page before.
func (t trail) back() trail { return t[:max(0, len(t)-1)] }

// on leads to a next page. A trail that would be too long forgets its beginning: the
// way back then ends at the newest page after fewer steps.
func (t trail) on(next Position) trail {
	further := append(append(trail{}, t...), next)
	for len(further.String()) > maxTrail {
		further = further[1:]
	}
	return further
}

func (t trail) String() string {
	steps := make([]string, len(t))
	for i, p := range t {
		steps[i] = strconv.FormatInt(p.Seq, 36) + "." + strconv.FormatInt(int64(p.N), 36)
	}
	return strings.Join(steps, "/")
}

// parseTrail reads what String wrote.
func parseTrail(text string) (trail, error) {
	if text == "" {
		return nil, nil
	}
	var t trail
	for step := range strings.SplitSeq(text, "/") {
		first, second, _ := strings.Cut(step, ".")
		seq, err := strconv.ParseInt(first, 36, 64)
		n, err2 := strconv.ParseInt(second, 36, 32)
		if err != nil || err2 != nil || n < 0 {
			return nil, fmt.Errorf("%.60q leads to no page", text)
		}
		t = append(t, Position{Seq: seq, N: int(n)})
	}
	return t, nil
}
