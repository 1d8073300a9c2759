package discordsim

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/gobwas/ws"
)

const (
	sendLimit  = 120 // frames of the client in sendWindow
	sendWindow = time.Minute
	// beatFlood heartbeats within a second are more than any clock or probe explains. Ours.
	beatFlood = 5
)

// protocol is the conversation on one connection. Only its reading goroutine uses it.
type protocol struct {
	conn      *conn
	sockets   *sockets
	resumeURL string
	atResume  bool // the client came to the address for resuming
	streamed  bool // the transport is compressed
	opened    time.Time

	app     *application
	session *session             // the last one that was begun or resumed here
	frames  [sendLimit]time.Time // when the last frames came, a ring
	count   int
	beats   [beatFlood]time.Time
	beaten  int
}

// talk says HELLO and answers the client until one side ends the connection.
func (p *protocol) talk() error {
	interval := p.sockets.interval
	p.conn.send(encodeControl(opHello, fmt.Sprintf(`{"heartbeat_interval":%d}`, interval.Milliseconds())))
	lastBeat := time.Now()
	// A client that is late is asked for its heartbeat before it is given up. How late is ours.
	urge := time.AfterFunc(interval+interval/4, func() { p.conn.send(encodeControl(opHeartbeat, "null")) })
	defer urge.Stop()
	for {
		message, err := p.conn.receive(lastBeat.Add(interval + interval/2))
		if err != nil {
			return err
		}
		beat, err := p.handle(message, time.Now())
		if err != nil {
			return err
		}
		if beat {
			lastBeat = time.Now()
			urge.Reset(interval + interval/4)
		}
	}
}

// handle answers one frame and says whether it was a heartbeat.
func (p *protocol) handle(message []byte, now time.Time) (beat bool, err error) {
	if p.tooMany(now) {
		return false, errSendLimit
	}
	var frame received
	if err := json.Unmarshal(message, &frame); err != nil || frame.Op == nil {
		return false, errDecode
	}
	switch *frame.Op {
	case opHeartbeat:
		return true, p.heartbeat(frame.Data, now)
	case opIdentify:
		return false, p.identify(frame.Data, now)
	case opResume:
		return false, p.resume(frame.Data)
	case opPresenceUpdate, opVoiceStateUpdate, opRequestMembers, opRequestSoundboard, opRequestChannels:
		if p.session == nil {
			return false, errNotIdentified
		}
		return false, p.request(*frame.Op, frame.Data)
	}
	return false, errUnknownOpcode
}

func (p *protocol) heartbeat(data json.RawMessage, now time.Time) error {
	var seq *int64 // null before the first event
	if err := json.Unmarshal(data, &seq); len(data) > 0 && err != nil {
		return errDecode
	}
	oldest := &p.beats[p.beaten%beatFlood]
	if p.beaten >= beatFlood && now.Sub(*oldest) < time.Second {
		p.sockets.notes.note("heartbeat_flood", "%d heartbeats in %v", beatFlood+1, now.Sub(*oldest))
	}
	*oldest = now
	p.beaten++
	if p.session == nil || !p.app.gateway.faults.deaf(p.session.shard, p.opened) {
		p.conn.send(encodeControl(opHeartbeatAck, ""))
	}
	return nil
}

func (p *protocol) identify(data json.RawMessage, now time.Time) error {
	if p.loggedIn() {
		return errIdentifiedOnce
	}
	var d identifyData
	if err := p.decode("IDENTIFY", data, &d); err != nil {
		return err
	}
	id, err := d.check()
	if err != nil {
		return err
	}
	if err := p.authenticate(*d.Token); err != nil {
		return err
	}
	if len(p.app.gateway.guilds.on(id.shard, id.of)) > maxGuildsPerShard {
		return errSharding
	}
	switch tooSoon, spent := p.app.gateway.starts.take(id.shard, now); {
	case spent:
		p.app.gateway.strikeAll(nil, closeFault+"4004")
		return errStartsSpent
	case tooSoon:
		p.sockets.notes.note("identify_too_soon", "shard %d identified within 5 s of another of its rate limit key", id.shard)
		p.invalidSession()
		return nil
	}
	if id.compress && !p.streamed {
		p.conn.recode(blobs{})
	}
	p.session = p.app.gateway.begin(p.conn, id, p.resumeURL)
	return nil
}

func (p *protocol) resume(data json.RawMessage) error {
	if p.loggedIn() {
		return errIdentifiedOnce
	}
	var d resumeData
	if err := p.decode("RESUME", data, &d); err != nil {
		return err
	}
	if d.Token == nil || d.SessionID == nil || d.Seq == nil {
		return errDecode
	}
	if err := p.authenticate(*d.Token); err != nil {
		return err
	}
	if !p.atResume {
		p.sockets.notes.note("resume_url_ignored", "session %.40q was not resumed at READY's resume_gateway_url", *d.SessionID)
	}
	session, err := p.app.gateway.resume(p.conn, *d.SessionID, *d.Seq)
	if err == nil {
		p.session = session
		return nil
	}
	if isCloseError(err) {
		return err
	}
	p.invalidSession()
	return nil // the client has been told, and may identify on this connection
}

// loggedIn says whether the connection serves a session: that can be taken from it.
func (p *protocol) loggedIn() bool { return p.session != nil && p.session.connection() == p.conn }

// finish ends the connection the way err demands: with the code of a broken rule, with the client's
// own, or at once if there is nobody to talk to.
func (p *protocol) finish(err error) {
	resumable, byServer := ending(err)
	if p.session != nil {
		p.app.gateway.end(p.session, p.conn, resumable, byServer)
	}
	if byRule, ok := errors.AsType[closeError](err); ok {
		if byRule.rule != "" {
			p.sockets.notes.note(byRule.rule, "closed with %d: %s", byRule.code, byRule.reason)
		}
		p.conn.close(byRule.code, byRule.reason)
		p.conn.drain()
		<-p.conn.closed
	}
	if byClient, ok := errors.AsType[clientCloseError](err); ok {
		p.conn.close(echoed(byClient.code), "")
		<-p.conn.closed
	}
	p.conn.abort()
	<-p.conn.written
}

// echoed is the code to answer a closing with: the same, unless it was none.
func echoed(code ws.StatusCode) ws.StatusCode {
	if code.IsNotUsed() || code.IsProtocolReserved() {
		return ws.StatusNormalClosure
	}
	return code
}

func (p *protocol) authenticate(token string) error {
	app, ok := p.sockets.apps.authenticate(token)
	switch {
	case !ok:
		return errToken
	case app.gateway.faults.meets(faultToken, 0):
		return errTokenReset
	}
	p.app = app
	return nil
}

func (p *protocol) decode(what string, data json.RawMessage, into any) error {
	unknown, err := decodeData(data, into)
	if unknown != "" {
		p.sockets.notes.note("unknown_field", "%s has a field %q", what, unknown)
	}
	return err
}

func (p *protocol) invalidSession() {
	p.sockets.counts.invalidSessions.Add(1)
	p.conn.send(encodeControl(opInvalidSession, "false"))
}

// tooMany counts the client's frames, of which Discord takes 120 in 60 seconds.
// https://docs.discord.com/developers/events/gateway#rate-limiting
func (p *protocol) tooMany(now time.Time) bool {
	oldest := &p.frames[p.count%sendLimit]
	exceeded := p.count >= sendLimit && now.Sub(*oldest) < sendWindow
	*oldest = now
	p.count++
	return exceeded
}
