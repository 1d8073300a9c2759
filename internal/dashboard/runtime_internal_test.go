package dashboard

import (
	"testing"
	"time"
)

func TestTheProcessorsShareIsTakenOverTenSeconds(t *testing.T) {
	var c cpuState
	at := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	if c.share(2) != nil {
		t.Error("a share that nobody has measured")
	}
	c.add(cpuReading{at, time.Hour})
	if c.share(2) != nil {
		t.Error("a share of no time")
	}
	for n := range 30 {
		used := time.Hour + time.Second // a second at once, and then half a second each
		c.add(cpuReading{at.Add(time.Duration(n+1) * time.Second), used + time.Duration(n)*time.Second/2})
	}
	if got := c.share(2); *got != .25 {
		t.Errorf("got %v, want a quarter of two processors", *got)
	}
	c.add(cpuReading{at.Add(-time.Hour), 2 * time.Hour})
	if c.share(2) != nil {
		t.Error("a share of less than no time: the clock was set back")
	}
}
