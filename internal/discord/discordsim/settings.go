package discordsim

import (
	"math/rand/v2"
	"sync"
	"time"
)

// settings are what PATCH /sim/settings changes while the simulator runs.
type settings struct {
	Rate          float64 `json:"rate"`          // commands a second by the members
	LatencyMs     float64 `json:"latencyMs"`     // of each gateway frame to the bot
	JitterMs      float64 `json:"jitterMs"`      // to either side of LatencyMs
	RestLatencyMs float64 `json:"restLatencyMs"` // before each REST answer
	ErrorRate     float64 `json:"errorRate"`     // share of REST requests answered 500
}

// knobs holds the settings in force.
type knobs struct {
	mu      sync.Mutex
	now     settings
	changed chan struct{} // closed at the next change
}

func newKnobs(s settings) *knobs {
	return &knobs{now: s, changed: make(chan struct{})}
}

// read returns the settings and a channel that is closed when they no longer hold.
func (k *knobs) read() (settings, <-chan struct{}) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.now, k.changed
}

// change makes the edits together, tells whoever waits, and returns the result.
func (k *knobs) change(edits []func(*settings)) settings {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, edit := range edits {
		edit(&k.now)
	}
	close(k.changed)
	k.changed = make(chan struct{})
	return k.now
}

// frameDelay draws how long the next gateway frame travels.
func (k *knobs) frameDelay() time.Duration {
	s, _ := k.read()
	return milliseconds(max(0, s.LatencyMs+s.JitterMs*(2*rand.Float64()-1)))
}

func (k *knobs) restDelay() time.Duration {
	s, _ := k.read()
	return milliseconds(s.RestLatencyMs)
}

// fails draws whether the next REST request meets an internal error.
func (k *knobs) fails() bool {
	s, _ := k.read()
	return s.ErrorRate > 0 && rand.Float64() < s.ErrorRate
}

func milliseconds(ms float64) time.Duration {
	return time.Duration(ms * float64(time.Millisecond))
}
