package gateway

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/gorilla/websocket"

	"github.com/aurorabot/aurora/internal/event"
)

// Shard is one connection to the gateway, made again whenever it is lost. All its
// state belongs to the goroutine of Run.
type Shard struct {
	cfg     Config
	session *session // nil: the next connection identifies
	state   event.ShardState
	served  bool      // it has been ready before
	lost    time.Time // since when it is not, where it has been
	tries   int       // connections that were not ready, in a row
}

// New makes a shard; it is connected by Run.
func New(cfg Config) *Shard { return &Shard{cfg: cfg} }

// Run keeps the shard connected until ctx ends, which is no error, or until Discord
// refuses it, which is a [*Refusal].
func (s *Shard) Run(ctx context.Context) error {
	for ctx.Err() == nil {
		if refused := s.attempt(ctx); refused != nil {
			return refused
		}
	}
	s.become(event.ShardDisconnected, 0)
	return nil
}

// attempt is one connection and the pause after it, unless Discord wants no other.
func (s *Shard) attempt(ctx context.Context) (refused *Refusal) {
	err := s.connect(ctx)
	if ctx.Err() == nil {
		s.ended(err)
		refused = refusal(err)
	}
	if refused == nil {
		pause(ctx, s.backoff(err))
	}
	return refused
}

// Reasons for which a connection ends that are not the network's.
var (
	errReconnect        = errors.New("discord asks to reconnect")
	errInvalidSession   = errors.New("discord does not know the session")
	errResumableSession = errors.New("discord asks to resume later")
	errZombie           = errors.New("discord does not acknowledge heartbeats")
	errSilent           = errors.New("discord does not greet")
)

// Codes with which we close: one ends the session, the other keeps it.
const (
	closeForGood = websocket.CloseNormalClosure
	closeKeeping = 4000
)

// connect makes one connection and holds it. The error says how it ended.
func (s *Shard) connect(ctx context.Context) error {
	release := func() {}
	if s.session == nil {
		s.become(event.ShardIdentifying, 0)
		var err error
		if release, err = s.cfg.Starts.take(ctx, s.cfg.Shard); err != nil {
			return err
		}
	}
	defer release()
	s.become(event.ShardConnecting, 0)
	l, err := dial(ctx, s.cfg.Dialer, s.address())
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	c := &conversation{Shard: s, link: l, release: release}
	err = c.hold(ctx)
	if ctx.Err() != nil || errors.Is(err, errInvalidSession) {
		l.close(closeForGood)
	} else {
		l.close(closeKeeping)
	}
	return err
}

func (s *Shard) address() string {
	if s.session != nil && s.session.url != "" {
		return s.session.url
	}
	return s.cfg.URL
}

// ended tells of a connection that is over, and forgets a session that is.
func (s *Shard) ended(err error) {
	code := closeCode(err)
	if errors.Is(err, errZombie) {
		s.become(event.ShardZombie, 0)
		s.tell("shard.zombie", event.Error, "Shard does not answer", "heartbeats are not acknowledged; it connects again", nil)
	} else {
		s.become(event.ShardDisconnected, code)
	}
	wasReady := s.served && s.tries == 0
	s.tries++
	s.cfg.Logger.Warn("the shard is not connected", "shard", s.cfg.Shard, "error", err)
	if wasReady {
		s.lost = time.Now()
		s.tell("shard.disconnected", event.Warn, "Shard disconnected", err.Error(), map[string]any{"closeCode": nullable(code)})
	}
	over := code == closeInvalidSeq || code == closeSessionTimedOut || errors.Is(err, errInvalidSession) || time.Since(s.lost) > sessionLife
	if s.session != nil && over {
		s.session = nil
		s.cfg.Observe(event.SessionLost{Shard: s.cfg.Shard})
	}
}

// nullable is code as events carry it: null where Discord gave none.
func nullable(code int) any {
	if code == 0 {
		return nil
	}
	return code
}

// Longest waits before a connection. To resume costs nothing, and can be done for a few
// minutes only.
const (
	maxBackoff       = time.Minute
	maxResumeBackoff = 8 * time.Second
)

// backoff is how long to wait before the next connection: at random, so that shards
// do not come back all at once, and longer with each that was not ready. After an
// invalid session Discord wants 1 to 5 seconds.
func (s *Shard) backoff(err error) time.Duration {
	if errors.Is(err, errInvalidSession) || errors.Is(err, errResumableSession) {
		return time.Second + rand.N(4*time.Second)
	}
	most := maxBackoff
	if s.session != nil {
		most = maxResumeBackoff
	}
	return rand.N(min(most, time.Second<<min(max(0, s.tries-1), 10)))
}

// become notes and observes a state.
func (s *Shard) become(state event.ShardState, code int) {
	if s.state == state && code == 0 {
		return
	}
	s.state = state
	s.cfg.Observe(event.ShardChanged{Shard: s.cfg.Shard, Total: s.cfg.Total, State: state, CloseCode: code})
}

// tell records an event about the shard. fields may be nil.
func (s *Shard) tell(kind string, severity event.Severity, title, message string, fields map[string]any) {
	e := event.Event{
		Type: kind, Severity: severity, Source: "discord", Title: title, Shard: new(s.cfg.Shard),
		Message: event.Clip(fmt.Sprintf("shard %d of %d: %s", s.cfg.Shard, s.cfg.Total, message), event.MaxMessage),
	}
	if fields != nil {
		e.Data = event.Object(fields)
	}
	s.cfg.Tell(e)
}
