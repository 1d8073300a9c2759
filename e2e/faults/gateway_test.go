package faults_test

import (
	"fmt"
	"path/filepath"
	"strconv"
	"testing"
)

// steady is how many payments begin in each second while faults befall the bot.
const steady = 50

// gatewayTrials are the faults of connections, each of which can befall a shard while
// others are well.
func gatewayTrials() []trial {
	trials := []trial{
		{kind: "reconnect", tells: []fact{disconnected, resumed}},
		{kind: "invalid_session", tells: []fact{disconnected, reidentified}},
		{kind: "invalid_session_resumable", tells: []fact{disconnected, resumed}},
		{kind: "drop", tells: []fact{disconnected, resumed}},
		{kind: "no_ack", tells: []fact{{kind: "shard.zombie"}, resumed}},
		{kind: "duplicate", seconds: 3, tells: []fact{{kind: "command.completed"}}},
		{kind: "late", seconds: 3, tells: []fact{failedWith("expired")}},
		{kind: "guild_outage", seconds: 3, tells: []fact{{kind: "guild.unavailable"}, {kind: "guild.available"}}},
	}
	for _, code := range []int{1000, 1001, 4000, 4001, 4002, 4003, 4005, 4008} {
		trials = append(trials, trial{kind: fmt.Sprint("close:", code), tells: []fact{closedWith(code), resumed}})
	}
	for _, code := range []int{4007, 4009} {
		trials = append(trials, trial{kind: fmt.Sprint("close:", code), tells: []fact{closedWith(code), reidentified}})
	}
	return trials
}

// TestEveryFaultOfTheGatewayIsToldAndGotOver lets all faults happen at once, each to a
// shard of its own. The long form has one after another, each for all shards.
func TestEveryFaultOfTheGatewayIsToldAndGotOver(t *testing.T) {
	t.Parallel()
	trials := gatewayTrials()
	shards := len(trials)
	if torture {
		shards = 4
	}
	r := startRehearsal(t, shards)
	if torture {
		for _, one := range trials {
			r.befallAll(t, one, shards)
		}
	} else {
		var all []struck
		for shard, one := range trials {
			all = append(all, r.strike(t, one, &shard))
		}
		for shard, s := range all {
			r.overcome(t, s, &shard)
		}
	}
	r.check(t, shards)
}

// befallAll lets a fault happen to all shards.
func (r *rehearsal) befallAll(t *testing.T, one trial, shards int) {
	t.Helper()
	s := r.strike(t, one, nil)
	for shard := range shards {
		r.overcome(t, s, &shard)
	}
}

// startRehearsal starts a bot of so many shards, a guild on each, and its use.
func startRehearsal(t *testing.T, shards int) *rehearsal {
	t.Helper()
	d := startDiscordOf(t, "--guilds", strconv.Itoa(shards), "--members", strconv.Itoa(6*shards), "--shards", strconv.Itoa(shards),
		"--sim-heartbeat", "5s") // which is also for how long a silent shard is believed in
	r := &rehearsal{discord: d, database: "sqlite:" + filepath.Join(t.TempDir(), "aurora.db"), table: make(map[string]recovery)}
	r.bot = startBot(t, d, r.database)
	r.load = startSteadyLoad(t, d, steady)
	return r
}
