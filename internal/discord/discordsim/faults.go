package discordsim

import (
	"slices"
	"sync"
	"time"
)

// keptFaults is how many faults are remembered; the last ones.
const keptFaults = 100

// fault is one misfortune that was asked for.
type fault struct {
	Kind   string     `json:"kind"`
	Shard  *int       `json:"shard"` // null = all, or the fault is not about shards
	Since  time.Time  `json:"since"`
	Until  *time.Time `json:"until"` // null = it happened once
	Hits   int        `json:"hits"`  // connections, events or requests that met it
	Active bool       `json:"active"`

	told map[string]time.Time // since when a bucket's client knows of the rate limit that the fault is
}

// faults knows which misfortunes are in force.
type faults struct {
	mu   sync.Mutex
	kept []*fault // the oldest first
}

// inFlight is how long after a 429 requests may still come that were on their way. Ours.
const inFlight = time.Second

// add begins a fault. One that lasts no time has happened.
func (f *faults) add(kind string, shard *int, lasts time.Duration) *fault {
	f.mu.Lock()
	defer f.mu.Unlock()
	now := time.Now().UTC()
	added := &fault{Kind: kind, Shard: shard, Since: now, told: make(map[string]time.Time)}
	if lasts > 0 {
		until := now.Add(lasts)
		added.Until = &until
	}
	f.kept = append(f.kept, added)
	if len(f.kept) > keptFaults {
		f.kept = slices.Clone(f.kept[1:])
	}
	return added
}

// hit counts that a fault was met, and returns the fault as it is now.
func (f *faults) hit(one *fault, times int) fault {
	f.mu.Lock()
	defer f.mu.Unlock()
	one.Hits += times
	return one.at(time.Now())
}

// meets says whether a fault of this kind is in force for a shard, and counts that it was met.
func (f *faults) meets(kind string, shard int) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.find(kind, shard, time.Now()) != nil
}

// limits says until when requests of a bucket are refused by a fault of this kind, if they are, and
// whether the client knew that.
func (f *faults) limits(kind, bucket string) (end time.Time, known, met bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	now := time.Now()
	one := f.find(kind, 0, now)
	if one == nil {
		return time.Time{}, false, false
	}
	since, told := one.told[bucket]
	if !told {
		one.told[bucket] = now
	}
	return *one.Until, told && now.Sub(since) > inFlight, true
}

// find returns a fault in force and counts that it was met; nil = there is none. f.mu is held.
func (f *faults) find(kind string, shard int, now time.Time) *fault {
	for _, one := range f.kept {
		if one.Kind == kind && one.about(shard) && one.inForce(now) {
			one.Hits++
			return one
		}
	}
	return nil
}

// deaf says whether the heartbeats of a connection made at that time stay unanswered.
func (f *faults) deaf(shard int, connected time.Time) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	now := time.Now()
	for _, one := range f.kept {
		if one.Kind == faultNoAck && one.about(shard) && one.inForce(now) && connected.Before(one.Since) {
			one.Hits++
			return true
		}
	}
	return false
}

// striking returns the kinds that befall each connection of the shard.
func (f *faults) striking(shard int) []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	var kinds []string
	now := time.Now()
	for _, one := range f.kept {
		if kind, _ := faultKindOf(one.Kind); kind.strikes && one.about(shard) && one.inForce(now) {
			one.Hits++
			kinds = append(kinds, one.Kind)
		}
	}
	return kinds
}

// hindered says whether REST was at fault at some time since then, so that a bot cannot be blamed for
// what it answered late or not at all.
func (f *faults) hindered(since time.Time) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.ContainsFunc(f.kept, func(one *fault) bool {
		switch one.Kind {
		case faultLimitUser, faultLimitGlobal, faultLimitShared, faultREST, faultUnknown, faultToken:
			return one.Until.After(since)
		}
		return false
	})
}

// read returns the faults kept.
func (f *faults) read() []fault {
	f.mu.Lock()
	defer f.mu.Unlock()
	list := make([]fault, len(f.kept))
	for i, one := range f.kept {
		list[i] = one.at(time.Now())
	}
	return list
}

func (f *fault) about(shard int) bool { return f.Shard == nil || *f.Shard == shard }

func (f *fault) inForce(now time.Time) bool { return f.Until != nil && now.Before(*f.Until) }

// at is the fault as it is shown at an instant.
func (f *fault) at(now time.Time) fault {
	shown := *f
	shown.Active, shown.told = f.inForce(now), nil
	shown.Since = f.Since.Truncate(time.Millisecond)
	if f.Until != nil {
		until := f.Until.Truncate(time.Millisecond)
		shown.Until = &until
	}
	return shown
}
