package discordsim

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/aurorabot/aurora/internal/snowflake"
)

// gateway holds an application's sessions and sends them events.
type gateway struct {
	app         snowflake.ID
	self        *member
	world       *world
	guilds      *membership
	recommended int // shards
	counts      *counters
	notes       *notebook
	starts      *starts
	faults      *faults

	telling sync.Mutex // held while a session is told its guilds, and while those change

	mu       sync.Mutex
	sessions []*session    // the oldest first
	ready    chan struct{} // closed when the next session begins or resumes
}

func newGateway(app snowflake.ID, self *member, w *world, c *counters, n *notebook, f *faults, cfg Config) *gateway {
	return &gateway{
		app: app, self: self, world: w, guilds: newMembership(w), recommended: cfg.Shards,
		counts: c, notes: n, faults: f, starts: newStarts(cfg.MaxConcurrency),
		ready: make(chan struct{}),
	}
}

// dispatch sends an event about a guild to each session that sees the guild, as Discord does when an
// application is logged in twice. It returns whether any of them has its client there.
func (g *gateway) dispatch(guild snowflake.ID, event string, data any, sent func(time.Time)) (bool, error) {
	encoded, err := json.Marshal(data)
	if err != nil {
		return false, fmt.Errorf("encode %s: %w", event, err)
	}
	online := false
	for _, s := range g.all() {
		if s.sees(guild) && s.dispatch(event, encoded, sent) {
			online = true
		}
	}
	return online, nil
}

// onlineSince says since when a client is there for the guild; false: none is, or the guild is unavailable.
func (g *gateway) onlineSince(guild snowflake.ID) (since time.Time, online bool) {
	if !g.guilds.available(guild) {
		return time.Time{}, false
	}
	for _, s := range g.all() {
		if joined, there := s.onlineSince(); there && s.sees(guild) {
			since, online = joined, true
		}
	}
	return since, online
}

// await returns when a client is there for the guild; false: ctx ended first.
func (g *gateway) await(ctx context.Context, guild snowflake.ID) bool {
	for {
		g.mu.Lock()
		ready := g.ready
		g.mu.Unlock()
		if _, online := g.onlineSince(guild); online {
			return true
		}
		select {
		case <-ready:
		case <-ctx.Done():
			return false
		}
	}
}

// begin starts a session for c and sends READY and the guilds.
func (g *gateway) begin(c *conn, id identity, resumeURL string) *session {
	g.telling.Lock()
	defer g.telling.Unlock()
	s := &session{id: rand.Text(), shard: id.shard, of: id.of, intents: id.intents, conn: c, joined: time.Now()}
	guilds := g.guilds.on(s.shard, s.of)
	g.noteNeedless(s)
	s.dispatch("READY", mustJSON(g.readyObject(s, guilds, id.sharded, resumeURL)), nil)
	if s.intents.has(intentGuilds) {
		for _, guild := range guilds {
			if !g.guilds.available(guild.id) {
				continue // it is told when its outage ends
			}
			s.dispatch("GUILD_CREATE", mustJSON(guild.createObject(g.self)), nil)
		}
	}
	g.mu.Lock()
	g.sessions = append(g.sessions, s)
	g.mu.Unlock()
	g.changed()
	g.counts.identifies.Add(1)
	g.greet(s)
	return s
}

// resume gives the session to c, or says why not: a closeError, or any other error for a session
// that the client has to begin anew.
func (g *gateway) resume(c *conn, sessionID string, seq int64) (*session, error) {
	s := g.session(sessionID)
	if s == nil {
		return nil, fmt.Errorf("session %.40q is not known", sessionID)
	}
	old, err := s.resume(c, seq)
	if err != nil {
		return nil, err
	}
	if old != nil {
		old.abort()
	}
	g.changed()
	g.counts.resumes.Add(1)
	g.greet(s)
	return s, nil
}

// end takes c from its session, if that still uses it. The session is forgotten unless it may be resumed.
func (g *gateway) end(s *session, c *conn, resumable, byServer bool) {
	if s.leave(c, byServer && resumable) && !resumable {
		g.forget(s)
	}
}

// readyObject is the d of READY. https://docs.discord.com/developers/events/gateway-events#ready
func (g *gateway) readyObject(s *session, guilds []*guild, sharded bool, resumeURL string) map[string]any {
	unavailable := make([]map[string]any, len(guilds))
	for i, guild := range guilds {
		unavailable[i] = map[string]any{"id": guild.id, "unavailable": true}
	}
	ready := map[string]any{
		"v": 10, "user": g.self.currentUser(), "guilds": unavailable, "session_id": s.id, "session_type": "normal",
		"resume_gateway_url": resumeURL, "application": map[string]any{"id": g.app, "flags": 0, "flags_new": "0"},
		"private_channels": []any{}, "relationships": []any{}, "user_settings": map[string]any{},
	}
	if sharded {
		ready["shard"] = [2]int{s.shard, s.of}
	}
	return ready
}

// noteNeedless notes an IDENTIFY where the server had ended the connection and waited for a RESUME.
func (g *gateway) noteNeedless(begun *session) {
	for _, s := range g.all() {
		s.mu.Lock()
		needless := s.sentAway && s.shard == begun.shard && s.of == begun.of
		s.sentAway = false
		s.mu.Unlock()
		if needless {
			g.notes.note("identify_without_need", "shard %d identified although session %s could be resumed", s.shard, s.id)
		}
	}
}

func (g *gateway) session(id string) *session {
	for _, s := range g.all() {
		if s.id == id {
			return s
		}
	}
	return nil
}

// all returns the sessions that live, having forgotten those whose clients stayed away.
func (g *gateway) all() []*session {
	now := time.Now()
	g.mu.Lock()
	defer g.mu.Unlock()
	g.sessions = slices.DeleteFunc(g.sessions, func(s *session) bool { return s.expired(now) })
	return slices.Clone(g.sessions)
}

func (g *gateway) forget(gone *session) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.sessions = slices.DeleteFunc(g.sessions, func(s *session) bool { return s == gone })
}

// changed wakes whoever waits for a client.
func (g *gateway) changed() {
	g.mu.Lock()
	defer g.mu.Unlock()
	close(g.ready)
	g.ready = make(chan struct{})
}

// mustJSON encodes objects made in this package, of which none can fail.
func mustJSON(v any) []byte {
	encoded, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return encoded
}
