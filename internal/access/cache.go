package access

import (
	"sync"
	"time"
)

// How long and how many keys are believed without asking the database.
const (
	believed  = time.Second
	maxCached = 1024
)

// cache remembers what the database said about keys that exist.
type cache struct {
	mu   sync.Mutex
	keys map[digest]checked
}

type checked struct {
	key Key
	at  time.Time
}

func (c *cache) get(hash digest, now time.Time) (k Key, fresh bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	known, ok := c.keys[hash]
	age := now.Sub(known.at)
	return known.key, ok && age >= 0 && age < believed
}

func (c *cache) put(hash digest, k Key, now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.keys) >= maxCached {
		clear(c.keys)
	}
	c.keys[hash] = checked{k, now}
}
