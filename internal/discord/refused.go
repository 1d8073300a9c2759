package discord

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	disgo "github.com/disgoorg/disgo/discord"
	"github.com/disgoorg/disgo/gateway"
	"github.com/gorilla/websocket"
)

// refusedError is a close code after which Discord wants no further try with the
// same settings: 4004 and 4010 to 4014.
// https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes
type refusedError struct {
	shard int
	code  int
	err   error
}

func (e *refusedError) Error() string {
	return fmt.Sprintf("Discord refuses shard %d: %v", e.shard, e.err)
}

func (e *refusedError) Unwrap() error { return e.err }

const mendToken = "reset the token on the Bot page of your application and set AURORA_DISCORD_TOKEN"

// mend is what the operator can do about it.
func (e *refusedError) mend() string {
	switch e.code {
	case gateway.CloseEventCodeAuthenticationFailed.Code:
		return mendToken
	case gateway.CloseEventCodeInvalidIntent.Code, gateway.CloseEventCodeDisallowedIntent.Code:
		return "allow the intents on the Bot page of your application"
	}
	return "restart Aurora: it asks Discord anew how many shards there are to be"
}

// refusalIn finds a final close code in err.
func refusalIn(err error, shard int) (*refusedError, bool) {
	closed, ok := errors.AsType[*websocket.CloseError](err)
	if !ok || gateway.CloseEventCodeByCode(closed.Code).Reconnect {
		return nil, false
	}
	return &refusedError{shard: shard, code: closed.Code, err: err}, true
}

// watched is a shard whose failure to open is told: the library's manager only logs it.
type watched struct {
	gateway.Gateway
	failed func(gateway.Gateway, error)
}

// Open implements [gateway.Gateway].
func (w watched) Open(ctx context.Context) error {
	err := w.Gateway.Open(ctx)
	if err != nil {
		w.failed(w.Gateway, err)
	}
	return err
}

// dialer connects shards until ctx ends. After that it fails with the one error at
// which the library gives up reconnecting, which it else does beyond its own Close.
func dialer(ctx context.Context) *websocket.Dialer {
	plain := &net.Dialer{Timeout: dialPatience}
	return &websocket.Dialer{
		Proxy: http.ProxyFromEnvironment, HandshakeTimeout: dialPatience,
		NetDialContext: func(dialing context.Context, network, address string) (net.Conn, error) {
			if ctx.Err() != nil {
				return nil, disgo.ErrGatewayAlreadyConnected
			}
			dialing, cancel := context.WithCancel(dialing)
			defer cancel()
			defer context.AfterFunc(ctx, cancel)()
			return plain.DialContext(dialing, network, address)
		},
	}
}

// dialPatience bounds how long a shard that is connecting holds up the end.
const dialPatience = 5 * time.Second
