package journal

import (
	"strconv"
	"strings"
)

// term is something that events are found by, as a number of 20 bits made from it.
// That two things have the same number costs a search in vain, and nothing else: what
// the index points at is looked at.
type term uint32

// The kinds of terms.
const (
	byType     = 't'
	byFamily   = 'f' // a beginning of the type
	bySeverity = 's'
	byGuild    = 'g'
	byUser     = 'u'
	byShard    = 'n'
	byTrace    = 'r'
	byText     = 'x' // one, two or three bytes of a title or a message
)

const (
	termBits   = 20
	bucketBits = 8 // of them say in which of the buckets the term is kept
	maxBuckets = 1 << bucketBits
)

// termOf hashes with FNV-1a, whose 32 bits are folded as its authors advise:
// http://www.isthe.com/chongo/tech/comp/fnv/
func termOf[T string | []byte](kind byte, value T) term {
	const offset, prime = 2166136261, 16777619
	hash := (offset ^ uint32(kind)) * prime
	for i := range len(value) {
		hash = (hash ^ uint32(value[i])) * prime
	}
	return term((hash>>termBits ^ hash) & (1<<termBits - 1))
}

func termOfNumber(kind byte, n uint64) term {
	var digits [20]byte
	return termOf(kind, strconv.AppendUint(digits[:0], n, 10))
}

func (t term) bucket() int { return int(t >> (termBits - bucketBits)) }

// key tells the terms of a bucket apart.
func (t term) key() uint16 { return uint16(t & (1<<(termBits-bucketBits) - 1)) }

// maxFamily is how long the beginnings of types are that are in the index. With a
// longer one the index is asked for its beginning.
const maxFamily = 24

func family(prefix string) string { return prefix[:min(len(prefix), maxFamily)] }

// gram is how many bytes of a text a term has at most, and maxGrams how many terms
// one text is looked for by.
const (
	gram     = 3
	maxGrams = 16
)

// grams are the parts of a text that must be in an event's for it to be found there,
// spread over the text.
func grams(text string) []term {
	size := min(gram, len(text))
	last := len(text) - size // where the last of them begins
	count := min(last+1, maxGrams)
	terms := make([]term, 0, count)
	for i := range count {
		at := i * last / max(count-1, 1)
		terms = append(terms, termOf(byText, text[at:at+size]))
	}
	return terms
}

// searchable is a text as it is compared: A to Z in lower case. The databases do not
// agree on the rest of the letters.
func searchable(text string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, storable(text))
}

// storable replaces what a text in PostgreSQL cannot hold, NUL and what is not UTF-8.
func storable(text string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(text, "\ufffd"), "\x00", "\ufffd")
}
