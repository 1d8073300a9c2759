package web

import (
	"fmt"

	"github.com/aurorabot/aurora/internal/event"
)

// parseEvents reads one event or an array of them. Where the body is no JSON, that is
// what is wrong with it, whatever its events are.
func parseEvents(body []byte, source string) ([]event.Event, error) {
	d := newDocument(body)
	list := eventList{body: d, source: source, events: make([]event.Event, 0, 1)}
	if d.next() == '[' {
		list.many = true
		d.array(list.read)
	} else {
		list.read()
	}
	if p := d.end(); p != nil {
		return nil, p.refusal("")
	}
	if list.count == 0 || list.count > maxIngestEvents {
		return nil, (&problem{outOfRange, fmt.Sprintf("an array must have 1 to %d events", maxIngestEvents)}).refusal("")
	}
	return list.events, list.err
}

// eventList is what was read of a body. The first problem is kept.
type eventList struct {
	body   *document
	source string
	many   bool // it is an array
	count  int  // also of those that are too many
	events []event.Event
	err    error
}

// read takes the next event.
func (l *eventList) read() {
	l.count++
	if l.count > maxIngestEvents || l.err != nil {
		l.body.skip()
		return
	}
	at := ""
	if l.many {
		at = fmt.Sprintf("[%d].", l.count-1)
	}
	e, err := readEvent(l.body, l.source, at)
	l.events, l.err = append(l.events, e), err
}
