package journal

import (
	"encoding/binary"
	"maps"
	"slices"

	"github.com/aurorabot/aurora/internal/snowflake"
)

// postings is the index of one chunk while it is made: which granules hold a term.
// In the database it is a row for each bucket of terms; in a row the terms follow each
// other, two bytes of key and the set of granules, in ascending order of keys.
type postings struct {
	layout layout
	terms  map[term]*granules
	types  map[string]*granules // few, with many terms each
	bytes  [1 << 8]granules     // that hold a byte of text
	pairs  [1 << 16]granules    // that hold two
}

func newPostings(l layout) *postings {
	return &postings{layout: l, terms: make(map[term]*granules), types: make(map[string]*granules)}
}

// entry is an event as far as it can be searched for.
type entry struct {
	seq                                   uint64
	kind, severity, trace, title, message string
	guild, user                           snowflake.ID
	shard                                 *int
}

// add puts an event of the chunk into the index.
func (p *postings) add(e entry) {
	granule := p.layout.granuleOf(e.seq)
	mark(p.types, e.kind, granule)
	mark(p.terms, termOf(bySeverity, e.severity), granule)
	if e.guild != 0 {
		mark(p.terms, termOfNumber(byGuild, uint64(e.guild)), granule)
	}
	if e.user != 0 {
		mark(p.terms, termOfNumber(byUser, uint64(e.user)), granule)
	}
	if e.shard != nil {
		mark(p.terms, termOfNumber(byShard, uint64(*e.shard)), granule)
	}
	if e.trace != "" {
		mark(p.terms, termOf(byTrace, e.trace), granule)
	}
	p.addText(searchable(e.title), granule)
	p.addText(searchable(e.message), granule)
}

// addText marks every one, two and three bytes of text. The short ones have arrays,
// because there are many in each text and few that differ.
func (p *postings) addText(text string, granule int) {
	for i := range len(text) {
		p.bytes[text[i]].add(granule)
		if i+1 < len(text) {
			p.pairs[int(text[i])<<8|int(text[i+1])].add(granule)
		}
		if i+gram <= len(text) {
			mark(p.terms, termOf(byText, text[i:i+gram]), granule)
		}
	}
}

func mark[K comparable](sets map[K]*granules, key K, granule int) {
	set := sets[key]
	if set == nil {
		set = new(granules)
		sets[key] = set
	}
	set.add(granule)
}

// buckets are the rows, of which some may be empty. Nothing is added after it.
func (p *postings) buckets() [maxBuckets][]byte {
	p.gather()
	var rows [maxBuckets][]byte
	for i := range rows {
		rows[i] = []byte{} // not NULL
	}
	for _, t := range slices.Sorted(maps.Keys(p.terms)) {
		row := binary.BigEndian.AppendUint16(rows[t.bucket()], t.key())
		rows[t.bucket()] = p.terms[t].appendTo(row)
	}
	return rows
}

// gather makes terms of what was collected apart from them.
func (p *postings) gather() {
	for kind, set := range p.types {
		p.join(termOf(byType, kind), *set)
		for n := range len(family(kind)) {
			p.join(termOf(byFamily, kind[:n+1]), *set)
		}
	}
	for b, set := range p.bytes {
		p.join(termOf(byText, []byte{byte(b)}), set)
	}
	for pair, set := range p.pairs {
		p.join(termOf(byText, []byte{byte(pair >> 8), byte(pair)}), set)
	}
}

func (p *postings) join(t term, set granules) {
	if set == (granules{}) {
		return
	}
	if known := p.terms[t]; known != nil {
		set.or(*known)
	}
	p.terms[t] = &set
}

// lookUp finds the granules of a term in its bucket's row.
func lookUp(row []byte, key uint16) (granules, error) {
	for len(row) > 2 {
		at := binary.BigEndian.Uint16(row)
		set, rest, err := cutSet(row[2:])
		if err != nil {
			return granules{}, err
		}
		if at == key {
			return parseSet(set), nil
		}
		row = rest
	}
	return granules{}, nil
}
