package discordsim

import (
	"net/http"
	"time"
)

// callbackAnswer is a callback that passed the checks of its form.
type callbackAnswer struct {
	kind    int
	post    *post    // what @original will stand for; nil for a modal and for choices
	shows   *message // what it will show; nil where that is yet to come
	modal   *modal
	choices []choice
}

// acknowledge takes an answer that came at received. excused: it is not the bot's fault if that is late.
// keep gets the message that it makes, if it does, before anybody learns of it: its buttons may be pressed
// at once.
func (i *interaction) acknowledge(a callbackAnswer, received time.Time, excused bool, keep func(*post, *interaction)) error {
	i.mu.Lock()
	defer i.mu.Unlock()
	d := i.hear(received)
	switch {
	case received.Sub(i.created) >= ackDeadline && i.answer == 0:
		d.refused = 10062
		return i.late(received.Sub(i.deliveries[0].sent), excused)
	case i.answer != 0:
		d.refused, d.said = 40060, a.shows
		return errAnsweredTwice(i.repeated || i.lost)
	}
	i.answer, i.original, i.modal, i.choices = a.kind, a.post, a.modal, a.choices
	if a.shows != nil {
		a.post.replace(a.shows)
	}
	if a.post != nil && a.post != i.pressed {
		keep(a.post, i)
	}
	if a.kind != answerDeferred && a.kind != answerDeferredUpdate {
		i.settle()
	}
	return nil
}

// hear attributes a callback to the first delivery that had none. i.mu is held.
func (i *interaction) hear(received time.Time) *delivery {
	i.attempts++
	if i.attempts > len(i.deliveries) {
		return new(delivery) // one more than was asked for
	}
	d := i.deliveries[i.attempts-1]
	d.received = received
	close(d.heard)
	return d
}

// disown refuses a callback as if the interaction had never been.
func (i *interaction) disown(received time.Time) error {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.hear(received).refused = 10062
	return &apiError{Status: http.StatusNotFound, Code: 10062, Message: "Unknown interaction"}
}

// loseAnswer notes that the bot will not learn that its callback was accepted.
func (i *interaction) loseAnswer() {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.lost = true
}

// late is the error for a callback after the deadline. The bot is to blame only if the time passed at
// its side, and only once.
func (i *interaction) late(took time.Duration, excused bool) error {
	refusal := &apiError{Status: http.StatusNotFound, Code: 10062, Message: "Unknown interaction"}
	if took >= ackDeadline && !i.missed && !excused {
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

// errAnsweredTwice blames the bot unless Discord itself is to blame: it sent the interaction twice, or its
// answer to the first callback was lost.
func errAnsweredTwice(excused bool) error {
	refusal := &apiError{Status: http.StatusBadRequest, Code: 40060, Message: "Interaction has already been acknowledged."}
	if !excused {
		refusal.Rule = "answered_twice"
	}
	return refusal
}
