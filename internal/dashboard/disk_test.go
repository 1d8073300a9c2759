package dashboard_test

import (
	"slices"
	"testing"

	"github.com/aurorabot/aurora/internal/dashboard"
	"github.com/aurorabot/aurora/internal/event"
)

func TestTroubleWithTheDiskDegradesWhatIsWell(t *testing.T) {
	w := newWatch()
	w.shard(0, event.ShardReady)
	w.shard(1, event.ShardReady)
	w.SetDiskTrouble("it is full")
	if got := w.Stats(); got.Health != dashboard.Degraded || !slices.Contains(got.HealthReasons, "it is full") {
		t.Errorf("got %s, %v", got.Health, got.HealthReasons)
	}
	w.SetDiskTrouble("")
	if got := w.Stats(); got.Health != dashboard.OK || len(got.HealthReasons) != 0 {
		t.Errorf("got %s, %v", got.Health, got.HealthReasons)
	}
}
