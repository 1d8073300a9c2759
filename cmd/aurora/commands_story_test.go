package main

import (
	"strings"
	"testing"
)

func TestAManagerGivesAndUndoesAndALargePaymentIsConfirmed(t *testing.T) {
	inAGuild(t, func(p *place) {
		gift := map[string]any{"user": p.other, "amount": 50_000, "reason": "won the *quiz*"}
		p.wants(p.uses(p.other, "eco grant", gift).Response, true, "who may manage this server")
		given := p.uses(p.owner, "eco grant", gift).Response
		p.wants(given, true, "Coins granted", "50,000 coins", `won the \*quiz\*`)
		twice := p.uses(p.owner, "eco grant", gift).Response
		p.wants(p.presses(p.owner, twice, "Undo").Response, true, "Entry reversed")

		payment := map[string]any{"user": p.owner, "amount": 10_000, "note": "the house"}
		question := p.uses(p.other, "pay", payment).Response
		p.wants(question, true, "You are about to pay **10,000 coins**", "You would keep: 40,000 coins")
		done := p.presses(p.other, question, "Confirm")
		p.wants(done.Response, true, "You paid **10,000 coins**")
		if len(done.Response.Components) != 0 {
			t.Errorf("it can be confirmed again: %+v", done)
		}

		question = p.uses(p.other, "pay", payment).Response
		p.wants(p.presses(p.other, question, "Cancel").Response, true, "Nothing was paid")
		p.wants(p.uses(p.other, "balance", nil).Response, false, "**40,000 coins**")
	})
}

func TestAHistoryAndALeaderboardAreTurned(t *testing.T) {
	inAGuild(t, func(p *place) {
		members := p.state().Guilds[0].Members
		for n, m := range members[:12] {
			p.uses(p.owner, "eco grant", map[string]any{"user": m.ID, "amount": 1000 - n, "reason": "a start"})
		}
		for range 7 {
			p.uses(p.owner, "pay", map[string]any{"user": p.other, "amount": 1})
		}
		first := p.uses(p.owner, "history", nil).Response
		p.wants(first, true, "−1 coin", "Balance 993 coins")
		second := p.presses(p.owner, first, "Older").Response
		p.wants(second, true, "+1,000 coins", "Given by <@"+p.owner+">", "“a start”")
		back := p.presses(p.owner, second, "Newer").Response
		if back.text() != first.text() || back.ID != first.ID {
			t.Errorf("got %+v, want %+v", back, first)
		}

		top := p.uses(p.owner, "leaderboard", nil).Response
		p.wants(top, false, "🥇 <@"+p.other+"> · **1,006 coins**", "**#7** with 993 coins")
		next := p.presses(p.owner, top, "Next").Response
		p.wants(next, false, "`#12`", "<@"+members[11].ID+">")
		p.wants(p.presses(p.other, next, "Previous").Response, true, "Somebody else turns these pages")
	})
}

func TestTheRulesAreChangedInDiscord(t *testing.T) {
	inAGuild(t, func(p *place) {
		changed := p.uses(p.owner, "eco config", map[string]any{"reason": "stars", "currency": "stars", "symbol": "⭐", "base": 500}).Response
		p.wants(changed, true, "Rules changed", "pays ⭐ 500 stars on the first day")
		p.wants(p.uses(p.other, "daily", nil).Response, false, "You claimed **⭐ 500 stars**, on day 1 in a row", "Next claim: <t:")
		p.wants(p.uses(p.other, "streak", nil).Response, false, "**1 day** in a row, and today", "Safe until: <t:")
		p.wants(p.uses(p.owner, "eco resume", map[string]any{"reason": "to see"}).Response, true, "Nothing was stopped")
	})
}

func TestAnybodyMayAskHowTheBotIs(t *testing.T) {
	inAGuild(t, func(p *place) {
		p.wants(p.uses(p.other, "aurora status", nil).Response, true, "Aurora", "Shards: ", " ready", "Servers: ")
		p.wants(p.uses(p.other, "aurora ping", nil).Response, true, "Ping", "Gateway: ", "REST: ", "Database: ", "Answer: ")
	})
}

func TestCommandsRaiseALevelThatTheLeaderboardShows(t *testing.T) {
	inAGuild(t, func(p *place) {
		p.uses(p.other, "daily", nil)
		await(t, "the experience for a claim", func() bool {
			return strings.Contains(p.uses(p.owner, "rank", map[string]any{"user": p.other}).Response.text(), "Experience: 20 XP")
		})
		p.wants(p.uses(p.owner, "leaderboard", nil).Response, false, "**100 coins** · level 0")
	})
}
