package economy

import (
	"context"
	"fmt"

	"github.com/aurorabot/aurora/internal/module"
)

// Module offers the economy's commands and figures.
func Module(s *Service) module.Module {
	return module.Module{
		Name: "economy",
		Commands: []module.Command{
			{
				Name: "daily", Description: "Claim today's coins; they grow with every day in a row",
				Run: s.daily,
			},
			{
				Name: "pay", Description: "Pay coins to another member",
				Options: []module.Option{
					{Name: "user", Description: "Who gets the coins", Kind: module.User, Required: true},
					{Name: "amount", Description: "How many coins", Kind: module.Integer, Required: true},
				},
				Run: s.pay,
			},
			{
				Name: "balance", Description: "See how many coins you or another member has",
				Options: []module.Option{
					{Name: "user", Description: "Whose balance; yours if left out", Kind: module.User},
				},
				Run: s.balance,
			},
		},
		Summary: s.summary,
	}
}

func (s *Service) daily(ctx context.Context, in module.Interaction) (module.Reply, error) {
	claimed, err := s.ClaimDaily(ctx, in)
	if err != nil {
		return module.Reply{}, err
	}
	c := claimed.Currency
	return module.Reply{
		Title: "Daily " + c.Name, Tone: module.Good,
		Text: fmt.Sprintf("You claimed **%s**, on day %d in a row.\nYou now have **%s**. The next claim opens <t:%d:R>.",
			c.Format(claimed.Amount), claimed.Streak, c.Format(claimed.Balance), claimed.Next.Unix()),
	}, nil
}

func (s *Service) pay(ctx context.Context, in module.Interaction) (module.Reply, error) {
	to := in.Options["user"].Member
	paid, err := s.Pay(ctx, in, Payment{To: to, Amount: in.Options["amount"].Integer})
	if err != nil {
		return module.Reply{}, err
	}
	c := paid.Currency
	return module.Reply{
		Title: "Payment", Tone: module.Good,
		Text: fmt.Sprintf("%s paid **%s** to %s.\n%s now has **%s**.",
			mention(in.User.ID), c.Format(paid.Amount), mention(to.ID), mention(in.User.ID), c.Format(paid.Balance)),
	}, nil
}

func (s *Service) balance(ctx context.Context, in module.Interaction) (module.Reply, error) {
	of := in.User
	if other, given := in.Options["user"]; given {
		of = other.Member.Ref
	}
	held, err := s.Balance(ctx, in, of)
	if err != nil {
		return module.Reply{}, err
	}
	return module.Reply{Title: "Balance", Text: fmt.Sprintf("%s has **%s**.", mention(of.ID), held.Currency.Format(held.Coins))}, nil
}
