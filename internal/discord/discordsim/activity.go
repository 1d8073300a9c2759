package discordsim

import (
	"context"
	"math/rand/v2"
	"sync"
	"time"
)

// activity lets the members use the commands that a connected bot has registered.
type activity struct {
	apps     *applications
	exchange *exchange
	knobs    *knobs
	rng      *rand.Rand // used by run alone
	habits   *habits
	late     sync.WaitGroup // interactions that a fault holds back
}

func newActivity(seed uint64, w *world, apps *applications, x *exchange, k *knobs) *activity {
	rng := rand.New(rand.NewPCG(seed, 1<<63))
	return &activity{apps: apps, exchange: x, knobs: k, rng: rng, habits: newHabits(rng, w)}
}

// run lets somebody act again and again, until ctx ends. The moments are a Poisson process: the gaps are
// drawn, and each is added to the moment that was due, not to the one at which run woke, so that the
// rate holds however late timers are.
func (a *activity) run(ctx context.Context) {
	defer a.late.Wait()
	due := time.Now()
	for ctx.Err() == nil {
		s, changed := a.knobs.read()
		if s.Rate <= 0 {
			a.rest(ctx, changed)
			due = time.Now()
			continue
		}
		due = due.Add(time.Duration(a.rng.ExpFloat64() / s.Rate * float64(time.Second)))
		if time.Since(due) > time.Second {
			due = time.Now() // the machine slept; nobody makes up for that
		}
		if !a.waitUntil(ctx, due, changed) {
			due = time.Now()
			continue
		}
		a.act(ctx, time.Now())
	}
}

func (a *activity) rest(ctx context.Context, changed <-chan struct{}) {
	select {
	case <-changed:
	case <-ctx.Done():
	}
}

// waitUntil waits for due; false: the settings changed, or ctx ended, before.
func (a *activity) waitUntil(ctx context.Context, due time.Time, changed <-chan struct{}) bool {
	wait := time.Until(due)
	if wait <= 0 {
		return true
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-changed:
		return false
	case <-ctx.Done():
		return false
	}
}

// act lets one member use one command, if their guild's shard is connected.
func (a *activity) act(ctx context.Context, now time.Time) {
	m := a.habits.somebody(now)
	for _, app := range a.apps.all() {
		if _, online := app.gateway.onlineSince(m.guild.id); !online {
			continue
		}
		wish, ok := a.habits.wish(m, app.commands, now)
		if !ok {
			continue
		}
		data := commandData(wish.command, wish.options, wish.mentioned)
		a.send(ctx, use{app: app, member: m, kind: kindCommand, data: data})
		return
	}
}

// send delivers a use, of which nobody waits for the answer. One that is held back does not hold up the others.
func (a *activity) send(ctx context.Context, u use) {
	i := a.exchange.open(u)
	delay := a.exchange.delay(i)
	if delay == 0 {
		_, _, _ = a.exchange.deliver(i, u.data, 1)
		return
	}
	a.late.Go(func() {
		if pause(ctx, delay) {
			_, _, _ = a.exchange.deliver(i, u.data, 1)
		}
	})
}
