package discordsim

import (
	"sync/atomic"
	"time"

	"github.com/aurorabot/aurora/internal/snowflake"
)

// mint makes the ids of what happens while the simulator runs: interactions, messages, commands.
// No two are alike.
type mint struct{ count atomic.Uint64 }

func (m *mint) next() snowflake.ID {
	return snowflake.At(time.Now(), m.count.Add(1))
}
