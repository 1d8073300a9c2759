package economy

import "github.com/aurorabot/aurora/internal/module"

// Module offers the economy's commands, figures and ledger. On the leaderboard members
// have the badges that another module gives them, and on the dashboard guilds have their
// names; both may be nil.
func Module(s *Service, badges module.Badges, guildName GuildName) module.Module {
	c := &commands{Service: s, badges: badges, questions: newQuestions(s.clock.Elapsed)}
	return module.Module{
		Name:     "economy",
		Commands: append(c.forMembers(), c.forManagers()),
		Queries:  explorer{s, guildName}.queries(),
		Summary:  s.summary,
	}
}

// commands are the economy in Discord: the rules, and how what they did is shown.
type commands struct {
	*Service
	badges    module.Badges
	questions *questions
}

func (c *commands) forMembers() []module.Command {
	return []module.Command{
		{
			Name: "daily", Description: "Claim today's coins; they grow with every day in a row",
			Run: c.daily,
		},
		{
			Name: "pay", Description: "Pay coins to another member",
			Options: []module.Option{
				{Name: "user", Description: "Who gets the coins", Kind: module.User, Required: true},
				{Name: "amount", Description: "How many coins", Kind: module.Integer, Required: true},
				{Name: "note", Description: "What for", Kind: module.String, Max: maxReason},
			},
			Run: c.pay, Press: c.answer,
		},
		{
			Name: "balance", Description: "See how many coins you or another member has",
			Options: []module.Option{
				{Name: "user", Description: "Whose balance; yours if left out", Kind: module.User},
			},
			Run: c.balance,
		},
		{
			Name: "streak", Description: "See how many days in a row you or another member has claimed",
			Options: []module.Option{
				{Name: "user", Description: "Whose streak; yours if left out", Kind: module.User},
			},
			Run: c.streak,
		},
		{
			Name: "history", Description: "See what was moved to and from your account", Private: true,
			Run: c.newest, Press: c.turnHistory,
		},
		{
			Name: "leaderboard", Description: "See who has the most coins, and your own place",
			Run: c.top, Press: c.turnLeaderboard,
		},
	}
}

// of is the member whom the option user names, or else whoever asks.
func of(in module.Interaction) module.Member {
	if other, given := in.Options["user"]; given {
		return other.Member
	}
	return module.Member{Ref: in.User}
}
