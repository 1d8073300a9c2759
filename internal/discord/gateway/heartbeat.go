package gateway

import (
	"time"

	"github.com/aurorabot/aurora/internal/event"
)

// beat sends a heartbeat and sets the time of the next.
func (c *conversation) beat() error {
	c.next.Reset(c.interval)
	var seq any // null before the first dispatch
	if c.session != nil && c.session.seq > 0 {
		seq = c.session.seq
	}
	if err := c.send(opHeartbeat, seq); err != nil {
		return err
	}
	c.open = append(c.open, time.Now())
	return nil
}

// beatOrMiss is called when a heartbeat is due. While one is open, none is sent: a
// late acknowledgement has to find its own. Who does not answer for as long as the
// patience lasts is dead, though the connection be open.
func (c *conversation) beatOrMiss() error {
	if len(c.open) == 0 {
		return c.beat()
	}
	c.cfg.Observe(event.HeartbeatMissed{Shard: c.cfg.Shard})
	left := c.patience - time.Since(c.open[0])
	if left <= 0 {
		return errZombie
	}
	c.next.Reset(min(c.interval, left))
	return nil
}

// acknowledged matches an acknowledgement with its heartbeat: Discord answers in
// order, so with the oldest that is open.
func (c *conversation) acknowledged(at time.Time) {
	if len(c.open) == 0 {
		return
	}
	sent := c.open[0]
	c.open = c.open[1:]
	if c.state == event.ShardReady {
		c.cfg.Observe(event.HeartbeatAcked{Shard: c.cfg.Shard, Latency: at.Sub(sent)})
	}
}
