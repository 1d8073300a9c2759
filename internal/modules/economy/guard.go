package economy

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/module"
	"github.com/aurorabot/aurora/internal/snowflake"
)

// maxStopAge is for how long it is believed that nothing was stopped or resumed, by
// this process or by another.
const maxStopAge = time.Second

// guard is what a Service remembers of why commands may not work.
type guard struct {
	mu    sync.Mutex
	stops []Stop
	known bool
	asked time.Duration // when the stops were read, by the clock that nobody sets

	// Two readings of the clocks at a moment when the wall clock was trusted.
	wall    time.Time
	elapsed time.Duration

	health Integrity
}

func (g *guard) trustClock(c Clock) {
	g.wall, g.elapsed = c.Now().Round(0), c.Elapsed() // Round(0), or Sub would not see the clock being set
}

// refuseStopped refuses a command in a guild where something is stopped that it needs.
func (s *Service) refuseStopped(ctx context.Context, guild snowflake.ID, needs ...Stoppable) error {
	if slices.Contains(needs, Claims) {
		if err := s.lookAtClock(ctx); err != nil {
			return fmt.Errorf("look at the clock: %w", err)
		}
	}
	stops, err := s.stopped(ctx)
	if err != nil {
		return err
	}
	for _, stop := range stops {
		switch {
		case !slices.Contains(needs, stop.What) || !stop.holds(guild):
		case stop.What == Claims:
			return module.Refuse("claims_paused", "Daily claims are paused: the server's clock was moved. Who manages this guild can look at it and resume them: /eco resume")
		default:
			return module.Refuse("economy_stopped", "Coins cannot be moved now: the ledger did not pass its check. Who runs the bot has to look at it and resume.")
		}
	}
	return nil
}

// stopped are the stops as they were at most a second ago.
func (s *Service) stopped(ctx context.Context) ([]Stop, error) {
	g := &s.guard
	g.mu.Lock()
	defer g.mu.Unlock()
	now := s.clock.Elapsed()
	if g.known && now-g.asked < maxStopAge {
		return g.stops, nil
	}
	stops, err := s.store.Stopped(ctx)
	if err != nil {
		return nil, fmt.Errorf("what is stopped: %w", err)
	}
	if resumedSince(g.stops, stops, Claims) { // somebody has looked at the clock
		g.trustClock(s.clock)
	}
	g.stops, g.known, g.asked = stops, true, now
	return stops, nil
}

func includes(stops []Stop, what Stoppable) bool {
	_, ok := find(stops, what)
	return ok
}

func find(stops []Stop, what Stoppable) (s Stop, ok bool) {
	n := slices.IndexFunc(stops, func(s Stop) bool { return s.What == what })
	if n < 0 {
		return s, false
	}
	return stops[n], true
}

// resumedSince reports whether something that was stopped works again, if only in a
// further guild.
func resumedSince(before, after []Stop, what Stoppable) bool {
	was, stopped := find(before, what)
	is, still := find(after, what)
	return stopped && !still || len(is.Except) > len(was.Except)
}

// stop stops a part of the economy, and tells it unless it was stopped already.
func (s *Service) stop(ctx context.Context, what Stoppable, reason string, told event.Event) error {
	_, err := s.store.Stop(ctx, Stop{What: what, Since: s.clock.Now().UTC().Truncate(time.Millisecond), Reason: reason}, told)
	s.forgetStops()
	return err
}

// forgetStops has the stops read again before the next command.
func (s *Service) forgetStops() {
	s.guard.mu.Lock()
	defer s.guard.mu.Unlock()
	s.guard.known = false
}

// maxJump is how far the wall clock may run ahead of the time that has passed.
const maxJump = 24 * time.Hour

// lookAtClock pauses the claims of all guilds where the wall clock was moved far ahead
// since it was last trusted: every member could claim one day after another. A computer
// that sleeps seems to have moved its clock too, where its other clock sleeps with it.
func (s *Service) lookAtClock(ctx context.Context) error {
	if _, err := s.stopped(ctx); err != nil { // sees first whether somebody has resumed
		return err
	}
	ahead := s.clockAhead()
	if ahead <= maxJump {
		return nil
	}
	reason := fmt.Sprintf("the clock was moved ahead by %s while the program ran", ahead.Round(time.Minute))
	if err := s.stop(ctx, Claims, reason, claimsPaused(reason)); err != nil {
		return err
	}
	s.guard.mu.Lock()
	defer s.guard.mu.Unlock()
	s.guard.trustClock(s.clock) // or the same jump would stop again where somebody has resumed
	return nil
}

// clockAhead is by how much the wall clock has advanced more than the other.
func (s *Service) clockAhead() time.Duration {
	s.guard.mu.Lock()
	defer s.guard.mu.Unlock()
	passed := s.clock.Elapsed() - s.guard.elapsed
	return s.clock.Now().Round(0).Sub(s.guard.wall) - passed
}
