package faults_test

import (
	"context"
	"math/rand/v2"
	"sync"
	"testing"
)

// load is members who pay each other a coin without a pause, and what they were told.
type load struct {
	stop context.CancelFunc
	all  sync.WaitGroup

	mu    sync.Mutex
	done  map[string]bool // acknowledged payments, by their interaction
	asked int             // in all, answered or not
}

const payers = 16

// startLoad gives each member the coins of the day and lets them pay.
func startLoad(t *testing.T, d *discord) *load {
	t.Helper()
	for _, member := range d.members {
		eventually(t, "a member claims", func() bool {
			for _, o := range d.uses(t.Context(), member, "daily", nil, 1) {
				return o.Response != nil // acknowledged, or claimed before
			}
			return false
		})
	}
	ctx, stop := context.WithCancel(t.Context())
	l := &load{stop: stop, done: make(map[string]bool)}
	for n := range payers {
		random := rand.New(rand.NewPCG(1, uint64(n)))
		l.all.Go(func() {
			for ctx.Err() == nil {
				l.pay(d, random)
			}
		})
	}
	t.Cleanup(l.end)
	return l
}

// pay is one payment. It is not cut short by the end of the load: who has asked is
// answered.
func (l *load) pay(d *discord, random *rand.Rand) {
	from := random.IntN(len(d.members))
	to := (from + 1 + random.IntN(len(d.members)-1)) % len(d.members)
	told := d.uses(context.Background(), d.members[from], "pay", map[string]any{"user": d.members[to], "amount": 1}, 1)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.asked++
	for _, o := range told {
		if o.acknowledged() {
			l.done[o.InteractionID] = true
		}
	}
}

// acknowledged is how many payments are so far.
func (l *load) acknowledged() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.done)
}

// goesOn waits for further payments, which shows that the bot works.
func (l *load) goesOn(t *testing.T, more int) {
	t.Helper()
	before := l.acknowledged()
	eventually(t, "payments go on", func() bool { return l.acknowledged() >= before+more })
}

func (l *load) end() {
	l.stop()
	l.all.Wait()
}

// check ends the load and compares what members were told with what the log holds.
func (l *load) check(t *testing.T, b *bot) {
	t.Helper()
	l.end()
	times := make(map[string]int)
	doubled, lost := 0, 0
	for _, e := range b.events(t, "economy.transfer.completed") {
		if times[e.InteractionID]++; times[e.InteractionID] == 2 {
			doubled++
		}
	}
	for id := range l.done {
		if times[id] == 0 {
			lost++
		}
	}
	t.Logf("asked %d, acknowledged %d, in the log %d, lost %d, doubled %d", l.asked, len(l.done), len(times), lost, doubled)
	if lost > 0 || doubled > 0 || len(l.done) == 0 {
		t.Error("want some acknowledged, none lost, none doubled")
	}
	for i, e := range b.events(t, "*") {
		if e.Seq != uint64(i)+1 {
			t.Fatalf("event %d comes as number %d", e.Seq, i+1)
		}
	}
}

// checkLedger lets the program itself compare its balances with its ledger.
func checkLedger(t *testing.T, database string) {
	t.Helper()
	if code, said := result(t, []string{"AURORA_DATABASE_URL=" + database}, "ledger", "verify"); code != 0 {
		t.Errorf("ledger verify: exit code %d: %s", code, said)
	}
}
