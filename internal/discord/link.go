package discord

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/disgoorg/disgo/gateway"

	"github.com/aurorabot/aurora/internal/event"
)

// link is one shard's connection as Aurora sees it. It stands in the place of the
// library's rate limiter, through which every frame to Discord goes, and so knows
// when each heartbeat was sent and when the connection opens and closes. Discord
// acknowledges heartbeats in order, so the oldest one that is open is the one that
// an acknowledgement answers, the library's own or our probe.
type link struct {
	gateway.RateLimiter // the library's

	bot   *Bot
	ctx   context.Context // of the whole bot's connection
	shard gateway.Gateway
	seq   atomic.Int64 // of the last dispatch
	up    chan struct{}

	mu      sync.Mutex
	greeted bool        // the connection's first frame, IDENTIFY or RESUME, is sent
	open    []time.Time // heartbeats that are not acknowledged yet
	state   event.ShardState
	lost    time.Time // when it was last ready
}

// newLink makes the shard that opts describe.
func (b *Bot) newLink(ctx context.Context, token string, opts []gateway.ConfigOpt) *link {
	l := &link{RateLimiter: gateway.NewRateLimiter(), bot: b, ctx: ctx, up: make(chan struct{}, 1)}
	l.shard = gateway.New(token, l.receive, append(opts, gateway.WithRateLimiter(l))...)
	return l
}

// receive is called for each frame that a shard reads. Nobody above it recovers, and
// a frame that the library reads differently must not end the program.
func (l *link) receive(_ gateway.Gateway, kind gateway.EventType, seq int, data gateway.EventData) {
	defer func() {
		if value := recover(); value != nil {
			e := shardEvent("panic.recovered", event.Critical, "Panic recovered", l.shard.ShardID(), l.shard.ShardCount())
			e.Message = fmt.Sprintf("while handling %s: %v", kind, value)
			e.Data = object(map[string]any{"stack": stack()})
			l.bot.recorder.record(e)
		}
	}()
	if kind != gateway.EventTypeHeartbeatAck {
		l.seq.Store(int64(seq))
	}
	l.bot.dispatch(l, data)
}

// probe measures the shard's latency with heartbeats of its own, at once after it
// is ready and then at every interval, until ctx ends. The library's come only
// every 41 seconds.
func (l *link) probe(ctx context.Context) {
	tick := time.NewTicker(l.bot.cfg.Heartbeat)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		case <-l.up:
		}
		if l.mayProbe() {
			// A heartbeat that cannot be sent belongs to a connection that is closing.
			_ = l.shard.Send(ctx, gateway.OpcodeHeartbeat, gateway.MessageDataHeartbeat(l.seq.Load()))
		}
	}
}

// missedAfter is how late an acknowledgement may be before it is taken for missed.
const missedAfter = 20 * time.Second

// mayProbe reports whether the shard is ready and nothing is open. A heartbeat whose
// acknowledgement was missed is forgotten: the next one that comes is not its own.
func (l *link) mayProbe() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.open) > 0 && time.Since(l.open[0]) >= missedAfter {
		l.open = nil
	}
	return l.state == event.ShardReady && len(l.open) == 0
}

// Wait is called by the library before each frame that it sends: the probes, which
// are of the normal kind, and its own.
func (l *link) Wait(ctx context.Context, kind gateway.RateLimiterCommandType) error {
	if err := l.RateLimiter.Wait(ctx, kind); err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.greeted {
		l.greeted = true
		return nil
	}
	l.open = append(l.open, time.Now())
	return nil
}

// Reset is called by the library when a connection opens.
func (l *link) Reset() {
	l.RateLimiter.Reset()
	l.mu.Lock()
	l.greeted, l.open = false, nil
	l.mu.Unlock()
	l.become(event.ShardConnecting)
}

// Close is called by the library when a connection closes.
func (l *link) Close(ctx context.Context) {
	l.RateLimiter.Close(ctx)
	if l.become(event.ShardDisconnected) == event.ShardReady && l.ctx.Err() == nil {
		l.bot.recorder.record(shardEvent("shard.disconnected", event.Warn, "Shard disconnected", l.shard.ShardID(), l.shard.ShardCount()))
	}
}

// acknowledged is called at opcode 11.
func (l *link) acknowledged() {
	now := time.Now()
	l.mu.Lock()
	if len(l.open) == 0 {
		l.mu.Unlock()
		return
	}
	sent := l.open[0]
	l.open = l.open[1:]
	l.mu.Unlock()
	l.bot.cfg.Observe(event.HeartbeatAcked{Shard: l.shard.ShardID(), Latency: now.Sub(sent)})
}

// ready is called at READY and RESUMED, and returns how long the shard was away.
func (l *link) ready() (down time.Duration) {
	l.become(event.ShardReady)
	select {
	case l.up <- struct{}{}:
	default:
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.lost.IsZero() {
		return 0
	}
	return time.Since(l.lost)
}

// become changes the state, tells it, and returns the one before.
func (l *link) become(state event.ShardState) (before event.ShardState) {
	l.mu.Lock()
	before, l.state = l.state, state
	if before == event.ShardReady {
		l.lost = time.Now()
	}
	l.mu.Unlock()
	l.bot.cfg.Observe(event.ShardChanged{Shard: l.shard.ShardID(), Total: l.shard.ShardCount(), State: state})
	return before
}
