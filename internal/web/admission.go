package web

import (
	"net/http"

	"golang.org/x/time/rate"
)

// reservedDescriptors are kept for all but the sockets: database, Discord, and
// requests, so that the program can be asked how it is when it has no more room.
const reservedDescriptors = 64

// admission says which handshakes are refused before they cost anything.
type admission struct {
	pace  *rate.Limiter // nil where there is no limit
	seats int           // sockets that may be open at once; 0 where the system sets no limit
}

// newAdmission admits so many handshakes a second, any number where that is 0, and so
// many sockets as this process has descriptors for.
func newAdmission(perSecond int) admission {
	var a admission
	if perSecond > 0 {
		a.pace = rate.NewLimiter(rate.Limit(perSecond), perSecond)
	}
	if limit := maxDescriptors(); limit > 0 {
		a.seats = max(limit-reservedDescriptors, limit/2)
	}
	return a
}

// admit refuses a handshake where there is no time or no room for it now. The client
// comes again on a connection of its own: this one would hold a descriptor.
func (h *Hub) admit(header http.Header) *apiError {
	refusal := h.refusal()
	if refusal != nil {
		header.Set("Retry-After", "1")
		header.Set("Connection", "close")
	}
	return refusal
}

func (h *Hub) refusal() *apiError {
	h.mu.Lock()
	stopped := h.stopped
	h.mu.Unlock()
	switch {
	case stopped:
		return unavailable("stopping", "the program is stopping")
	case h.admission.seats > 0 && h.Clients() >= h.admission.seats:
		return unavailable("no_room", "no more sockets can be open at once; allow the program more open files (ulimit -n)")
	case h.admission.pace != nil && !h.admission.pace.Allow():
		return unavailable("too_many_handshakes", "too many pages connect at once; come again in a moment (AURORA_MAX_HANDSHAKES_PER_SECOND)")
	}
	return nil
}

func unavailable(code, message string) *apiError {
	return &apiError{status: http.StatusServiceUnavailable, code: code, message: message}
}
