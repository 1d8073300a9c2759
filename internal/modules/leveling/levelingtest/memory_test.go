package levelingtest_test

import (
	"testing"

	"github.com/aurorabot/aurora/internal/modules/leveling"
	"github.com/aurorabot/aurora/internal/modules/leveling/levelingtest"
)

func TestMemory(t *testing.T) {
	levelingtest.TestStore(t, func(*testing.T) leveling.Store { return levelingtest.NewMemory() })
}
