package web

import "bytes"

// names are those of one object so far.
type names struct {
	few  [16][]byte
	n    int
	many map[string]bool // in an object that has more than a few
}

// twice adds a name, and reports whether it was there.
func (s *names) twice(name []byte) bool {
	for _, known := range s.few[:min(s.n, len(s.few))] {
		if bytes.Equal(known, name) {
			return true
		}
	}
	if s.n < len(s.few) {
		s.few[s.n] = name
		s.n++
		return false
	}
	if s.many == nil {
		s.many = make(map[string]bool)
	}
	twice := s.many[string(name)]
	s.many[string(name)] = true
	return twice
}
