package economy

import (
	"context"
	"fmt"
	"strconv"

	"github.com/aurorabot/aurora/internal/module"
	"github.com/aurorabot/aurora/internal/snowflake"
)

// GuildName is what a guild is called now, or "" where that is not known.
type GuildName func(guild snowflake.ID) string

// explorer is the economy on the dashboard: what the ledger holds, and how it is shown.
type explorer struct {
	*Service
	guildName GuildName // or nil
}

func (x explorer) queries() []module.Query {
	return []module.Query{
		{Answer: x.overview},
		{Path: "/accounts/{guild}/{user}", Parameters: []string{"before", "limit"}, Answer: x.account},
		{Path: "/entries", Parameters: []string{"ref"}, Answer: x.transaction},
	}
}

const defaultPage = 50

// accountAnswer is one account, with a page of its history.
type accountAnswer struct {
	refs
	Balance   coins       `json:"balance"`
	Streak    int         `json:"streak"`    // days; 0 where it has ended
	LastClaim *string     `json:"lastClaim"` // the calendar day of the guild; nil: never
	Entries   []entryView `json:"entries"`   // newest first
	Next      *string     `json:"next"`      // for before; nil where there is no more
}

// account answers with what is known of one account, also of one of the ledger's own.
func (x explorer) account(ctx context.Context, asked module.Asked) (any, error) {
	of, before, limit, err := parseAccount(asked)
	if err != nil {
		return nil, err
	}
	holding, err := x.store.Holding(ctx, of)
	if err != nil {
		return nil, fmt.Errorf("account: %w", err)
	}
	if !holding.Opened {
		return nil, module.RefuseMissing("no_account", "Nobody of this id has ever had coins in this guild.")
	}
	streak, err := x.streakOf(ctx, of, holding.Streak)
	if err != nil {
		return nil, fmt.Errorf("account: %w", err)
	}
	page, err := x.History(ctx, of, before, limit)
	if err != nil {
		return nil, err
	}
	known, err := x.names(ctx, append(involved(entriesOf(page.Entries)), of))
	if err != nil {
		return nil, fmt.Errorf("account: %w", err)
	}
	answer := accountAnswer{
		refs: known.refs(of), Balance: coins(holding.Coins), Streak: streak,
		Entries: known.entries(entriesOf(page.Entries)),
	}
	if holding.Streak.Day != "" {
		answer.LastClaim = &holding.Streak.Day
	}
	if page.More {
		answer.Next = new(page.Next.String())
	}
	return answer, nil
}

// streakOf is how long a streak is that was last set so, today in the account's guild.
func (x explorer) streakOf(ctx context.Context, of Account, last Streak) (int, error) {
	rules, err := x.Config(ctx, of.Guild)
	if err != nil {
		return 0, err
	}
	zone, err := rules.location()
	if err != nil {
		return 0, err
	}
	if last.Day < before(dayOf(x.clock.Now().In(zone))) {
		return 0, nil
	}
	return last.Length, nil
}

func parseAccount(asked module.Asked) (of Account, before Position, limit int, err error) {
	if of.Guild, err = snowflake.Parse(asked["guild"]); err != nil {
		return of, before, 0, module.RefuseParameter("guild", "must be the id of a guild")
	}
	if of.Holder, err = snowflake.Parse(asked["user"]); err != nil {
		return of, before, 0, module.RefuseParameter("user", "must be the id of a member")
	}
	before, limit = Newest, defaultPage
	if text := asked["before"]; text != "" {
		if before, err = ParsePosition(text); err != nil {
			return of, before, 0, module.RefuseParameter("before", "must be the id of an entry")
		}
	}
	if text := asked["limit"]; text != "" {
		if limit, err = strconv.Atoi(text); err != nil || limit < 1 || limit > maxPage {
			return of, before, 0, module.RefuseParameter("limit", fmt.Sprintf("must be 1 to %d", maxPage))
		}
	}
	return of, before, limit, nil
}

// transactionAnswer is what one transaction has moved.
type transactionAnswer struct {
	Ref     string      `json:"ref"`
	Entries []entryView `json:"entries"` // in their order; none where there is no such transaction
}

// transaction answers with the entries of the transaction of a reference, which for a
// command is the id of its interaction.
func (x explorer) transaction(ctx context.Context, asked module.Asked) (any, error) {
	ref := asked["ref"]
	if ref == "" {
		return nil, module.RefuseParameter("ref", "must be the reference of a transaction, such as an event's interactionId")
	}
	entries, err := x.store.Entries(ctx, ref)
	if err != nil {
		return nil, fmt.Errorf("entries: %w", err)
	}
	known, err := x.names(ctx, involved(entries))
	if err != nil {
		return nil, fmt.Errorf("entries: %w", err)
	}
	return transactionAnswer{Ref: ref, Entries: known.entries(entries)}, nil
}
