package discordsim

import (
	"strconv"
	"time"

	"github.com/gobwas/ws"
)

// strike brings a fault on the sessions it is for and returns how many clients met it.
func (g *gateway) strike(req faultRequest) (hits int) {
	switch {
	case req.kind == faultOutage:
		return g.outage(req.shard, req.lasts)
	case req.kind == faultToken:
		return g.strikeAll(nil, closeFault+strconv.Itoa(int(errToken.code)))
	case req.is.strikes:
		return g.strikeAll(req.shard, req.kind)
	}
	return 0
}

func (g *gateway) strikeAll(shard *int, kind string) (hits int) {
	for _, s := range g.all() {
		if (shard == nil || *shard == s.shard) && g.befall(s, kind) {
			hits++
		}
	}
	return hits
}

// befall lets a fault that strikes connections happen to a session's; false: its client is not there. The
// timer of a reconnect is waited for by nobody: after the simulator's end it finds no connection.
func (g *gateway) befall(s *session, kind string) bool {
	c := s.connection()
	if c == nil {
		return false
	}
	switch kind {
	case faultReconnect:
		s.sendAway()
		c.send(encodeControl(opReconnect, "null"))
		time.AfterFunc(leaveAfterReconnect, func() { g.dismiss(s, c, closeError{code: 4000, reason: "Unknown error."}) })
	case faultInvalid, faultResumable:
		resumable := kind == faultResumable
		g.end(s, c, resumable, true)
		g.counts.invalidSessions.Add(1)
		c.send(encodeControl(opInvalidSession, strconv.FormatBool(resumable)))
	case faultDrop:
		g.end(s, c, true, true)
		c.abort()
	default:
		code, _ := closeCodeOf(kind)
		g.dismiss(s, c, closeError{code: code, reason: closeReason(code)})
	}
	return true
}

// dismiss closes a session's connection, unless it uses another one by now.
func (g *gateway) dismiss(s *session, c *conn, why closeError) {
	if s.connection() == c {
		g.end(s, c, why.resumable(), true)
		c.close(why.code, why.reason)
	}
}

// greet lets the faults in force befall a connection that just logged in.
func (g *gateway) greet(s *session) {
	for _, kind := range g.faults.striking(s.shard) {
		g.befall(s, kind)
	}
}

// closeReason is what Discord says with a code.
func closeReason(code ws.StatusCode) string {
	for _, known := range []closeError{
		errSilent, errUnknownOpcode, errDecode, errNotIdentified, errToken, errIdentifiedOnce, errSeqAhead, errSendLimit,
		errTimedOut, errShard, errSharding, errVersion, errIntents, errPrivileged,
	} {
		if known.code == code {
			return known.reason
		}
	}
	return ""
}
