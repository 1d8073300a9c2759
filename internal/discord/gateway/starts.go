package gateway

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/aurorabot/aurora/internal/event"
)

// Limit is what Discord says about beginning sessions.
// https://docs.discord.com/developers/events/gateway#session-start-limit-object
type Limit struct {
	Total, Remaining int
	ResetAfter       time.Duration
	MaxConcurrency   int
}

const (
	// spacing is between two identifies of one bucket: Discord's 5 s, and something for the
	// way there, which is not always equally long.
	spacing = 5500 * time.Millisecond
	// limitAge is for how long an answer about the limit is believed. Another program
	// with the same token spends of it, too.
	limitAge = 10 * time.Second
	// reserve is the share of the starts that is not spent: who spends them all loses the
	// token.
	reserve = 10
)

// Starts is the budget of session starts, one for all shards of a token.
type Starts struct {
	ask     func(context.Context) (Limit, error)
	tell    func(event.Event)
	observe func(event.Measure)

	mu    sync.Mutex
	known Limit
	asked time.Time
	saved bool // the last tenth is being saved, and that was told
	slots map[int]chan struct{}
}

// NewStarts begins with the limit that Discord has just told. ask asks it again.
func NewStarts(limit Limit, ask func(context.Context) (Limit, error), tell func(event.Event), observe func(event.Measure)) *Starts {
	limit.MaxConcurrency = max(1, limit.MaxConcurrency)
	return &Starts{ask: ask, tell: tell, observe: observe, known: limit, asked: time.Now(), slots: make(map[int]chan struct{})}
}

// take waits until the shard may identify. release is to be called when it has, or
// has failed to; it may be called again.
func (s *Starts) take(ctx context.Context, shard int) (release func(), err error) {
	slot := s.slot(shard)
	select {
	case slot <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if err := s.spend(ctx); err != nil {
		<-slot
		return nil, err
	}
	return sync.OnceFunc(func() { time.AfterFunc(spacing, func() { <-slot }) }), nil
}

// slot is the bucket in which the shard identifies.
func (s *Starts) slot(shard int) chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	bucket := shard % s.known.MaxConcurrency
	if s.slots[bucket] == nil {
		s.slots[bucket] = make(chan struct{}, 1)
	}
	return s.slots[bucket]
}

// spend takes one start off the budget, waiting for the reset where only the last
// tenth is left.
func (s *Starts) spend(ctx context.Context) error {
	for {
		if err := s.refresh(ctx); err != nil {
			return err
		}
		wait := s.trySpend()
		if wait == 0 {
			return nil
		}
		pause(ctx, wait)
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
}

// refresh asks Discord, unless it was asked just now.
func (s *Starts) refresh(ctx context.Context) error {
	s.mu.Lock()
	fresh := time.Since(s.asked) < limitAge
	s.mu.Unlock()
	if fresh {
		return nil
	}
	limit, err := s.ask(ctx)
	if err != nil {
		return fmt.Errorf("ask how many sessions may begin: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	limit.MaxConcurrency = s.known.MaxConcurrency // the buckets stay as they were made
	s.known, s.asked = limit, time.Now()
	return nil
}

// trySpend takes one start off, or says how long to wait for the reset.
func (s *Starts) trySpend() (wait time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.known.Remaining > s.known.Total/reserve {
		s.known.Remaining--
		s.saved = false
		s.observe(s.measure())
		return 0
	}
	s.observe(s.measure())
	if !s.saved {
		s.saved = true
		s.tell(s.low())
	}
	return max(0, time.Until(s.reset())) + time.Second
}

// reset is when the budget is full again.
func (s *Starts) reset() time.Time { return s.asked.Add(s.known.ResetAfter) }

func (s *Starts) measure() event.Measure {
	return event.IdentifyBudget{
		Total: s.known.Total, Remaining: s.known.Remaining, Reset: s.reset(),
		MaxConcurrency: s.known.MaxConcurrency, Saved: s.known.Remaining <= s.known.Total/reserve,
	}
}

func (s *Starts) low() event.Event {
	return event.Event{
		Type: "gateway.identify_budget.low", Severity: event.Warn, Source: "discord", Title: "Session starts are running out",
		Message: fmt.Sprintf("%d of %d are left: no shard begins a new session before %s, so that Discord does not reset the token",
			s.known.Remaining, s.known.Total, s.reset().UTC().Format(time.DateTime+" UTC")),
		Data: event.Object(map[string]any{"remaining": s.known.Remaining, "total": s.known.Total, "resetAt": s.reset().UTC()}),
	}
}
