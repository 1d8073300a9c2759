package transport

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/aurorabot/aurora/internal/event"
)

// Whom a limit is for: this bot on a route, this bot in all, or everybody on a
// resource.
const (
	scopeUser   = "user"
	scopeGlobal = "global"
	scopeShared = "shared"
)

// refusal is what a 429 says.
type refusal struct {
	scope string
	after time.Duration
	edge  bool // it comes from the edge of Discord's network, and is for all that this address sends
}

// fallback is the pause after a 429 that does not say how long.
const fallback = 5 * time.Second

// readRefusal reads a 429. The body is exact where the header has whole seconds. One
// that is no JSON comes from the edge.
func readRefusal(response *http.Response) refusal {
	body, _ := io.ReadAll(response.Body) // it is in memory
	response.Body = io.NopCloser(bytes.NewReader(body))
	var said struct {
		RetryAfter *float64 `json:"retry_after"`
		Global     bool     `json:"global"`
	}
	parsed := json.Unmarshal(body, &said) == nil
	refused := refusal{scope: response.Header.Get("X-RateLimit-Scope"), after: fallback, edge: !parsed}
	switch {
	case parsed && said.Global, !parsed:
		refused.scope = scopeGlobal
	case refused.scope == "":
		refused.scope = scopeUser
	}
	if said.RetryAfter != nil {
		refused.after = time.Duration(*said.RetryAfter * float64(time.Second))
	} else if whole, ok := seconds(response.Header.Get("Retry-After")); ok {
		refused.after = whole
	}
	return refused
}

func (r refusal) event(at route) event.Event {
	return event.Event{
		Type: "rest.ratelimited", Severity: event.Warn, Source: "discord", Title: "Rate limited by Discord",
		Message: fmt.Sprintf("%s: %s limit, for %v", at.name, r.scope, r.after.Round(time.Millisecond)),
		Data:    event.Object(map[string]any{"scope": r.scope, "route": at.name, "retryAfterMs": event.Milliseconds(r.after)}),
	}
}
