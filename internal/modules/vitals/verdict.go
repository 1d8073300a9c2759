package vitals

import (
	"time"

	"github.com/aurorabot/aurora/internal/module"
)

// From when something is slow: Discord's heartbeat and its HTTP answers where members
// begin to notice, the database far above what an idle one takes, and what is left of
// an answer's time at a third of the three seconds that Discord waits.
const (
	slowDiscord  = 500 * time.Millisecond
	slowDatabase = 100 * time.Millisecond
	slowHandling = time.Second
)

// verdict says whose fault it is where something is slow. An answer's time holds one
// request to Discord, which is not ours.
func (v Vitals) verdict(database time.Duration, answered bool) (string, module.Tone) {
	discord := v.Gateway >= slowDiscord || v.REST >= slowDiscord
	ours := database >= slowDatabase || v.Ack-v.REST >= slowHandling
	switch {
	case !answered:
		return "It is us: the database does not answer.", module.Bad
	case discord && ours:
		return "Both Discord and we are slow.", module.Caution
	case discord:
		return "It is Discord: its side is slow, ours is not.", module.Caution
	case ours:
		return "It is us: Discord is quick, and we are not.", module.Caution
	case v.Gateway == 0 && v.REST == 0:
		return "We are quick; Discord was not measured yet.", module.Neutral
	}
	return "All is quick: neither Discord nor we are slow.", module.Good
}
