package gateway

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/gorilla/websocket"
)

// Close codes after which a session is over, and those of a refusal: Discord wants
// no further try with the same settings. To a request it says the same with 401.
// https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes
const (
	closeInvalidSeq        = 4007
	closeSessionTimedOut   = 4009
	closeAuthentication    = 4004
	closeInvalidShard      = 4010
	closeShardingRequired  = 4011
	closeInvalidVersion    = 4012
	closeInvalidIntents    = 4013
	closeDisallowedIntents = 4014
)

// MendToken is what to do about a token that Discord does not take.
const MendToken = "reset the token on the Bot page of your application and set AURORA_DISCORD_TOKEN"

// Refusal is the error of a shard that Discord does not let in. Who asks for a
// [Limit] may say so, too.
type Refusal struct {
	Code int // the gateway's close code, or the HTTP status 401
}

func (r *Refusal) Error() string {
	return fmt.Sprintf("Discord refuses the bot: %s (%d)", r.reason(), r.Code)
}

func (r *Refusal) reason() string {
	switch r.Code {
	case closeAuthentication, http.StatusUnauthorized:
		return "it does not know the bot token"
	case closeInvalidShard:
		return "there is no such shard"
	case closeShardingRequired:
		return "the bot is in too many guilds for so few shards"
	case closeInvalidVersion:
		return "it no longer speaks this version of the gateway"
	case closeInvalidIntents:
		return "it does not know the intents"
	}
	return "the intents are not allowed"
}

// Mend is what the operator can do about it.
func (r *Refusal) Mend() string {
	switch r.Code {
	case closeAuthentication, http.StatusUnauthorized:
		return MendToken
	case closeInvalidShard, closeShardingRequired:
		return "set --shards 0, so that Discord says how many there are to be"
	case closeInvalidVersion:
		return "install a newer Aurora"
	}
	return "allow the intents on the Bot page of your application"
}

// closeCode is the code with which Discord closed the connection, or 0.
func closeCode(err error) int {
	if closed, ok := errors.AsType[*websocket.CloseError](err); ok && closed.Code != websocket.CloseAbnormalClosure {
		return closed.Code
	}
	return 0
}

// refusal is err as a Refusal, or nil where another try may succeed.
func refusal(err error) *Refusal {
	if refused, ok := errors.AsType[*Refusal](err); ok {
		return refused
	}
	switch code := closeCode(err); code {
	case closeAuthentication, closeInvalidShard, closeShardingRequired,
		closeInvalidVersion, closeInvalidIntents, closeDisallowedIntents:
		return &Refusal{Code: code}
	}
	return nil
}
