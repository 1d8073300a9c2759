package discord

import (
	"context"
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
	shard gateway.Gateway
	seq   atomic.Int64 // of the last dispatch
	up    chan struct{}

	mu      sync.Mutex
	greeted bool        // the connection's first frame, IDENTIFY or RESUME, is sent
	open    []time.Time // heartbeats that are not acknowledged yet
	state   event.ShardState
}

// newLink makes the shard that opts describe.
func (b *Bot) newLink(token string, opts []gateway.ConfigOpt) *link {
	l := &link{RateLimiter: gateway.NewRateLimiter(), bot: b, up: make(chan struct{}, 1)}
	l.shard = gateway.New(token, func(_ gateway.Gateway, kind gateway.EventType, seq int, data gateway.EventData) {
		if kind != gateway.EventTypeHeartbeatAck {
			l.seq.Store(int64(seq))
		}
		b.dispatch(l, data)
	}, append(opts, gateway.WithRateLimiter(l))...)
	return l
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
		if l.isReady() {
			// A heartbeat that cannot be sent belongs to a connection that is closing.
			_ = l.shard.Send(ctx, gateway.OpcodeHeartbeat, gateway.MessageDataHeartbeat(l.seq.Load()))
		}
	}
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
	if l.become(event.ShardDisconnected) == event.ShardReady {
		shard := l.shard.ShardID()
		l.bot.recorder.record(shardEvent("shard.disconnected", event.Warn, "Shard disconnected", shard, l.shard.ShardCount()))
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

func (l *link) ready() {
	l.become(event.ShardReady)
	select {
	case l.up <- struct{}{}:
	default:
	}
}

func (l *link) isReady() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.state == event.ShardReady
}

// become changes the state, tells it, and returns the one before.
func (l *link) become(state event.ShardState) (before event.ShardState) {
	l.mu.Lock()
	before, l.state = l.state, state
	l.mu.Unlock()
	l.bot.cfg.Observe(event.ShardChanged{Shard: l.shard.ShardID(), Total: l.shard.ShardCount(), State: state})
	return before
}
