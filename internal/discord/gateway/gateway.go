// Package gateway keeps shards connected to Discord's gateway: it identifies within
// Discord's limits, beats, notices a connection that is dead, resumes what can be
// resumed, and tells a shard's life as events and measures.
//
// It reads of the dispatches only what a session needs; what they say is for the
// [Config.Dispatch] that it calls. It knows nothing of commands or replies.
package gateway

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"time"

	"github.com/gorilla/websocket"

	"github.com/aurorabot/aurora/internal/event"
)

// Config is what a shard needs. Dispatch, Tell and Observe are called on the shard's
// goroutine, in the order of what happens, and must not wait.
type Config struct {
	Token     string
	URL       string // as GET /gateway/bot says it
	Shard     int
	Total     int
	Intents   int
	Heartbeat time.Duration // between two heartbeats; Discord's own interval where that is shorter
	Starts    *Starts       // shared by all shards of the token
	Dialer    *websocket.Dialer

	Dispatch func(kind string, data json.RawMessage)
	Tell     func(event.Event)
	Observe  func(event.Measure)
	Logger   *slog.Logger
}

// Guilds is the intent with which guilds and their changes are told. Interactions
// need none. https://docs.discord.com/developers/events/gateway#gateway-intents
const Guilds = 1 << 0

// dialPatience bounds connecting and the upgrade to a websocket.
const dialPatience = 10 * time.Second

// NewDialer connects as HTTP_PROXY and its kin say.
func NewDialer() *websocket.Dialer {
	return &websocket.Dialer{Proxy: http.ProxyFromEnvironment, HandshakeTimeout: dialPatience}
}

// pause waits for d or until ctx ends.
func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}
