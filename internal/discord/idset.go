package discord

import "github.com/aurorabot/aurora/internal/snowflake"

// idSet is a set of ids but 0, which is none: a table with open addressing, up to 7/8
// full, which is 9 to 18 bytes an id. Its zero value is empty.
type idSet struct {
	table []snowflake.ID // 0 is a free place; as many as a power of two
	size  int
}

const smallestTable = 1 << 10

func (s *idSet) has(id snowflake.ID) bool {
	return len(s.table) > 0 && s.table[s.place(id)] == id
}

// add reports whether id was not there yet.
func (s *idSet) add(id snowflake.ID) bool {
	if s.size >= len(s.table)/8*7 {
		s.grow()
	}
	at := s.place(id)
	if s.table[at] == id {
		return false
	}
	s.table[at] = id
	s.size++
	return true
}

func (s *idSet) grow() {
	old := s.table
	s.table = make([]snowflake.ID, max(smallestTable, 2*len(old)))
	for _, id := range old {
		if id != 0 {
			s.table[s.place(id)] = id
		}
	}
}

// place is where id is, or would be put. Ids that are made together differ in few bits;
// the multiplication by the golden ratio spreads them (Knuth, volume 3, section 6.4).
func (s *idSet) place(id snowflake.ID) uint64 {
	mask := uint64(len(s.table) - 1)
	at := uint64(id) * 0x9e3779b97f4a7c15 >> 32 & mask
	for s.table[at] != 0 && s.table[at] != id {
		at = (at + 1) & mask
	}
	return at
}
