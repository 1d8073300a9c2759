package economy

import (
	"context"
	"fmt"

	"github.com/aurorabot/aurora/internal/module"
)

// forManagers is /eco. Nobody else sees what it answers, and none of it is done
// without a reason.
func (c *commands) forManagers() module.Command {
	reason := module.Option{Name: "reason", Description: "Why; it is written down with your name", Kind: module.String, Required: true, Max: maxReason}
	subs := []module.Command{
		{
			Name: "grant", Description: "Give a member coins",
			Options: []module.Option{
				{Name: "user", Description: "Who gets the coins", Kind: module.User, Required: true},
				{Name: "amount", Description: "How many coins", Kind: module.Integer, Required: true, Min: 1, Max: MaxAmount},
				reason,
			},
			Run: c.grant, Press: c.undoAdjusted,
		},
		{
			Name: "deduct", Description: "Take coins from a member",
			Options: []module.Option{
				{Name: "user", Description: "Whose coins", Kind: module.User, Required: true},
				{Name: "amount", Description: "How many coins", Kind: module.Integer, Required: true, Min: 1, Max: MaxAmount},
				reason,
			},
			Run: c.deduct, Press: c.undoAdjusted,
		},
		{
			Name: "undo", Description: "Take back an entry of the ledger, if its coins are still there",
			Options: []module.Option{
				{Name: "entry", Description: "Its number, as the history shows it", Kind: module.String, Required: true, Max: 20},
				reason,
			},
			Run: c.undo,
		},
		{
			Name: "config", Description: "Change the economy's rules; with a reason alone, see them",
			Options: append([]module.Option{reason}, settings...),
			Run:     c.configure, Complete: completeZone,
		},
		{
			Name: "resume", Description: "Let members of this guild claim again after the clock was moved",
			Options: []module.Option{reason},
			Run:     c.resume,
		},
	}
	for i := range subs {
		subs[i].Private = true
	}
	return module.Command{Name: "eco", Description: "Look after the economy", Manager: true, Subcommands: subs}
}

func (c *commands) grant(ctx context.Context, in module.Interaction) (module.Reply, error) {
	to := in.Options["user"].Member
	done, err := c.Grant(ctx, in, to, in.Options["amount"].Integer, in.Options["reason"].String)
	if err != nil {
		return module.Reply{}, err
	}
	return done.reply(in, "Coins granted", "**%s** were given to %s.", to), nil
}

func (c *commands) deduct(ctx context.Context, in module.Interaction) (module.Reply, error) {
	from := in.Options["user"].Member
	done, err := c.Deduct(ctx, in, from, in.Options["amount"].Integer, in.Options["reason"].String)
	if err != nil {
		return module.Reply{}, err
	}
	return done.reply(in, "Coins deducted", "**%s** were taken from %s.", from), nil
}

func (a Adjusted) reply(in module.Interaction, title, text string, member module.Member) module.Reply {
	return module.Reply{
		Title: title, Tone: module.Good, Private: true,
		Text: fmt.Sprintf(text, a.Currency.Format(a.Amount), mention(member.ID)),
		Fields: []module.Field{
			column("Balance now", a.Currency.Format(a.Balance)), column("Entry", "`"+a.Entry+"`"),
			line("Reason", quoted(in.Options["reason"].String)),
		},
		Buttons: []module.Button{{ID: a.Entry, Label: "Undo", Style: module.Danger}},
	}
}

// undoAdjusted is the press of Undo under what was given or taken. It may be pressed
// as often as somebody likes: an entry is reversed once.
func (c *commands) undoAdjusted(ctx context.Context, in module.Interaction) (module.Reply, error) {
	return c.reverse(ctx, in, in.Button, "undone by the button under it")
}

func (c *commands) undo(ctx context.Context, in module.Interaction) (module.Reply, error) {
	return c.reverse(ctx, in, in.Options["entry"].String, in.Options["reason"].String)
}

func (c *commands) reverse(ctx context.Context, in module.Interaction, entry, reason string) (module.Reply, error) {
	key, err := ParseKey(entry)
	if err != nil {
		return module.Reply{}, err
	}
	done, err := c.Reverse(ctx, in, key, reason)
	if err != nil {
		return module.Reply{}, err
	}
	return module.Reply{
		Title: "Entry reversed", Tone: module.Good, Private: true,
		Text: fmt.Sprintf("**%s** are back where they came from.", done.Currency.Format(done.Amount)),
		Fields: []module.Field{
			column("Reversed", "`"+key+"`"), column("Entry", "`"+done.Entry+"`"), line("Reason", quoted(reason)),
		},
	}, nil
}
