package gateway

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"runtime"
	"time"

	"github.com/aurorabot/aurora/internal/event"
)

// conversation is one connection from HELLO to its end.
type conversation struct {
	*Shard
	*link
	release func() // of the start that an IDENTIFY spends

	interval   time.Duration // between two heartbeats
	patience   time.Duration // for an acknowledgement
	next       *time.Timer   // the next heartbeat
	open       []time.Time   // heartbeats that are not acknowledged yet
	resuming   bool
	replayed   int
	dispatched int // since it was last observed
}

const (
	helloPatience = 20 * time.Second
	readyPatience = time.Minute
	// leastPatience is for an acknowledgement, however often we beat: a slow one is no dead one.
	leastPatience = 10 * time.Second
)

// hold speaks until the connection ends, which the error explains.
func (c *conversation) hold(ctx context.Context) error {
	if err := c.greet(ctx); err != nil {
		return err
	}
	c.next = time.NewTimer(rand.N(c.interval)) // at random, as Discord wants it
	defer c.next.Stop()
	ready := time.NewTimer(readyPatience)
	defer ready.Stop()
	second := time.NewTicker(time.Second)
	defer second.Stop()
	for {
		var err error
		select {
		case f, alive := <-c.frames:
			if !alive {
				return c.failed
			}
			err = c.handle(f)
		case <-c.next.C:
			err = c.beatOrMiss()
		case <-second.C:
			c.countDispatches()
		case <-ready.C:
			if c.state != event.ShardReady {
				err = errSilent
			}
		case <-ctx.Done():
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
	}
}

// greet waits for HELLO and answers it with RESUME or IDENTIFY.
func (c *conversation) greet(ctx context.Context) error {
	hello := time.NewTimer(helloPatience)
	defer hello.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-hello.C:
		return errSilent
	case f, alive := <-c.frames:
		switch {
		case !alive:
			return c.failed
		case f.Op == opReconnect: // Discord may ask at any time, even now
			return errReconnect
		case f.Op != opHello:
			return fmt.Errorf("the first frame has the opcode %d, not HELLO", f.Op)
		}
		if err := c.pace(f.Data); err != nil {
			return err
		}
	}
	if c.session != nil {
		return c.resume()
	}
	return c.identify()
}

// pace reads HELLO.
func (c *conversation) pace(data json.RawMessage) error {
	var hello struct {
		Interval int64 `json:"heartbeat_interval"` // ms
	}
	if err := json.Unmarshal(data, &hello); err != nil || hello.Interval <= 0 {
		return fmt.Errorf("unreadable HELLO: %.100q", data)
	}
	theirs := time.Duration(hello.Interval) * time.Millisecond
	c.interval = min(theirs, c.cfg.Heartbeat)
	c.patience = min(theirs, max(c.interval, leastPatience))
	return nil
}

func (c *conversation) resume() error {
	c.become(event.ShardResuming, 0)
	c.resuming = true
	return c.send(opResume, map[string]any{"token": c.cfg.Token, "session_id": c.session.id, "seq": c.session.seq})
}

func (c *conversation) identify() error {
	defer c.release()
	c.become(event.ShardIdentifying, 0)
	return c.send(opIdentify, map[string]any{
		"token": c.cfg.Token, "intents": c.cfg.Intents, "shard": []int{c.cfg.Shard, c.cfg.Total},
		"properties": map[string]string{"os": runtime.GOOS, "browser": "aurora", "device": "aurora"},
	})
}

// handle takes one frame after HELLO.
func (c *conversation) handle(f frame) error {
	switch f.Op {
	case opDispatch:
		return c.dispatch(f)
	case opHeartbeat: // Discord wants one at once
		return c.beat()
	case opHeartbeatAck:
		c.acknowledged(f.received)
	case opReconnect:
		return errReconnect
	case opInvalidSession:
		if string(f.Data) == "true" {
			return errResumableSession
		}
		return errInvalidSession
	}
	return nil
}

// countDispatches observes how many events have come.
func (c *conversation) countDispatches() {
	if c.dispatched > 0 {
		c.cfg.Observe(event.Dispatched{Shard: c.cfg.Shard, Count: c.dispatched})
		c.dispatched = 0
	}
}
