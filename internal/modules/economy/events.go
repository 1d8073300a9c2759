package economy

import (
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/module"
	"github.com/aurorabot/aurora/internal/snowflake"
)

// about is the part of an event that every use of a command has. What is not asked
// for by a command, but from elsewhere, has none of it.
func about(in module.Interaction) event.Event {
	e := event.Event{Severity: event.Info, Source: "economy"}
	if in.ID == 0 {
		return e
	}
	e.Guild, e.User, e.Shard = in.Guild, in.User, &in.Shard
	e.Command, e.InteractionID, e.TraceID = in.Command, in.ID, in.ID.String()
	return e
}

func dailyClaimed(in module.Interaction, c Currency, p Posted) event.Event {
	paid := p.Entries[0]
	e := about(in)
	e.Type, e.Title = "economy.daily.claimed", "Daily claimed"
	e.Message = fmt.Sprintf("%s claimed %s, streak %d", in.User.Name, c.Format(paid.Amount), paid.Streak.Length)
	e.Data = data(map[string]any{"amount": decimal(paid.Amount), "streak": paid.Streak.Length, "balance": decimal(paid.ToAfter)})
	return e
}

func transferred(in module.Interaction, c Currency, p Payment, posted Posted) event.Event {
	paid := posted.Entries[0]
	e := about(in)
	e.Type, e.Title = "economy.transfer.completed", "Transfer completed"
	e.Message = fmt.Sprintf("%s paid %s to %s", in.User.Name, c.Format(paid.Amount), p.To.Name)
	details := map[string]any{
		"amount": decimal(paid.Amount), "from": in.User, "to": p.To.Ref,
		"fromBalance": decimal(paid.FromAfter), "toBalance": decimal(paid.ToAfter),
	}
	if p.Note != "" {
		details["note"] = p.Note
	}
	e.Data = data(details)
	return e
}

func transferRejected(in module.Interaction, refusal *module.Refusal) event.Event {
	e := about(in)
	e.Type, e.Title = "economy.transfer.rejected", "Transfer rejected"
	e.Message = fmt.Sprintf("%s: %s", in.User.Name, rejections[refusal.Code])
	e.Data = data(map[string]string{"reason": refusal.Code})
	return e
}

// rejections are the reasons in an operator's words; a member reads others.
var rejections = map[string]string{
	"amount_too_small":   "an amount below 1",
	"amount_too_large":   "an amount above 10^12",
	"self_transfer":      "a payment to oneself",
	"unknown_recipient":  "a payment to nobody",
	"bot_recipient":      "a payment to a bot",
	"note_too_long":      "a note that is too long",
	"insufficient_funds": "more coins than the member has",
	"balance_limit":      "more coins than the recipient can hold",
}

// adjusted tells a grant or a deduction, whose entry is named by the interaction.
func adjusted(in module.Interaction, c Currency, a adjustment) event.Event {
	e := about(in)
	e.Severity = event.Notice
	e.Type, e.Title = "economy.grant", "Coins granted"
	e.Message = fmt.Sprintf("%s gave %s %s: %s", in.User.Name, a.member.Name, c.Format(a.posting.Amount), a.reason)
	if a.kind == Deduct {
		e.Type, e.Title = "economy.deduct", "Coins deducted"
		e.Message = fmt.Sprintf("%s took %s from %s: %s", in.User.Name, c.Format(a.posting.Amount), a.member.Name, a.reason)
	}
	e.Data = data(map[string]any{"amount": decimal(a.posting.Amount), "reason": a.reason, "entry": in.ID, "member": a.member.Ref})
	return e
}

func reversed(in module.Interaction, c Currency, entry, reason string, p Posted) event.Event {
	e := about(in)
	e.Severity = event.Notice
	e.Type, e.Title = "economy.reversal", "Entry reversed"
	e.Message = fmt.Sprintf("%s took back %s of entry %s: %s", in.User.Name, c.Format(p.Amount()), entry, reason)
	e.Data = data(map[string]any{"amount": decimal(p.Amount()), "reason": reason, "entry": in.ID, "reverses": entry})
	return e
}

func configChanged(in module.Interaction, before, after Config, reason string) event.Event {
	e := about(in)
	e.Severity = event.Notice
	e.Type, e.Title = "economy.config.changed", "Economy's rules changed"
	e.Message = in.User.Name + " changed the rules of the economy"
	return because(e, reason, map[string]any{"diff": diff(before, after)})
}

func claimsPaused(reason string) event.Event {
	e := about(module.Interaction{})
	e.Severity = event.Error
	e.Type, e.Title = "economy.claims.paused", "Daily claims paused"
	e.Message = "Nobody can claim: " + reason + ". Look at the clock, then resume in a guild with /eco resume, or everywhere with: aurora ledger resume"
	e.Data = data(map[string]string{"reason": reason})
	return e
}

// maxListed is how many accounts an alarm names; aurora ledger verify names all.
const maxListed = 20

func integrityFailed[T any](reason, list string, found []T) event.Event {
	e := about(module.Interaction{})
	e.Severity = event.Critical
	e.Type, e.Title = "economy.integrity.failed", "The ledger does not add up"
	e.Message = "Coins cannot be moved: " + reason + ". See: aurora ledger verify"
	e.Data = data(map[string]any{"reason": reason, "count": len(found), list: found[:min(len(found), maxListed)]})
	return e
}

func resumed() event.Event {
	e := about(module.Interaction{})
	e.Severity = event.Notice
	e.Type, e.Title, e.Message = "economy.resumed", "Economy resumed", "The ledger was verified, and all commands work again"
	return e
}

func claimsResumed(in module.Interaction, reason string) event.Event {
	e := about(in)
	e.Severity = event.Notice
	e.Type, e.Title, e.Message = "economy.resumed", "Daily claims resumed", "Members of this guild can claim again"
	return because(e, reason, map[string]any{})
}

// because gives an event its details and, where there is one, the reason for it.
func because(e event.Event, reason string, details map[string]any) event.Event {
	if reason != "" {
		e.Message += ": " + reason
		details["reason"] = reason
	}
	if len(details) > 0 {
		e.Data = data(details)
	}
	return e
}

func decimal(n int64) string { return strconv.FormatInt(n, 10) }

func mention(id snowflake.ID) string { return "<@" + id.String() + ">" }

// data is v in JSON. What is given here can always be written.
func data(v any) json.RawMessage {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return text
}
