package journal

import (
	"cmp"
	"context"
	"math"
	"slices"
)

// lookup asks the index for the chunks and granules that hold several terms.
type lookup struct {
	journal *Journal
	terms   []weighed
}

// weighed is a term, and in how many granules it was found when it was last asked for.
type weighed struct {
	term
	found int
}

func newLookup(j *Journal, terms []term) *lookup {
	l := &lookup{journal: j}
	for _, t := range terms {
		l.terms = append(l.terms, weighed{term: t})
	}
	return l
}

// in finds the granules of chunks that hold all terms. rows is how many of the
// index were read. It asks for one term after the other, only as far as is left of
// the chunks; and next time for the rarest first, or one that it does not know yet.
func (l *lookup) in(ctx context.Context, chunks span) (left map[uint64]granules, rows int, err error) {
	for i := range l.terms {
		if i > 0 {
			chunks = reach(left)
		}
		found, err := l.granulesOf(ctx, l.terms[i].term, chunks)
		if err != nil {
			return nil, 0, err
		}
		rows += chunks.len()
		l.terms[i].found = 0
		for _, set := range found {
			l.terms[i].found += set.count()
		}
		if i == 0 {
			left = found
		} else {
			intersect(left, found)
		}
		if len(left) == 0 {
			break
		}
	}
	slices.SortStableFunc(l.terms, func(a, b weighed) int { return cmp.Compare(a.found, b.found) })
	return left, rows, nil
}

// intersect keeps of left what found has too.
func intersect(left, found map[uint64]granules) {
	for chunk, set := range left {
		if both := set.and(found[chunk]); both == (granules{}) {
			delete(left, chunk)
		} else {
			left[chunk] = both
		}
	}
}

// reach is from the first to the last chunk of some.
func reach(left map[uint64]granules) span {
	s := span{first: math.MaxUint64}
	for chunk := range left {
		s = span{min(s.first, chunk), max(s.last, chunk)}
	}
	return s
}

// granulesOf reads a term's rows.
func (l *lookup) granulesOf(ctx context.Context, t term, chunks span) (map[uint64]granules, error) {
	const query = "SELECT chunk, postings FROM journal_index WHERE bucket = ? AND chunk >= ? AND chunk <= ?"
	rows, err := l.journal.db.Query(ctx, query, t.bucket(), chunks.first, chunks.last)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	found := make(map[uint64]granules)
	for rows.Next() {
		var chunk uint64
		var row []byte
		if err := rows.Scan(&chunk, &row); err != nil {
			return nil, err
		}
		set, err := lookUp(row, t.key())
		if err != nil {
			return nil, err
		}
		if set != (granules{}) {
			found[chunk] = set
		}
	}
	return found, rows.Err()
}
