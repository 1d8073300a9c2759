package web

import (
	"runtime/debug"
	"sync/atomic"
	"time"
)

// A storm is over when so many handshakes have come and none for this long.
const (
	stormSize  = 250
	calmLength = 500 * time.Millisecond
)

// calm notices the end of a storm of handshakes. Each handshake leaves some 10 KiB of
// buffers behind, several times what the socket itself needs, and without being told
// the runtime keeps the memory for hours in case there is another storm.
type calm struct {
	handshakes atomic.Int64
	timer      *time.Timer
}

func newCalm() *calm {
	c := &calm{}
	c.timer = time.AfterFunc(calmLength, c.restore)
	return c
}

// disturb counts a handshake.
func (c *calm) disturb() {
	c.handshakes.Add(1)
	c.timer.Reset(calmLength)
}

// restore gives the memory back where there was a storm. One that comes in gusts, as it
// does from clients who are asked to come again in a second, is one all the same.
func (c *calm) restore() {
	if c.handshakes.Load() >= stormSize {
		c.handshakes.Store(0)
		debug.FreeOSMemory()
	}
}
