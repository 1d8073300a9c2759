package leveling

import (
	"context"
	"fmt"
	"strings"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/module"
)

// Module offers /rank, and the level of members for the lists of others.
func Module(s *Service) module.Module {
	return module.Module{
		Name:   "leveling",
		Badges: s.Badges,
		Commands: []module.Command{{
			Name: "rank", Description: "See which level you or another member has reached by using commands",
			Options: []module.Option{
				{Name: "user", Description: "Whose level; yours if left out", Kind: module.User},
			},
			Run: s.rank,
		}},
	}
}

func (s *Service) rank(ctx context.Context, in module.Interaction) (module.Reply, error) {
	of := in.User
	if other, given := in.Options["user"]; given {
		of = other.Member.Ref
	}
	standing, err := s.store.Standing(ctx, Member{Guild: in.Guild.ID, User: of.ID})
	if err != nil {
		return module.Reply{}, fmt.Errorf("rank: %w", err)
	}
	return standing.reply(of), nil
}

func (s Standing) reply(of event.Ref) module.Reply {
	level := Level(s.XP)
	begin, end := needed(level), needed(level+1)
	place := "none yet"
	if s.Place > 0 {
		place = fmt.Sprintf("#%d", s.Place)
	}
	return module.Reply{
		Title: "Rank", Tone: module.Good,
		Text: fmt.Sprintf("<@%d> is on **level %d**.\n%s", of.ID, level, bar(s.XP-begin, end-begin)),
		Fields: []module.Field{
			{Name: "Experience", Value: fmt.Sprintf("%d XP", s.XP), Inline: true},
			{Name: "Next level in", Value: fmt.Sprintf("%d XP", end-s.XP), Inline: true},
			{Name: "Place", Value: place, Inline: true},
		},
	}
}

// barWidth is how many characters a bar has.
const barWidth = 20

// bar shows how much of a whole is done.
func bar(done, whole int64) string {
	full := int(done * barWidth / whole)
	return strings.Repeat("▰", full) + strings.Repeat("▱", barWidth-full)
}
