package web

import "errors"

// errWouldWait says that the kernel takes nothing now.
var errWouldWait = errors.New("the kernel takes no more")

// attempt writes without waiting. It is a value with a place for what goes in and
// out, so that a write allocates nothing: one for each goroutine that writes.
type attempt struct {
	bytes   []byte
	n       int
	err     error
	tally   tally
	control func(fd uintptr)
}

func newAttempt() *attempt {
	a := &attempt{}
	a.control = func(fd uintptr) { a.n, a.err = writeNow(fd, a.bytes) }
	return a
}

// write writes as much of what s has to send as the kernel takes at once. It is
// errWouldWait where that is nothing, and a connError where the connection has failed.
func (a *attempt) write(s *socket) error {
	a.bytes = s.out
	err := s.raw.Control(a.control)
	a.bytes = nil
	switch {
	case err != nil:
		return connError{err}
	case errors.Is(a.err, errWouldWait):
		return a.err
	case a.err != nil:
		return connError{a.err}
	}
	a.tally.add(s.took(a.n), a.n)
	return nil
}
