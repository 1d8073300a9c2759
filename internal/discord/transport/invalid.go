package transport

import (
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/aurorabot/aurora/internal/event"
)

// Discord bans an address for a while after 10 000 invalid requests in 10 minutes.
// https://docs.discord.com/developers/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans
const (
	invalidLimit  = 10_000
	invalidStop   = invalidLimit * 8 / 10
	invalidWindow = 10 * time.Minute
)

// countsAsInvalid reports whether Discord counts an answer towards the ban.
func countsAsInvalid(status int, scope string) bool {
	switch status {
	case http.StatusUnauthorized, http.StatusForbidden:
		return true
	case http.StatusTooManyRequests:
		return scope != scopeShared
	}
	return false
}

// invalid counts invalid requests. Its methods may be called from several goroutines.
type invalid struct {
	tell func(event.Event)

	mu   sync.Mutex
	at   []time.Time // of the last 10 minutes, the oldest first
	told bool
}

func newInvalid(tell func(event.Event)) *invalid { return &invalid{tell: tell} }

func (i *invalid) add(now time.Time) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.forget(now)
	i.at = append(i.at, now)
	if len(i.at) >= invalidStop && !i.told {
		i.told = true
		i.tell(i.event())
	}
}

// exhausted reports whether no more may be risked.
func (i *invalid) exhausted(now time.Time) bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.forget(now)
	return len(i.at) >= invalidStop
}

// forget drops what is older than the window. i.mu is held.
func (i *invalid) forget(now time.Time) {
	for len(i.at) > 0 && now.Sub(i.at[0]) >= invalidWindow {
		i.at = i.at[1:]
	}
	if len(i.at) < invalidStop {
		i.told = false
	}
}

func (i *invalid) event() event.Event {
	return event.Event{
		Type: "rest.invalid_budget", Severity: event.Warn, Source: "discord", Title: "Too many refused requests",
		Message: fmt.Sprintf("%d requests were refused in 10 minutes; at %d Discord bans this address, so none is sent until the oldest are forgotten", len(i.at), invalidLimit),
		Data:    event.Object(map[string]any{"count": len(i.at), "limit": invalidLimit}),
	}
}
