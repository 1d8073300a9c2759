package dashboard

import (
	"encoding/json"
	"slices"

	"github.com/aurorabot/aurora/internal/event"
)

const (
	// recentEvents is how many of the newest events the stats list, at most.
	recentEvents = 20
	// recentBytes is what these may take of the stats' 24 kB, as JSON. Twenty of the
	// usual events do; of twenty with the longest of texts, the newest dozen does.
	recentBytes = 12_000
)

// recentList is the newest events, oldest first, without their data.
type recentList []event.Event

func (l *recentList) add(e event.Event) {
	e.Data = nil
	if len(*l) == recentEvents {
		*l = slices.Delete(*l, 0, 1)
	}
	*l = append(*l, e)
}

// newest are those that fit, newest first.
func (l recentList) newest() []event.Event {
	newest, size := []event.Event{}, 0
	for _, e := range slices.Backward(l) {
		text, err := json.Marshal(e)
		if size += len(text) + 1; err != nil || size > recentBytes {
			break
		}
		newest = append(newest, e)
	}
	return newest
}
