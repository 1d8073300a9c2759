package gateway

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/aurorabot/aurora/internal/event"
)

// session is what is needed to resume.
type session struct {
	id  string
	url string // where to resume; "" = at the gateway's own address
	seq int64  // of the last dispatch
}

// sessionLife is for how long after a lost connection Discord may keep a session: a
// few minutes, it says. To try longer would be to ask at a host that may be gone.
const sessionLife = 3 * time.Minute

// dispatch takes an event: a session's own ones first, then all but RESUMED are
// handed on. Its number counts once it is handled.
func (c *conversation) dispatch(f frame) error {
	c.dispatched++
	if c.resuming {
		c.replayed++
	}
	begins := false
	switch {
	case f.Type == "READY":
		begins = true
		if err := c.begin(f.Data); err != nil {
			return err
		}
	case f.Type == "RESUMED" && c.resuming: // else it was for a connection before this one, and is replayed
		begins = true
		c.resumed()
	}
	if c.session == nil {
		return fmt.Errorf("%s came before READY", f.Type)
	}
	if f.Type != "RESUMED" {
		c.cfg.Dispatch(f.Type, f.Data)
	}
	c.session.seq = f.Seq
	if begins {
		return c.beat() // so that the latency is known at once
	}
	return nil
}

// begin reads READY.
func (c *conversation) begin(data json.RawMessage) error {
	var ready struct {
		ID  string `json:"session_id"`
		URL string `json:"resume_gateway_url"`
	}
	if err := json.Unmarshal(data, &ready); err != nil {
		return fmt.Errorf("unreadable READY: %w", err)
	}
	c.session = &session{id: ready.ID, url: ready.URL}
	kind, severity, title := "shard.ready", event.Info, "Shard ready"
	if c.served {
		kind, severity, title = "shard.reidentified", event.Notice, "Shard has a new session"
	}
	c.tell(kind, severity, title, "connected", c.ready())
	return nil
}

// resumed notes that everything missed was replayed.
func (c *conversation) resumed() {
	c.resuming = false
	c.replayed-- // RESUMED is no replay itself
	fields := c.ready()
	fields["replayed"] = c.replayed
	c.tell("shard.resumed", event.Info, "Shard resumed", fmt.Sprintf("%d events were replayed", c.replayed), fields)
}

// ready notes that the shard serves its guilds, and how long it did not.
func (c *conversation) ready() (fields map[string]any) {
	fields = map[string]any{}
	if c.served {
		fields["downMs"] = event.Milliseconds(time.Since(c.lost))
	}
	c.served, c.tries = true, 0
	c.become(event.ShardReady, 0)
	return fields
}
