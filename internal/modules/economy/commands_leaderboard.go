package economy

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/aurorabot/aurora/internal/module"
	"github.com/aurorabot/aurora/internal/snowflake"
)

const (
	leaderboardRows = 10
	// leaderboardPages is how many pages there are to turn: each is read from the top,
	// and nobody presses a button as often.
	leaderboardPages = 100
)

func (c *commands) top(ctx context.Context, in module.Interaction) (module.Reply, error) {
	return c.leaderboard(ctx, in, 0)
}

// turnLeaderboard is the press of a button under a leaderboard. All see it, and who
// has asked for it turns its pages.
func (c *commands) turnLeaderboard(ctx context.Context, in module.Interaction) (module.Reply, error) {
	number, owner, _ := strings.Cut(in.Button, ":")
	page, err := strconv.Atoi(number)
	if err != nil || page < 0 || page >= leaderboardPages {
		return module.Reply{}, module.Refuse("unknown_page", "There is no such page. Please use /leaderboard again.")
	}
	if owner != in.User.ID.String() {
		return module.Reply{}, module.Refuse("not_yours", "Somebody else turns these pages. Use /leaderboard for your own.")
	}
	return c.leaderboard(ctx, in, page)
}

func (c *commands) leaderboard(ctx context.Context, in module.Interaction, n int) (module.Reply, error) {
	page, err := c.Leaderboard(ctx, in.Guild.ID, n*leaderboardRows, leaderboardRows)
	if err != nil {
		return module.Reply{}, err
	}
	place, err := c.ownPlace(ctx, in, page.Currency)
	if err != nil {
		return module.Reply{}, err
	}
	reply := module.Reply{
		Title: "Leaderboard", Text: page.text(c.badgesOf(ctx, in, page)),
		Fields: []module.Field{line("Your place, "+markdown.Replace(in.User.Name), place)},
	}
	if more := page.More && n+1 < leaderboardPages; more || n > 0 {
		reply.Footer = fmt.Sprintf("Page %d", n+1)
		reply.Buttons = []module.Button{
			{ID: pageButton(n-1, in.User.ID), Label: "Previous", Disabled: n == 0},
			{ID: pageButton(n+1, in.User.ID), Label: "Next", Disabled: !more},
		}
	}
	return reply, nil
}

func pageButton(page int, owner snowflake.ID) string { return fmt.Sprintf("%d:%d", page, owner) }

func (c *commands) ownPlace(ctx context.Context, in module.Interaction, currency Currency) (string, error) {
	place, err := c.Place(ctx, in, in.User)
	if err != nil {
		return "", err
	}
	if place == 0 {
		return "None yet: begin with /daily.", nil
	}
	held, err := c.Balance(ctx, in, in.User)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("**#%d** with %s", place, currency.Format(held.Coins)), nil
}

// badgesOf are the badges of members, none where they cannot be had: what a list is
// about is shown without them.
func (c *commands) badgesOf(ctx context.Context, in module.Interaction, page LeaderboardPage) map[snowflake.ID]string {
	if c.badges == nil {
		return nil
	}
	given, err := c.badges(ctx, in.Guild.ID, page.members())
	if err != nil {
		c.logger.Warn("the leaderboard is shown without badges", "guild", in.Guild.ID, "error", err)
	}
	return given
}

func (p LeaderboardPage) members() []snowflake.ID {
	ids := make([]snowflake.ID, len(p.Holders))
	for i, h := range p.Holders {
		ids[i] = h.ID
	}
	return ids
}

func (p LeaderboardPage) text(badges map[snowflake.ID]string) string {
	if len(p.Holders) == 0 {
		return "Nobody is here."
	}
	var text strings.Builder
	for i, h := range p.Holders {
		fmt.Fprintf(&text, "%s %s · **%s**", medal(p.First+i), mention(h.ID), p.Format(h.Coins))
		if badge := badges[h.ID]; badge != "" {
			text.WriteString(" · " + badge)
		}
		text.WriteByte('\n')
	}
	return text.String()
}

// medal is how a place is shown.
func medal(place int) string {
	if place <= 3 {
		return []string{"🥇", "🥈", "🥉"}[place-1]
	}
	return fmt.Sprintf("`#%d`", place)
}
