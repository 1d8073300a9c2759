package economy

import (
	"context"
	"fmt"
	"strings"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/module"
)

// historyRows is how many entries one page in Discord has.
const historyRows = 6

// Before the trail, a history's button says which way it leads: two buttons of one
// message never say the same.
const (
	older = "<"
	newer = ">"
)

func (c *commands) newest(ctx context.Context, in module.Interaction) (module.Reply, error) {
	return c.history(ctx, in, nil)
}

// turnHistory is the press of a button under a history, which its member alone sees.
func (c *commands) turnHistory(ctx context.Context, in module.Interaction) (module.Reply, error) {
	way, err := parseTrail(strings.TrimLeft(in.Button, older+newer))
	if err != nil {
		return module.Reply{}, module.Refuse("unknown_page", "There is no such page. Please use /history again.")
	}
	return c.history(ctx, in, way)
}

// history is the page of the member's own account to which a trail leads.
func (c *commands) history(ctx context.Context, in module.Interaction, way trail) (module.Reply, error) {
	page, err := c.History(ctx, member(in), way.end(), historyRows)
	if err != nil {
		return module.Reply{}, err
	}
	rules, err := c.Config(ctx, in.Guild.ID)
	if err != nil {
		return module.Reply{}, err
	}
	reply := module.Reply{Title: "Your history", Text: "Newest first.", Private: true}
	if len(page.Entries) == 0 {
		reply.Text = "Nothing was moved yet. Begin with /daily."
	}
	for _, e := range page.Entries {
		reply.Fields = append(reply.Fields, entryField(e, member(in), rules.Currency))
	}
	if page.More || len(way) > 0 {
		reply.Buttons = []module.Button{
			{ID: newer + way.back().String(), Label: "Newer", Disabled: len(way) == 0},
			{ID: older + way.on(page.Next).String(), Label: "Older", Disabled: !page.More},
		}
	}
	return reply, nil
}

// entryField shows an entry as the holder of the account sees it.
func entryField(e NamedEntry, of Account, c Currency) module.Field {
	sign, other := "+", e.From
	if e.From == of {
		sign, other = "−", e.To
	}
	var text strings.Builder
	fmt.Fprintf(&text, "%s · %s\n", purpose(e.Entry, of, other), relative(e.Time))
	if e.Reason != "" {
		fmt.Fprintf(&text, "%s\n", quoted(event.Clip(e.Reason, maxReason)))
	}
	fmt.Fprintf(&text, "Balance %s · entry `%s`", c.Format(e.After(of)), e.Key)
	return line(sign+c.Format(e.Amount), text.String())
}

// purpose says what an entry is for, to the holder of one of its accounts.
func purpose(e Entry, of, other Account) string {
	switch e.Kind {
	case Daily:
		return fmt.Sprintf("Daily claim, day %d", e.Streak.Length)
	case Transfer:
		if e.From == of {
			return "Paid to " + mention(other.Holder)
		}
		return "Paid by " + mention(other.Holder)
	case Grant:
		return "Given by " + mention(e.Actor)
	case Deduct:
		return "Taken by " + mention(e.Actor)
	case Reversal:
		if e.From == of {
			return "Taken back by " + mention(e.Actor)
		}
		return "Given back by " + mention(e.Actor)
	}
	return string(e.Kind)
}
