package economy

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"time"
)

// listed bounds the lists that the dashboard shows.
const listed = 20

// Survey is what can only be learned by looking at all accounts and streaks, over all
// guilds.
type Survey struct {
	At           time.Time
	Active       int64 // members whose coins were moved since the beginning of the hour 23 hours ago
	Distribution Distribution
	Streaks      AliveStreaks
}

// AliveStreaks are the streaks that their members can still go on with. Each guild
// counts days in its own zone.
type AliveStreaks struct {
	Count   int64
	Days    int64 // of all of them
	Max     int64 // days of the longest
	Lost    int64 // that have ended with the guild's last day, and were not begun anew
	Longest []Streaking
}

// surveys keeps the last survey for whoever asks.
type surveys struct {
	mu   sync.Mutex
	last *Survey
}

// Survey is the last one of this process, or nil where there was none yet. It is never
// changed.
func (s *Service) Survey() *Survey {
	s.surveys.mu.Lock()
	defer s.surveys.mu.Unlock()
	return s.surveys.last
}

// TakeSurvey looks at everything. pause is called between pages.
func (s *Service) TakeSurvey(ctx context.Context, pause func(context.Context) error) error {
	survey, err := s.takeSurvey(ctx, pause)
	if err != nil {
		return fmt.Errorf("survey the economy: %w", err)
	}
	s.surveys.mu.Lock()
	defer s.surveys.mu.Unlock()
	s.surveys.last = survey
	return nil
}

func (s *Service) takeSurvey(ctx context.Context, pause func(context.Context) error) (_ *Survey, err error) {
	now := s.clock.Now().UTC()
	survey := &Survey{At: now.Truncate(time.Millisecond)}
	if survey.Distribution, err = distribution(ctx, s.store, pause); err != nil {
		return nil, err
	}
	if survey.Streaks, err = s.aliveStreaks(ctx, now); err != nil {
		return nil, err
	}
	if err := s.store.Sum(ctx); err != nil { // by which it is known who was active
		return nil, err
	}
	survey.Active, err = s.store.Active(ctx, dayBefore(now))
	return survey, err
}

// dayBefore is when the 24 hours begin, the running one among them, of which the figures
// of a day are: sums are kept by the hour.
func dayBefore(now time.Time) time.Time { return now.Truncate(time.Hour).Add(-23 * time.Hour) }

// aliveStreaks counts streaks by the days up to which they reach: nobody reads all of
// them.
func (s *Service) aliveStreaks(ctx context.Context, now time.Time) (alive AliveStreaks, err error) {
	const oldest = -3 // the day before yesterday, where it is still yesterday
	groups, err := s.store.Streaks(ctx, dayOf(now.AddDate(0, 0, oldest)))
	if err != nil {
		return alive, err
	}
	var going []Streaks
	for _, group := range groups {
		zone, err := time.LoadLocation(group.Zone)
		if err != nil {
			return alive, err
		}
		switch yesterday := before(dayOf(now.In(zone))); {
		case group.Day >= yesterday:
			alive.Count += group.Count
			alive.Days += group.Days
			alive.Max = max(alive.Max, group.Longest)
			going = append(going, group)
		case group.Day == before(yesterday):
			alive.Lost += group.Count
		}
	}
	alive.Longest, err = s.longest(ctx, going)
	return alive, err
}

// longest are the longest streaks of several groups. None of them is in a group whose
// longest is shorter than those of enough others.
func (s *Service) longest(ctx context.Context, groups []Streaks) ([]Streaking, error) {
	slices.SortFunc(groups, func(a, b Streaks) int { return cmp.Compare(b.Longest, a.Longest) })
	var longest []Streaking
	for _, group := range groups[:min(len(groups), listed)] {
		some, err := s.store.Longest(ctx, group.Guild, group.Day, listed)
		if err != nil {
			return nil, err
		}
		longest = append(longest, some...)
	}
	slices.SortFunc(longest, func(a, b Streaking) int {
		return cmp.Or(cmp.Compare(b.Days, a.Days), a.compare(b.Account))
	})
	return longest[:min(len(longest), listed)], nil
}
