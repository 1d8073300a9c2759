package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"time"

	"github.com/disgoorg/disgo/rest"

	"github.com/aurorabot/aurora/internal/discord/transport"
	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/module"
)

const (
	// slowAfter is from when a handler is told as slow: it had to be deferred.
	slowAfter = deferAfter
	// nearMissAfter is from when an acknowledgement was close to Discord's deadline. A
	// deferral is one: it is what the handler was saved by.
	nearMissAfter = 2 * time.Second

	unknownInteraction = "10062" // Discord's code for one that is over
)

// conclude tells how a use went. It is the one edge where a command's errors are
// logged.
func (b *Bot) conclude(a *answer, err, replyErr error) {
	if _, ok := errors.AsType[*module.Refusal](err); ok {
		err = nil
	}
	outcome := completed(a.use)
	switch {
	case err != nil:
		b.cfg.Logger.Error("command failed", "command", a.Command, "interaction", a.ID, "error", err)
		outcome = failed(a.use, errorCode(err), "the command failed; the log says why")
		if value, ok := errors.AsType[*panicError](err); ok {
			outcome = panicked(a.use, value)
		}
	case replyErr != nil:
		b.cfg.Logger.Error("reply failed", "command", a.Command, "interaction", a.ID, "error", replyErr)
		outcome = failed(a.use, errorCode(replyErr), "Discord did not take the reply")
	}
	fields := a.timing(time.Now())
	outcome.DurationMs = fields["totalMs"].(float64)
	b.recorder.record(with(outcome, fields))
	for _, e := range a.lateness(errorCode(replyErr)) {
		b.recorder.record(e)
	}
}

// span is a stretch of a command's time, in milliseconds from its receipt.
type span struct {
	Name    string  `json:"name"`
	StartMs float64 `json:"startMs"`
	Ms      float64 `json:"ms"`
}

// timing is where the time went. All is by the monotonic clock, from the receipt on,
// but for the transit, which compares Discord's clock with ours.
func (a *answer) timing(now time.Time) map[string]any {
	spans := []span{}
	for _, s := range a.trace.Spans() {
		spans = append(spans, span{s.Name, event.Milliseconds(s.Start), event.Milliseconds(s.Took)})
	}
	fields := map[string]any{
		"totalMs": event.Milliseconds(now.Sub(a.received)), "spans": spans, "deferred": a.promised,
		"transitMs": event.Milliseconds(a.received.Round(0).Sub(a.ID.Time())),
	}
	if !a.acked.IsZero() {
		fields["ackMs"] = event.Milliseconds(a.acked.Sub(a.received))
	}
	return fields
}

// lateness are the events of a use that took too long. code is the reply's error.
func (a *answer) lateness(code string) []event.Event {
	var events []event.Event
	for _, s := range a.trace.Spans() {
		if s.Name == "handler" && s.Took >= slowAfter {
			e := about(a.use, "command.slow", event.Warn, "Slow command", fmt.Sprintf("/%s took %v", a.Command, s.Took.Round(time.Millisecond)))
			events = append(events, with(e, map[string]any{"handlerMs": event.Milliseconds(s.Took)}))
		}
	}
	if late, ok := a.late(code); ok {
		events = append(events, late)
	}
	return events
}

// late is the event of an acknowledgement that missed Discord's deadline, or nearly.
func (a *answer) late(code string) (e event.Event, late bool) {
	if a.acked.IsZero() {
		if code != unknownInteraction && time.Now().Before(a.until) {
			return e, false
		}
		e = about(a.use, "command.ack.missed", event.Error, "Answer too late", "/"+a.Command+": Discord no longer waited for the answer")
		return with(e, map[string]any{"errorCode": code}), true
	}
	left, ack := a.until.Sub(a.acked), a.acked.Sub(a.received)
	text := fmt.Sprintf("/%s was answered after %v, of 3 s", a.Command, ack.Round(time.Millisecond))
	switch {
	case left > deadline-nearMissAfter:
		return e, false
	case left > 0:
		e = about(a.use, "command.ack.near_miss", event.Warn, "Slow answer", text)
	default:
		e = about(a.use, "command.ack.missed", event.Error, "Answer too late", text)
	}
	return with(e, map[string]any{"ackMs": event.Milliseconds(ack)}), true
}

// about is the part of an event that tells of a command's use.
func about(u use, kind string, severity event.Severity, title, message string) event.Event {
	return event.Event{
		Type: kind, Severity: severity, Source: "discord", Title: title, Message: event.Clip(message, event.MaxMessage),
		Guild: u.Guild, User: u.User, Shard: &u.Shard,
		Command: u.Command, InteractionID: u.ID, TraceID: u.ID.String(),
	}
}

func completed(u use) event.Event {
	return about(u, "command.completed", event.Debug, "Command completed", u.User.Name+" used /"+u.Command)
}

func failed(u use, code, reason string) event.Event {
	e := about(u, "command.failed", event.Error, "Command failed", "/"+u.Command+": "+reason)
	return with(e, map[string]any{"errorCode": code})
}

func panicked(u use, p *panicError) event.Event {
	e := about(u, "panic.recovered", event.Critical, "Panic recovered", fmt.Sprintf("/%s: %v", u.Command, p.value))
	return with(e, map[string]any{"stack": p.stack})
}

// with adds fields to an event's data.
func with(e event.Event, fields map[string]any) event.Event {
	if len(e.Data) > 0 {
		_ = json.Unmarshal(e.Data, &fields) // written here
	}
	e.Data = event.Object(fields)
	return e
}

// errorCode is a short, stable word for what went wrong: Discord's own number where
// Discord refused.
func errorCode(err error) string {
	if answer, ok := errors.AsType[*rest.Error](err); ok && answer.Code != 0 {
		return strconv.Itoa(int(answer.Code))
	}
	switch {
	case err == nil:
		return ""
	case errors.Is(err, context.DeadlineExceeded):
		return "timeout"
	case errors.Is(err, transport.ErrInvalidBudget):
		return "invalid_budget"
	}
	return "internal"
}

// withoutAddress is err without the address that was asked, which holds the
// interaction's token.
func withoutAddress(err error) error {
	if asked, ok := errors.AsType[*url.Error](err); ok {
		return fmt.Errorf("%s Discord: %w", asked.Op, asked.Err)
	}
	return err
}
