package journal

import (
	"cmp"
	"context"
	"math"
	"slices"
)

// choice is terms of which one is enough.
type choice []term

// lookup asks the index for the chunks and granules that hold one term of each of
// several choices.
type lookup struct {
	journal *Journal
	choices []weighed
}

// weighed is a choice, and in how many granules it was found when it was last asked for.
type weighed struct {
	choice
	found int
}

func newLookup(j *Journal, choices []choice) *lookup {
	l := &lookup{journal: j}
	for _, c := range choices {
		l.choices = append(l.choices, weighed{choice: c})
	}
	return l
}

// in finds the granules of chunks that hold one of each choice. rows is how many of the
// index were read. It asks for one choice after the other, only as far as is left of
// the chunks; and next time for the rarest first, or one that it does not know yet.
func (l *lookup) in(ctx context.Context, chunks span) (left map[uint64]granules, rows int, err error) {
	for i, wanted := range l.choices {
		if i > 0 {
			chunks = reach(left)
		}
		found, err := l.granulesOfAny(ctx, wanted.choice, chunks)
		if err != nil {
			return nil, 0, err
		}
		rows += len(wanted.choice) * chunks.len()
		l.choices[i].found = 0
		for _, set := range found {
			l.choices[i].found += set.count()
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
	slices.SortStableFunc(l.choices, func(a, b weighed) int { return cmp.Compare(a.found, b.found) })
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

// granulesOfAny are the granules that hold one of several terms.
func (l *lookup) granulesOfAny(ctx context.Context, terms choice, chunks span) (map[uint64]granules, error) {
	all := make(map[uint64]granules)
	for _, t := range terms {
		found, err := l.granulesOf(ctx, t, chunks)
		if err != nil {
			return nil, err
		}
		for chunk, set := range found {
			set.or(all[chunk])
			all[chunk] = set
		}
	}
	return all, nil
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
