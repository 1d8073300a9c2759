package dashboard

import (
	"fmt"
	"time"
)

// health is the state of the whole and why it is not better.
func (r *Recorder) health(g Gateway, rest REST, now time.Time) (health Health, reasons []string) {
	health, reasons = healthOf(g, r.gateway.connecting(now))
	if down := r.gateway.down; down.Reason != "" {
		health, reasons = Down, []string{down.Reason, down.Mend}
	}
	if b := r.gateway.budget; b != nil && b.Saved && b.Reset.After(now) {
		reasons = append(reasons, fmt.Sprintf("session starts are running out: no shard begins a new session before %s", b.Reset.UTC().Format("15:04 UTC")))
		health = worse(health)
	}
	if rest.Invalid != nil && rest.Invalid.Count10m >= rest.Invalid.Limit*8/10 {
		reasons = append(reasons, "too many requests were refused: none is sent until Discord has forgotten some")
		health = worse(health)
	}
	return health, reasons
}

// worse is Degraded for what was well so far.
func worse(h Health) Health {
	if h == OK {
		return Degraded
	}
	return h
}

func healthOf(g Gateway, connecting bool) (health Health, reasons []string) {
	reasons = []string{}
	switch {
	case g.ShardsTotal == nil:
		return Unknown, append(reasons, "no shard has reported yet")
	case connecting:
		return Unknown, append(reasons, "the shards are connecting to Discord")
	case g.ShardsReady == 0:
		return Down, append(reasons, "no shard is connected to Discord")
	case g.ShardsReady < *g.ShardsTotal:
		return Degraded, append(reasons, "not all shards are connected to Discord")
	case g.GuildsUnavailable > 0:
		return Degraded, append(reasons, "Discord does not serve all guilds")
	}
	return OK, reasons
}
