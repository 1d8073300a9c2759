package faults_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/aurorabot/aurora/internal/storage/storagetest"
)

// TestNothingAcknowledgedIsLostWhenTheProgramIsKilled is requirement D3.
func TestNothingAcknowledgedIsLostWhenTheProgramIsKilled(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, database string) {
		t.Parallel() // most of the time is Discord's: one identify in five seconds
		kills := 2
		if torture {
			kills = 100
		}
		d := startDiscord(t)
		b := startBot(t, d, database)
		load := startLoad(t, d)
		slowest := b.ready
		for range kills {
			load.goesOn(t, 1)
			time.Sleep(rand.N(400 * time.Millisecond)) // a random moment
			b.kill(t)
			b = startBot(t, d, database)
			slowest = max(slowest, b.ready)
		}
		load.goesOn(t, payers)
		load.check(t, b)
		b.stop(t)
		checkLedger(t, database)
		t.Logf("%d kills, ready again after at most %v", kills, slowest.Round(time.Millisecond))
		if slowest > 5*time.Second {
			t.Error("want it ready within 5 s")
		}
	})
}

// TestAnInteractionDeliveredFiveTimesAtOnceIsDoneOnce is requirement D2 from outside.
func TestAnInteractionDeliveredFiveTimesAtOnceIsDoneOnce(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, database string) {
		t.Parallel()
		d := startDiscord(t)
		b := startBot(t, d, database)
		g := d.guilds[0]
		payer, payee := g.members[0], g.members[1]
		eventually(t, "the payer has coins", func() bool { return len(d.uses(t.Context(), g, payer, "daily", nil, 1)) > 0 })
		const rounds = 2
		for range rounds {
			told := 0
			for _, o := range d.uses(t.Context(), g, payer, "pay", map[string]any{"user": payee, "amount": 1}, 5) {
				if o.acknowledged() {
					told++
				}
			}
			if told == 0 {
				t.Error("no delivery was acknowledged")
			}
		}
		if paid := b.events(t, "economy.transfer.completed"); len(paid) != rounds {
			t.Errorf("%d payments were made, want %d", len(paid), rounds)
		}
		b.stop(t)
		checkLedger(t, database)
	})
}
