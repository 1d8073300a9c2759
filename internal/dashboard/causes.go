package dashboard

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/snowflake"
)

const (
	// mostCauses is how many causes of failures are remembered; a new one takes the
	// place of the one that was quiet for longest.
	mostCauses = 100
	// mostSufferers is how many users are told apart for one cause.
	mostSufferers = 1000
	// topCauses is how many causes the stats list.
	topCauses = 5
)

// causes are why commands have failed, by fingerprint.
type causes map[string]*cause

// cause is one reason why one command fails.
type cause struct {
	command, title, traceID string // title and traceID of the newest failure
	first, last             time.Time
	count                   *tally
	users                   map[snowflake.ID]time.Time // when each was last met by it
}

func (all causes) record(e event.Event, code string) {
	fingerprint := e.Command + ":" + code
	c := all[fingerprint]
	if c == nil {
		if len(all) == mostCauses {
			delete(all, all.quietest())
		}
		c = &cause{command: e.Command, first: e.Time, count: newTally(hourMinutes, time.Minute), users: make(map[snowflake.ID]time.Time)}
		all[fingerprint] = c
	}
	reason := strings.TrimPrefix(e.Message, "/"+e.Command+": ")
	c.title, c.traceID, c.last = event.Clip(code+": "+reason, event.MaxTitle), e.TraceID, e.Time
	c.count.add(e.Time)
	if e.User.ID != 0 {
		c.meets(e.User.ID, e.Time)
	}
}

// quietest is the cause that was met longest ago.
func (all causes) quietest() (fingerprint string) {
	return slices.MinFunc(slices.Collect(maps.Keys(all)), func(a, b string) int { return all[a].last.Compare(all[b].last) })
}

func (c *cause) meets(user snowflake.ID, now time.Time) {
	if _, known := c.users[user]; !known && len(c.users) == mostSufferers {
		maps.DeleteFunc(c.users, func(_ snowflake.ID, last time.Time) bool { return !withinHour(last, now) })
	}
	if _, known := c.users[user]; known || len(c.users) < mostSufferers {
		c.users[user] = now
	}
}

func (c *cause) sufferers(now time.Time) (users int) {
	for _, last := range c.users {
		if withinHour(last, now) {
			users++
		}
	}
	return users
}

func withinHour(at, now time.Time) bool { return now.Sub(at) < time.Hour }

// list are the causes of the last hour, the most frequent first.
func (all causes) list(now time.Time) []CommandError {
	list := []CommandError{}
	for fingerprint, c := range all {
		count := c.count.sum(now)
		if count == 0 {
			continue
		}
		list = append(list, CommandError{
			Fingerprint: fingerprint, Title: c.title, Command: c.command, Count1h: count, Users1h: c.sufferers(now),
			FirstSeen: c.first.UTC(), LastSeen: c.last.UTC(), TraceID: c.traceID,
		})
	}
	slices.SortFunc(list, func(a, b CommandError) int {
		return cmp.Or(cmp.Compare(b.Count1h, a.Count1h), b.LastSeen.Compare(a.LastSeen), cmp.Compare(a.Fingerprint, b.Fingerprint))
	})
	return list
}
