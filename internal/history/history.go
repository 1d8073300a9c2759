// Package history keeps the past in figures: how many events, commands and errors there
// were, and how fast the gateway and the commands answered, in buckets of 5 seconds, a
// minute and 15 minutes. They outlive a restart and take a bounded space.
//
// It counts committed events, each once: the last one that is counted is stored with the
// counts, and what a process did not come to count before its end is read from the log
// by the next. Readings of the gateway are nowhere else; of these an abrupt end takes
// the last 5 seconds.
//
// What happened belongs to the bucket of its own time, late or not. Nothing is deleted
// because of its age, only because there are enough newer buckets, so that a clock that
// is set forth and back may misplace what happens meanwhile and harms nothing else.
//
// It does not know the figures of this moment, which are the dashboard's.
//
// One process keeps the history of a database. Two on one database count every event
// once all the same, because who finds that the other was first drops what it had and
// counts again from where the other ended; the readings in what was dropped are lost.
// To have them too, each process would need a row and buckets of its own for these.
package history

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"log/slog"
	"sync"
	"time"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/storage"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Config is what a history needs. Epoch names the log whose events are counted; Now is
// the clock, which may be called from several goroutines.
type Config struct {
	DB     *storage.DB
	Epoch  string
	Now    func() time.Time
	Logger *slog.Logger
}

// History counts and remembers. All methods may be called from several goroutines.
type History struct {
	cfg Config

	// storing is held while a batch is stored, and shared by those who read: for them
	// everything is either stored or in memory. It is taken before mu.
	storing sync.RWMutex
	stored  string // the name of the last batch, as far as this process knows
	failed  *batch // to be stored before any other: perhaps it is stored already

	mu      sync.Mutex
	pending *batch
	marked  time.Time // until when it is noted that Aurora was running
	saved   time.Time
}

// Open prepares the history in the database. One of another log than that of the epoch
// is emptied: it counts what is not there.
func Open(ctx context.Context, cfg Config) (*History, error) {
	tables, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	if err := cfg.DB.Migrate(ctx, "history", tables); err != nil {
		return nil, err
	}
	h := &History{cfg: cfg}
	if err := h.load(ctx); err != nil {
		return nil, fmt.Errorf("open history: %w", err)
	}
	return h, nil
}

// Record counts committed events, which come in the order of their seq. Those that are
// counted already are passed over. It does no I/O.
func (h *History) Record(events []event.Event) {
	now := h.cfg.Now()
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, e := range events {
		if e.Seq <= h.pending.seq {
			continue
		}
		if err := h.pending.record(e, now); err != nil {
			h.cfg.Logger.Error("history: an event is counted without its timing", "seq", e.Seq, "error", err)
		}
	}
}

// Observe takes a reading of the moment: the latency of heartbeats.
func (h *History) Observe(m event.Measure) {
	heartbeat, ok := m.(event.HeartbeatAcked)
	if !ok {
		return
	}
	now := h.cfg.Now()
	h.mu.Lock()
	defer h.mu.Unlock()
	if err := h.pending.heartbeat(heartbeat.Latency, now); err != nil {
		h.cfg.Logger.Error("history: a heartbeat is not counted", "error", err)
	}
}

// longestMark bounds what one mark may cover. A longer time since the last one was not
// spent running: the machine slept, or its clock was moved.
const longestMark = time.Minute

// mark notes that Aurora has been running since the last mark. The caller holds mu.
func (h *History) mark() {
	now := h.cfg.Now()
	if elapsed := now.Sub(h.marked); elapsed > 0 && elapsed <= longestMark {
		h.pending.ran(now.Add(-elapsed), now)
	}
	h.marked = now
}

// position is the last event that is counted.
func (h *History) position() uint64 {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.pending.seq
}
