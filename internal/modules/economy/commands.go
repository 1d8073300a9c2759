package economy

import (
	"context"
	"encoding/json"
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
	return module.Reply{
		Title: "Daily coins", Tone: module.Good,
		Text: fmt.Sprintf("You claimed **%s**, on day %d in a row.\nYou now have **%s**. The next claim opens <t:%d:R>.",
			coins(claimed.Amount), claimed.Streak, coins(claimed.Balance), claimed.Next.Unix()),
	}, nil
}

func (s *Service) pay(ctx context.Context, in module.Interaction) (module.Reply, error) {
	to := in.Options["user"].Member
	paid, err := s.Pay(ctx, in, to, in.Options["amount"].Integer)
	if err != nil {
		return module.Reply{}, err
	}
	return module.Reply{
		Title: "Payment", Tone: module.Good,
		Text: fmt.Sprintf("%s paid **%s** to %s.\n%s now has **%s**.",
			mention(in.User.ID), coins(paid.Amount), mention(to.ID), mention(in.User.ID), coins(paid.Balance)),
	}, nil
}

func (s *Service) balance(ctx context.Context, in module.Interaction) (module.Reply, error) {
	of := in.User
	if other, given := in.Options["user"]; given {
		of = other.Member.Ref
	}
	has, err := s.Balance(ctx, in, of)
	if err != nil {
		return module.Reply{}, err
	}
	return module.Reply{Title: "Balance", Text: fmt.Sprintf("%s has **%s**.", mention(of.ID), coins(has))}, nil
}

// summary is the economy's part of the dashboard's stats.
func (s *Service) summary(ctx context.Context) (json.RawMessage, error) {
	totals, err := s.store.Totals(ctx)
	if err != nil {
		return nil, fmt.Errorf("economy summary: %w", err)
	}
	return data(map[string]any{"currency": "coins", "accounts": totals.Accounts, "supply": decimal(totals.Supply)}), nil
}
