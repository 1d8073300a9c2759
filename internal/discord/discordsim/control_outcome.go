package discordsim

import (
	"context"
	"net/http"
	"time"

	"github.com/aurorabot/aurora/internal/snowflake"
)

const (
	replyWait = 20 * time.Second // for the final reply
	// ackGrace is how much longer than the bot may take the wait goes on, to tell how late it was.
	ackGrace = time.Second
)

// outcome is what came of one delivery.
type outcome struct {
	InteractionID snowflake.ID `json:"interactionId"`
	AckMs         *float64     `json:"ackMs"` // from the frame's sending to the callback; null = none came
	Refused       int          `json:"refused,omitempty"`
	Response      *message     `json:"response"` // null = none, or deleted
	Followups     []*message   `json:"followups"`
	Choices       []choice     `json:"choices,omitempty"` // offered to a member who is typing
	Modal         *modal       `json:"modal,omitempty"`   // the form that opened
}

// wait returns when the final reply is there and each further delivery was answered or ignored. An
// interaction that nobody answers within Discord's deadline has failed: there is nothing to wait for.
func (c *control) wait(ctx context.Context, i *interaction, deliveries []*delivery) error {
	ackBy := i.created.Add(ackDeadline + ackGrace)
	first := deliveries[0]
	if err := c.waitFor(ctx, first.heard, ackBy); err != nil {
		return err
	}
	if !i.acknowledged() {
		return i.noReply("the application did not respond in time", first)
	}
	if err := c.waitFor(ctx, i.settled, i.created.Add(replyWait)); err != nil {
		return err
	}
	if !i.hasSettled() {
		return i.noReply("the final reply did not come in time", first)
	}
	for _, d := range deliveries[1:] {
		if err := c.waitFor(ctx, d.heard, ackBy); err != nil {
			return err
		}
	}
	return nil
}

// waitFor returns when done is closed or at the instant until. Only the end of ctx, or of the
// simulator, is an error.
func (c *control) waitFor(ctx context.Context, done <-chan struct{}, until time.Time) error {
	timer := time.NewTimer(time.Until(until))
	defer timer.Stop()
	select {
	case <-done:
	case <-timer.C:
	case <-c.exchange.stopped:
		return refuse(http.StatusServiceUnavailable, "stopping", "", "the simulator ends")
	case <-ctx.Done():
		return ctx.Err()
	}
	return nil
}

func (i *interaction) noReply(why string, d *delivery) error {
	e := refuse(http.StatusGatewayTimeout, "no_reply", "", "%s", why)
	e.partial = i.outcome(d)
	return e
}

// outcome tells a delivery as the member saw it. A callback that was refused for coming second shows what
// it would have said, so that both answers can be compared.
func (i *interaction) outcome(d *delivery) outcome {
	i.mu.Lock()
	defer i.mu.Unlock()
	o := outcome{InteractionID: i.id, Refused: d.refused, Response: i.original.read(), Followups: []*message{}, Choices: i.choices, Modal: i.modal}
	if d.said != nil {
		o.Response = d.said
	}
	if !d.received.IsZero() && !d.sent.IsZero() {
		ms := float64(d.received.Sub(d.sent).Microseconds()) / 1000
		o.AckMs = &ms
	}
	for _, p := range i.followups {
		if m := p.read(); m != nil {
			o.Followups = append(o.Followups, m)
		}
	}
	return o
}
