package faults_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"
)

// load is members who pay each other a coin, and what they were told.
type load struct {
	discord *discord
	stop    context.CancelFunc
	all     sync.WaitGroup

	mu    sync.Mutex
	done  map[string]bool // acknowledged payments, by their interaction
	paid  []payment       // the same, in the order of their answers
	asked int             // in all, answered or not
}

// payment is one that was acknowledged.
type payment struct {
	shard           int
	asked, answered time.Time
}

const payers = 16

// startLoad lets payers pay, each without a pause.
func startLoad(t *testing.T, d *discord) *load {
	t.Helper()
	return start(t, d, func(ctx context.Context, l *load) {
		for n := range payers {
			random := rand.New(rand.NewPCG(1, uint64(n)))
			l.all.Go(func() {
				for ctx.Err() == nil {
					l.pay(l.draw(random))
				}
			})
		}
	})
}

// startSteadyLoad lets so many payments begin in each second, whatever becomes of
// those before them.
func startSteadyLoad(t *testing.T, d *discord, perSecond int) *load {
	t.Helper()
	return start(t, d, func(ctx context.Context, l *load) {
		random := rand.New(rand.NewPCG(1, 1))
		l.all.Go(func() {
			tick := time.NewTicker(time.Second / time.Duration(perSecond))
			defer tick.Stop()
			for {
				select {
				case <-ctx.Done():
					return
				case <-tick.C:
				}
				g, from, to := l.draw(random)
				l.all.Go(func() { l.pay(g, from, to) })
			}
		})
	})
}

// start gives each member the coins of the day and begins the payments.
func start(t *testing.T, d *discord, begin func(context.Context, *load)) *load {
	t.Helper()
	for _, g := range d.guilds {
		for _, member := range g.members {
			eventually(t, "a member claims", func() bool {
				for _, o := range d.uses(t.Context(), g, member, "daily", nil, 1) {
					return o.Response != nil // acknowledged, or claimed before
				}
				return false
			})
		}
	}
	ctx, stop := context.WithCancel(t.Context())
	l := &load{discord: d, stop: stop, done: make(map[string]bool)}
	begin(ctx, l)
	t.Cleanup(l.end)
	return l
}

// draw says who pays whom, by their places in a guild: each guild as often as others.
func (l *load) draw(random *rand.Rand) (g guild, from, to int) {
	g = l.discord.guilds[random.IntN(len(l.discord.guilds))]
	from = random.IntN(len(g.members))
	return g, from, (from + 1 + random.IntN(len(g.members)-1)) % len(g.members)
}

// pays lets a member pay another one a coin. It is not cut short by the end of the
// test: who has asked is answered.
func (d *discord) pays(g guild, from, to int) []outcome {
	return d.uses(context.Background(), g, g.members[from], "pay", map[string]any{"user": g.members[to], "amount": 1}, 1)
}

func (l *load) pay(g guild, from, to int) {
	asked := time.Now()
	told := l.discord.pays(g, from, to)
	answered := time.Now()
	l.mu.Lock()
	defer l.mu.Unlock()
	l.asked++
	for _, o := range told {
		if o.acknowledged() && !l.done[o.InteractionID] {
			l.done[o.InteractionID] = true
			l.paid = append(l.paid, payment{g.shard, asked, answered})
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

// servedAgain waits for a payment of a shard's, or with nil of any, that was asked for
// after an instant, and returns when it was acknowledged.
func (l *load) servedAgain(t *testing.T, shard *int, since time.Time) (at time.Time) {
	t.Helper()
	eventually(t, "payments go on in the shard's guilds", func() bool {
		l.mu.Lock()
		defer l.mu.Unlock()
		n := slices.IndexFunc(l.paid, func(p payment) bool { return (shard == nil || p.shard == *shard) && p.asked.After(since) })
		if n < 0 {
			return false
		}
		at = l.paid[n].answered
		return true
	})
	return at
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
