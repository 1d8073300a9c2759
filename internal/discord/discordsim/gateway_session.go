package discordsim

import (
	"errors"
	"sync"
	"time"

	"github.com/gobwas/ws"

	"github.com/aurorabot/aurora/internal/snowflake"
)

const (
	// replaySize is how many of its last events a session can replay.
	replaySize = 4096
	// resumableFor is how long a session waits for its client. Ours: Discord says "a few minutes".
	resumableFor = 180 * time.Second
)

// session is what IDENTIFY begins and RESUME continues: a numbered stream of events to one shard.
type session struct {
	id      string
	shard   int
	of      int // the number of shards the client told
	intents intents

	mu       sync.Mutex
	seq      int64
	replay   [][]byte  // the event numbered n is at (n-1) % replaySize
	conn     *conn     // nil while the client is away
	joined   time.Time // since when conn is there
	left     time.Time // since when it is not
	sentAway bool      // the server ended the last connection, or is about to, and expects a RESUME
}

// sees says whether events of this guild belong to the session.
func (s *session) sees(guild snowflake.ID) bool { return shardOf(guild, s.of) == s.shard }

// dispatch numbers an event, keeps it for replay and sends it if the client is there; sent is called
// when it is written.
func (s *session) dispatch(event string, data []byte, sent func(time.Time)) (online bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.dispatchLocked(event, data, sent)
}

func (s *session) dispatchLocked(event string, data []byte, sent func(time.Time)) bool {
	s.seq++
	frame := encodeDispatch(event, s.seq, data)
	if len(s.replay) < replaySize {
		s.replay = append(s.replay, frame)
	} else {
		s.replay[(s.seq-1)%replaySize] = frame
	}
	if s.conn == nil {
		return false
	}
	s.conn.queue(outgoing{op: ws.OpText, payload: frame, sent: sent})
	return true
}

// errTooOld: the session no longer holds all events the client missed.
var errTooOld = errors.New("the events after this seq are forgotten")

// resume hands the session over to c, which has handled the events up to seq: the later ones again,
// in order and with their numbers, then RESUMED.
func (s *session) resume(c *conn, seq int64) (old *conn, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case seq < 0 || seq > s.seq:
		return nil, errSeqAhead
	case seq < s.seq-int64(len(s.replay)):
		return nil, errTooOld
	}
	old, s.conn, s.joined, s.sentAway = s.conn, c, time.Now(), false
	for n := seq + 1; n <= s.seq; n++ {
		c.send(s.replay[(n-1)%replaySize])
	}
	s.dispatchLocked("RESUMED", []byte("{}"), nil)
	return old, nil
}

// leave ends the session's use of c; false: it used another one, or none.
func (s *session) leave(c *conn, byServer bool) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.conn != c {
		return false
	}
	s.conn, s.left, s.sentAway = nil, time.Now(), s.sentAway || byServer
	return true
}

// sendAway notes that the client was asked to leave and to resume.
func (s *session) sendAway() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sentAway = true
}

// connection is where the client is; nil = nowhere.
func (s *session) connection() *conn {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.conn
}

// expired says whether the client has been away for too long.
func (s *session) expired(now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.conn == nil && now.Sub(s.left) > resumableFor
}

// onlineSince says when the client's present connection took the session; false: it is away.
func (s *session) onlineSince() (time.Time, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.joined, s.conn != nil
}
