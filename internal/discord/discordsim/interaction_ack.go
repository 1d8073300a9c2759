package discordsim

import (
	"net/http"
	"time"
)

// callbackAnswer is a callback that passed the checks of its form.
type callbackAnswer struct {
	kind  int
	post  *post    // what @original will stand for; nil for a modal
	shows *message // what it will show; nil where that is yet to come
}

// acknowledge takes an answer that came at received. It is attributed to the first delivery that had none.
func (i *interaction) acknowledge(a callbackAnswer, received time.Time) error {
	i.mu.Lock()
	defer i.mu.Unlock()
	d := new(delivery) // for a callback more than was asked for
	if i.attempts < len(i.deliveries) {
		d = i.deliveries[i.attempts]
		d.received = received
		defer close(d.heard)
	}
	i.attempts++
	switch {
	case received.Sub(i.created) >= ackDeadline && i.answer == 0:
		d.refused = 10062
		return i.late(received.Sub(i.deliveries[0].sent))
	case i.answer != 0:
		d.refused, d.said = 40060, a.shows
		return errAnsweredTwice(len(i.deliveries) > 1)
	}
	i.answer, i.original = a.kind, a.post
	if a.shows != nil {
		a.post.replace(a.shows)
	}
	if a.kind != answerDeferred && a.kind != answerDeferredUpdate {
		i.settle()
	}
	return nil
}

// late is the error for a callback after the deadline. The bot is to blame only if the time passed at
// its side, and only once.
func (i *interaction) late(took time.Duration) error {
	refusal := &apiError{Status: http.StatusNotFound, Code: 10062, Message: "Unknown interaction"}
	if took >= ackDeadline && !i.missed {
		refusal.Rule, i.missed = "deadline_missed", true
	}
	return refusal
}

// settle marks the final reply. i.mu is held.
func (i *interaction) settle() {
	if !i.isSettled {
		i.isSettled = true
		close(i.settled)
	}
}

// errAnsweredTwice blames the bot unless Discord itself sent the interaction twice.
func errAnsweredTwice(duplicated bool) error {
	refusal := &apiError{Status: http.StatusBadRequest, Code: 40060, Message: "Interaction has already been acknowledged."}
	if !duplicated {
		refusal.Rule = "answered_twice"
	}
	return refusal
}
