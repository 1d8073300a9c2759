package economy

import (
	"context"
	"sync"
	"time"
)

// How often Watch does what. A whole verification is slow on purpose: it reads one
// page, and lets the database serve others for as long as verifyPause. So is a survey.
const (
	lookEvery   = time.Second
	checkEvery  = time.Minute
	verifyEvery = time.Hour
	verifyPause = 50 * time.Millisecond
	surveyAgain = 10 * time.Second // after the first one: a new bot's first members have come by then
	surveyEvery = time.Minute
	surveyPause = 10 * time.Millisecond
)

// Watch looks at the clock and at what others have stopped every second, brings the
// sums of the dashboard up to date, checks the ledger and surveys the economy every
// minute, and verifies all of the ledger every hour, until ctx ends. What fails is
// logged and tried again: a database that is away for a while ends nothing.
func (s *Service) Watch(ctx context.Context) error {
	var all sync.WaitGroup
	all.Go(func() { s.repeat(ctx, "look at the economy", lookEvery, s.look) })
	all.Go(func() { s.repeat(ctx, "check the ledger", checkEvery, s.Check) })
	all.Go(func() { s.keepSurveying(ctx) })
	all.Go(func() { s.repeat(ctx, "verify the ledger", verifyEvery, s.verifySlowly) })
	all.Wait()
	return nil
}

// repeat does something at once and then again and again.
func (s *Service) repeat(ctx context.Context, what string, every time.Duration, do func(context.Context) error) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		s.try(ctx, what, do)
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

func (s *Service) try(ctx context.Context, what string, do func(context.Context) error) {
	if err := do(ctx); err != nil && ctx.Err() == nil {
		s.logger.Error("the economy's watch failed, and tries again", "at", what, "error", err)
	}
}

func (s *Service) keepSurveying(ctx context.Context) {
	const what = "survey the economy"
	s.try(ctx, what, s.surveySlowly)
	if pauseFor(surveyAgain)(ctx) == nil {
		s.repeat(ctx, what, surveyEvery, s.surveySlowly)
	}
}

func (s *Service) look(ctx context.Context) error {
	if err := s.lookAtClock(ctx); err != nil {
		return err
	}
	return s.store.Sum(ctx)
}

func (s *Service) verifySlowly(ctx context.Context) error {
	_, err := s.Verify(ctx, pauseFor(verifyPause))
	return err
}

func (s *Service) surveySlowly(ctx context.Context) error {
	return s.TakeSurvey(ctx, pauseFor(surveyPause))
}

func pauseFor(d time.Duration) func(context.Context) error {
	return func(ctx context.Context) error {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(d):
			return nil
		}
	}
}
