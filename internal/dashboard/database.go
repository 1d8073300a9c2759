package dashboard

import (
	"context"
	"sync"
	"time"

	"github.com/aurorabot/aurora/internal/event"
)

// Storage is what the recorder asks of the database.
type Storage interface {
	InUse() int // connections that are at work
	Size(ctx context.Context) (bytes int64, err error)
}

// sizeEvery is how often the database is asked for its size.
const sizeEvery = 30 * time.Second

// Commits times the database's commits, also those from before there is a recorder.
// Its zero value is ready, and its methods may be called from several goroutines.
type Commits struct {
	mu   sync.Mutex
	took sample
}

// Took takes a commit that has just ended.
func (c *Commits) Took(now time.Time, d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.took.add(now, event.Milliseconds(d))
}

func (c *Commits) percentiles(now time.Time) *Pct {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.took.percentiles(now)
}

// database is how the database does; nil where nobody can be asked. r.mu is not held.
func (r *Recorder) database(now time.Time) *Database {
	if r.cfg.Storage == nil {
		return nil
	}
	d := &Database{PoolInUse: r.cfg.Storage.InUse()}
	if r.cfg.Commits != nil {
		d.Latency = r.cfg.Commits.percentiles(now)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	d.SizeBytes, d.LastBackupAt = r.dbSize, r.backedUp
	return d
}

// keepSize asks the database for its size, at once and then now and again.
func (r *Recorder) keepSize(ctx context.Context) {
	if r.cfg.Storage == nil {
		return
	}
	tick := time.NewTicker(sizeEvery)
	defer tick.Stop()
	for {
		switch size, err := r.cfg.Storage.Size(ctx); {
		case err == nil:
			r.setSize(size)
		case ctx.Err() == nil:
			r.cfg.Logger.Warn("the database does not tell its size; the last one stays", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

func (r *Recorder) setSize(bytes int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.dbSize = &bytes
}
