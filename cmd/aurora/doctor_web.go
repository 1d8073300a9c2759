package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"

	"github.com/gorilla/websocket"

	"github.com/aurorabot/aurora/internal/web"
)

// publicURL looks whether the dashboard answers at the address that browsers use.
func (d *doctor) publicURL(ctx context.Context) (string, error) {
	public := strings.TrimSuffix(d.o.publicURL, "/")
	if public == "" {
		return "none is set: the dashboard is for browsers on this machine", nil
	}
	running := listens(ctx, d.o.reach.addr)
	err := answers(ctx, public)
	switch {
	case err == nil:
		return public + " leads to Aurora", nil
	case !running:
		return "", fmt.Errorf("%w: Aurora is not running at %s", errUnchecked, d.o.reach.addr)
	}
	return "", ailment{
		fmt.Sprintf("%s does not lead to Aurora: %v", public, err),
		fmt.Sprintf("let the name point to this machine, and the proxy forward to %s://%s", d.o.reach.scheme(), d.o.reach.addr),
	}
}

// listens reports whether somebody accepts connections at address. Over TLS its
// certificate need not be for that address, so no more is asked.
func listens(ctx context.Context, address string) bool {
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", address)
	if err == nil {
		conn.Close()
	}
	return err == nil
}

// answers asks an Aurora at base whether it lives.
func answers(ctx context.Context, base string) error {
	status, _, err := ask(ctx, base+"/healthz")
	if err == nil && status != http.StatusOK {
		err = fmt.Errorf("it answers %d", status)
	}
	return err
}

// proxy looks whether a websocket passes what stands before the dashboard.
func (d *doctor) proxy(ctx context.Context) (string, error) {
	public := strings.TrimSuffix(d.o.publicURL, "/")
	if public == "" {
		return "none is needed", nil
	}
	if answers(ctx, public) != nil {
		return "", fmt.Errorf("%w: nothing answers at %s", errUnchecked, public)
	}
	if d.takesStrangersForLocal(ctx, public) {
		return "", ailment{
			public + " shows the figures to everybody: requests through it look as if they came from this machine",
			"let the proxy pass on Host and X-Forwarded-For; docs/proxy.md has it for nginx",
		}
	}
	address, origin := "ws"+strings.TrimPrefix(public, "http")+"/ws", http.Header{"Origin": {public}}
	socket, response, err := websocket.DefaultDialer.DialContext(ctx, address, origin) //nolint:bodyclose // the library says it need not be closed
	if err == nil {
		return d.passesOn(), socket.Close()
	}
	if response == nil {
		return "", ailment{"no websocket can be opened: " + err.Error(), "look at the proxy's log"}
	}
	if response.StatusCode == http.StatusUpgradeRequired {
		return "", ailment{
			"it drops the header Upgrade, so pages are not live",
			"nginx: proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection upgrade; Caddy passes it on by itself",
		}
	}
	if response.StatusCode == http.StatusUnauthorized { // without the header, Aurora would not have come to ask
		return d.passesOn() + "; Aurora asks who is there", nil
	}
	return "", ailment{"a websocket is answered with " + response.Status, reasonOf(response.Body)}
}

// takesStrangersForLocal reports whether the public address answers without a key or a
// login what only they, or this machine, should see.
func (d *doctor) takesStrangersForLocal(ctx context.Context, public string) bool {
	u, err := url.Parse(public)
	if err != nil {
		return false
	}
	if loopback, err := web.LoopbackOnly(net.JoinHostPort(u.Hostname(), "0")); err != nil || loopback {
		return false
	}
	status, _, err := ask(ctx, public+"/api/stats")
	return err == nil && status == http.StatusOK
}

// passesOn is what is found of a proxy that is in order.
func (d *doctor) passesOn() string {
	if d.o.reach.trustedProxies == "" && d.o.reach.tlsCert == "" {
		return "it passes websockets on; AURORA_TRUSTED_PROXIES is not set, so limits on trying count all who come through it as one"
	}
	return "it passes websockets on"
}

// reasonOf reads why Aurora has refused, which names the mend.
func reasonOf(body io.Reader) string {
	var refused struct {
		Error struct {
			Message string `json:"message"`
		} `json:"error"`
	}
	err := json.NewDecoder(io.LimitReader(body, 1<<16)).Decode(&refused)
	if err != nil || refused.Error.Message == "" {
		return "look at the proxy's log: it is not Aurora that answers"
	}
	return refused.Error.Message
}
