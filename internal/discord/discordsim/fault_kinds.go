package discordsim

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gobwas/ws"
)

// The kinds of faults. Besides there is closeFault and a code.
const (
	faultReconnect   = "reconnect"                 // the gateway asks to be left: op 7
	faultInvalid     = "invalid_session"           // op 9, the session is gone
	faultResumable   = "invalid_session_resumable" // op 9, the session can be resumed
	faultDrop        = "drop"                      // the TCP connection is cut
	faultNoAck       = "no_ack"                    // heartbeats of present connections stay unanswered
	faultDuplicate   = "duplicate"                 // interactions come twice
	faultLate        = "late"                      // interactions come after their deadline
	faultLimitUser   = "rate_limit_user"           // a 429 for each bucket
	faultLimitGlobal = "rate_limit_global"         // a 429 for the bot, interactions apart
	faultLimitShared = "rate_limit_shared"         // a 429 that others have caused
	faultREST        = "rest_5xx"                  // REST fails, before or after it did what it was asked
	faultUnknown     = "unknown_interaction"       // callbacks are refused with 10062
	faultOutage      = "guild_outage"              // guilds become unavailable
	faultToken       = "invalid_token"             // the token is refused everywhere
	closeFault       = "close:"                    // the connection is closed with a code
)

const (
	maxFaultSeconds     = 3600
	lateBy              = ackDeadline + 500*time.Millisecond
	leaveAfterReconnect = 5 * time.Second // Discord says "after a few seconds"
)

// faultKind is what a kind of fault is like.
type faultKind struct {
	lasts   time.Duration // if nothing is said; 0 = it happens once
	sharded bool          // it can be had for one shard
	strikes bool          // it befalls connections: those of now and, if it lasts, those that come
}

// faultKindOf reads the name of a kind; false: there is none of this name.
func faultKindOf(name string) (faultKind, bool) {
	if _, ok := closeCodeOf(name); ok {
		return faultKind{sharded: true, strikes: true}, true
	}
	kind, ok := map[string]faultKind{
		faultReconnect:   {sharded: true, strikes: true},
		faultInvalid:     {sharded: true, strikes: true},
		faultResumable:   {sharded: true, strikes: true},
		faultDrop:        {sharded: true, strikes: true},
		faultNoAck:       {sharded: true, lasts: 2 * time.Minute},
		faultDuplicate:   {sharded: true, lasts: 10 * time.Second},
		faultLate:        {sharded: true, lasts: 10 * time.Second},
		faultOutage:      {sharded: true, lasts: 10 * time.Second},
		faultLimitUser:   {lasts: 2 * time.Second},
		faultLimitGlobal: {lasts: 2 * time.Second},
		faultLimitShared: {lasts: 2 * time.Second},
		faultREST:        {lasts: 2 * time.Second},
		faultUnknown:     {lasts: 10 * time.Second},
		faultToken:       {lasts: time.Minute},
	}[name]
	return kind, ok
}

// closeCodeOf reads the code of "close:4000". Any code that Discord documents will do, and the two of
// RFC 6455 that its edge uses.
func closeCodeOf(name string) (ws.StatusCode, bool) {
	text, ok := strings.CutPrefix(name, closeFault)
	code, err := strconv.ParseUint(text, 10, 16)
	if !ok || err != nil {
		return 0, false
	}
	return ws.StatusCode(code), slices.Contains(closeCodes(), ws.StatusCode(code))
}

func closeCodes() []ws.StatusCode {
	return []ws.StatusCode{1000, 1001, 4000, 4001, 4002, 4003, 4004, 4005, 4007, 4008, 4009, 4010, 4011, 4012, 4013, 4014}
}
