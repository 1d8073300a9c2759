package economy

import (
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/module"
	"github.com/aurorabot/aurora/internal/snowflake"
)

// about is the part of an event that every use of a command has.
func about(in module.Interaction) event.Event {
	return event.Event{
		Severity: event.Info, Source: "economy",
		Guild: in.Guild, User: in.User, Shard: &in.Shard,
		Command: in.Command, InteractionID: in.ID, TraceID: in.ID.String(),
	}
}

func dailyClaimed(in module.Interaction, p Posted) event.Event {
	amount, balance := p.Postings[0].Amount, p.Balance(p.Postings[0].To)
	e := about(in)
	e.Type, e.Title = "economy.daily.claimed", "Daily claimed"
	e.Message = fmt.Sprintf("%s claimed %s, streak %d", in.User.Name, coins(amount), p.Streak.Length)
	e.Data = data(map[string]any{"amount": decimal(amount), "streak": p.Streak.Length, "balance": decimal(balance)})
	return e
}

func transferred(in module.Interaction, to event.Ref, p Posted) event.Event {
	posting := p.Postings[0]
	e := about(in)
	e.Type, e.Title = "economy.transfer.completed", "Transfer completed"
	e.Message = fmt.Sprintf("%s paid %s to %s", in.User.Name, coins(posting.Amount), to.Name)
	e.Data = data(map[string]any{
		"amount": decimal(posting.Amount), "from": in.User, "to": to,
		"fromBalance": decimal(p.Balance(posting.From)), "toBalance": decimal(p.Balance(posting.To)),
	})
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
	"insufficient_funds": "more coins than the member has",
	"balance_limit":      "more coins than the recipient can hold",
}

func decimal(n int64) string { return strconv.FormatInt(n, 10) }

func mention(id snowflake.ID) string { return "<@" + id.String() + ">" }

// data is v in JSON. The maps given here can always be written.
func data(v any) json.RawMessage {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return text
}
