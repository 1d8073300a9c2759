package faults_test

import (
	"slices"
	"testing"
	"time"
)

const (
	// betweenAttempts is how long a bot that Discord refuses has to leave it alone.
	betweenAttempts = 5 * time.Minute
	// quiet is for how long it is watched. One that took a refusal for another failure
	// would try again after 5 s.
	quiet = 8 * time.Second
)

// TestARefusedBotSaysTheMendAndLeavesDiscordAlone is requirement A8, and the same for
// the other ways in which Discord wants no further try. The long form waits until the
// bot is back.
func TestARefusedBotSaysTheMendAndLeavesDiscordAlone(t *testing.T) {
	t.Parallel()
	trials := []trial{{kind: "invalid_token"}}
	if torture {
		again := betweenAttempts + 30*time.Second // the next attempt is refused, too
		trials = []trial{{kind: "invalid_token", seconds: again.Seconds()}}
		for _, kind := range []string{"close:4004", "close:4010", "close:4011", "close:4012", "close:4013", "close:4014"} {
			trials = append(trials, trial{kind: kind})
		}
	}
	for _, one := range trials {
		t.Run(one.kind, func(t *testing.T) {
			t.Parallel()
			const shards = 2
			r := startRehearsal(t, shards)
			r.load.goesOn(t, payers)
			s := r.strike(t, one, nil)
			r.bot.tells(t, fact{kind: "gateway.refused"}, nil, s.at)
			r.load.end()
			r.checkMend(t)
			r.checkQuiet(t)
			if !torture {
				r.check(t, 0)
				return
			}
			r.awaitReturn(t, s)
			r.check(t, shards)
		})
	}
}

// checkMend wants that the dashboard is up and says what the operator can do.
func (r *rehearsal) checkMend(t *testing.T) {
	t.Helper()
	refused := r.bot.events(t, "gateway.refused")
	if len(refused) != 1 {
		t.Fatalf("%d refusals are told, want one", len(refused))
	}
	mend, _ := refused[0].Data["mend"].(string)
	if mend == "" {
		t.Errorf("the event tells %v, want a mend", refused[0].Data)
	}
	eventually(t, "the dashboard says the mend", func() bool { return slices.Contains(r.bot.stats(t).HealthReasons, mend) })
	if err := getJSON(t.Context(), r.bot.url+"/readyz", nil); err != nil {
		t.Errorf("the dashboard is not up: %v", err)
	}
}

// checkQuiet wants that Discord hears nothing of the bot.
func (r *rehearsal) checkQuiet(t *testing.T) {
	t.Helper()
	heard := func() int {
		counts := r.discord.state(t).Counters
		return counts["restRequests"] + counts["identifies"] + counts["resumes"] + counts["framesIn"]
	}
	before := heard()
	time.Sleep(quiet) // what does not happen cannot be waited for
	if more := heard() - before; more > 0 {
		t.Errorf("Discord was asked %d times within %v of its refusal", more, quiet)
	}
}

// awaitReturn waits until the bot has tried often enough, and wants that its attempts
// were no closer together than they may be.
func (r *rehearsal) awaitReturn(t *testing.T, s struck) {
	t.Helper()
	lasts := s.until.Sub(s.at)
	within(t, lasts+betweenAttempts+patience, "all shards are ready again", func() bool { return r.bot.stats(t).Gateway.ShardsReady == 2 })
	r.note(s, r.bot.events(t, "gateway.refused")[0].Time, time.Now())
	g := r.discord.guilds[0]
	eventually(t, "a payment is acknowledged", func() bool {
		return slices.ContainsFunc(r.discord.pays(g, 0, 1), outcome.acknowledged)
	})
	refused := r.bot.events(t, "gateway.refused")
	for n := range refused[1:] {
		if apart := refused[n+1].Time.Sub(refused[n].Time); apart < betweenAttempts {
			t.Errorf("it tried again after %v", apart)
		}
	}
	if attempts := int(lasts/betweenAttempts) + 1; len(refused) != attempts {
		t.Errorf("it was refused %d times, want %d", len(refused), attempts)
	}
}
