package web

import (
	"runtime/debug"
	"sync/atomic"
	"time"
)

// A storm is so many handshakes without a pause of this length.
const (
	stormSize  = 1000
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

// restore gives the memory back where there was a storm.
func (c *calm) restore() {
	if c.handshakes.Swap(0) >= stormSize {
		debug.FreeOSMemory()
	}
}
