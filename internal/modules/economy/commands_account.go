package economy

import (
	"context"
	"fmt"

	"github.com/aurorabot/aurora/internal/module"
)

func (c *commands) daily(ctx context.Context, in module.Interaction) (module.Reply, error) {
	claimed, err := c.ClaimDaily(ctx, in)
	if err != nil {
		return module.Reply{}, err
	}
	currency := claimed.Currency
	return module.Reply{
		Title: "Daily " + currency.Name, Tone: module.Good,
		Text: fmt.Sprintf("You claimed **%s**, on day %d in a row.", currency.Format(claimed.Amount), claimed.Streak),
		Fields: []module.Field{
			column("Balance", currency.Format(claimed.Balance)),
			column("Next claim", relative(claimed.Next)),
			column("Streak is safe until", relative(claimed.SafeUntil)),
		},
	}, nil
}

func (c *commands) balance(ctx context.Context, in module.Interaction) (module.Reply, error) {
	who := of(in)
	held, err := c.Balance(ctx, in, who.Ref)
	if err != nil {
		return module.Reply{}, err
	}
	place, err := c.Place(ctx, in, who.Ref)
	if err != nil {
		return module.Reply{}, err
	}
	reply := module.Reply{Title: "Balance", Text: fmt.Sprintf("%s has **%s**.", mention(who.ID), held.Currency.Format(held.Coins))}
	if place > 0 {
		reply.Fields = []module.Field{column("Place", fmt.Sprintf("#%d", place))}
	}
	return reply, nil
}

func (c *commands) streak(ctx context.Context, in module.Interaction) (module.Reply, error) {
	who := of(in)
	standing, err := c.Streak(ctx, in, who.Ref)
	if err != nil {
		return module.Reply{}, err
	}
	reply := module.Reply{Title: "Streak", Tone: module.Good}
	switch {
	case standing.Streak == 0:
		reply.Tone, reply.Text = module.Neutral, mention(who.ID)+" has no streak now. It begins with the next /daily."
	case standing.Claimed:
		reply.Text = fmt.Sprintf("%s has claimed **%s** in a row, and today.", mention(who.ID), days(standing.Streak))
	default:
		reply.Tone = module.Caution
		reply.Text = fmt.Sprintf("%s has claimed **%s** in a row, and not yet today.", mention(who.ID), days(standing.Streak))
	}
	reply.Fields = standing.fields()
	return reply, nil
}

func (s Standing) fields() []module.Field {
	next := "now"
	if s.Claimed {
		next = relative(s.Next)
	}
	fields := []module.Field{column("Next claim", next), column("It pays", s.Currency.Format(s.Amount))}
	if s.Streak > 0 {
		fields = append(fields, column("Safe until", relative(s.SafeUntil)))
	}
	return fields
}

func days(n int) string {
	if n == 1 {
		return "1 day"
	}
	return fmt.Sprintf("%d days", n)
}
