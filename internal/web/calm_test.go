package web

import (
	"runtime"
	"testing"
	"testing/synctest"
	"time"
)

// TestAStormInGustsIsAStorm has handshakes come as they do where all but some of each
// second are asked to come again.
func TestAStormInGustsIsAStorm(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		given := func() uint32 {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			return m.NumForcedGC
		}
		c, before := newCalm(), given()
		for range 3 {
			for range stormSize / 2 {
				c.disturb()
			}
			time.Sleep(2 * calmLength) // of the bubble's clock
		}
		synctest.Wait()
		if got := given() - before; got != 1 {
			t.Errorf("memory was given back %d times, want once", got)
		}
	})
}
