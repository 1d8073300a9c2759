package economytest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aurorabot/aurora/internal/modules/economy"
)

// torture says whether the long forms of the tests run.
func torture() bool { return os.Getenv("AURORA_TORTURE") != "" }

// manyCallersNeverMakeOrLoseACoin is requirement D1: random transfers, and beside them
// readers of all balances, each of whom sees the same total and nobody below zero. At
// the end the ledger, replayed, is what the balances are.
func manyCallersNeverMakeOrLoseACoin(t *testing.T, s Opened) {
	const members, clients, issued = 100, 16, 50
	total := 480
	if torture() {
		total = 10_000
	}
	for n := range members {
		post(t, s, moving(fmt.Sprint("issue ", n), economy.Mint(guild), member(n), issued))
	}
	reading, stop := context.WithCancel(t.Context())
	var readers, writers sync.WaitGroup
	readers.Go(func() { readAll(reading, t, s, members*issued) })
	readers.Go(func() { verifyAll(reading, t, s) })
	for c := range clients {
		random := rand.New(rand.NewPCG(1, uint64(c)))
		writers.Go(func() {
			for n := range total / clients {
				tr := moving(fmt.Sprint(c, " ", n), member(random.IntN(members)), member(random.IntN(members)), random.Int64N(40)+1)
				_, err := s.Post(t.Context(), tr)
				if err != nil && !errors.Is(err, economy.ErrInsufficientFunds) && !errors.Is(err, economy.ErrInvalidPosting) {
					t.Error(err)
				}
			}
		})
	}
	writers.Wait()
	stop()
	readers.Wait()
	differences, err := economy.Verify(t.Context(), s, atOnce)
	if err != nil || differences != nil {
		t.Errorf("replayed: %v, %v", differences, err)
	}
}

// readAll reads all balances again and again: in one page, so from one moment.
func readAll(ctx context.Context, t *testing.T, s Opened, supply int64) {
	for ctx.Err() == nil {
		page, err := s.Balances(context.WithoutCancel(ctx), economy.Account{}, 1_000)
		if err != nil {
			t.Error(err)
			return
		}
		var sum, held int64
		for _, b := range page.Balances {
			sum += b.Coins
			if !b.System() {
				held += b.Coins
			}
			if b.Coins < 0 && !b.System() {
				t.Errorf("%v is below zero: %d", b.Account, b.Coins)
			}
		}
		if sum != 0 || held != supply {
			t.Errorf("all accounts sum up to %d and the members' to %d, want 0 and %d", sum, held, supply)
		}
	}
}

// verifyAll replays the ledger again and again, which is right at any moment.
func verifyAll(ctx context.Context, t *testing.T, s Opened) {
	for ctx.Err() == nil {
		differences, err := economy.Verify(context.WithoutCancel(ctx), s, atOnce)
		if err != nil || differences != nil {
			t.Errorf("verified while coins are moved: %v, %v", differences, err)
			return
		}
	}
}

// oneRequestAtOnceIsCarriedOutOnce is requirement D2: every key is sent five times,
// partly at once.
func oneRequestAtOnceIsCarriedOutOnce(t *testing.T, s Opened) {
	const times = 5
	keys := 200
	if torture() {
		keys = 1_000
	}
	var wg sync.WaitGroup
	busy := make(chan struct{}, 64)
	for key := range keys {
		for range times {
			busy <- struct{}{}
			wg.Go(func() {
				defer func() { <-busy }()
				tr := moving(fmt.Sprint(key), economy.Mint(guild), member(key%10), 1)
				if _, err := s.Post(t.Context(), tr); err != nil {
					t.Error(err)
				}
			})
		}
	}
	wg.Wait()
	entries := 0
	for after := economy.Oldest; ; {
		page := must[[]economy.Entry](t)(s.Replay(t.Context(), after, 300))
		if len(page) == 0 {
			break
		}
		entries, after = entries+len(page), page[len(page)-1].Position
	}
	if entries != keys {
		t.Errorf("%d movements, want %d", entries, keys)
	}
	wantBalance(t, s, economy.Mint(guild), int64(-keys))
}

// sumsAreRightAtAnyMoment reads the sums while coins are moved and while others bring
// the sums up to date: what was done before is in them, and nothing twice.
func sumsAreRightAtAnyMoment(t *testing.T, s Opened) {
	const total = 150
	var posted atomic.Int64
	var all sync.WaitGroup
	busy, done := context.WithCancel(t.Context())
	for range 2 {
		all.Go(func() {
			for busy.Err() == nil {
				if err := s.Sum(t.Context()); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	all.Go(func() {
		defer done()
		for n := range total {
			if _, err := s.Post(t.Context(), moving(fmt.Sprint(n), economy.Mint(guild), member(n%3), 1)); err != nil {
				t.Error(err)
				return
			}
			posted.Add(1)
		}
	})
	for busy.Err() == nil {
		least := posted.Load()
		flows := must[[]economy.Flow](t)(s.Flows(t.Context(), 0, time.Now().Add(-time.Hour)))
		var count int64
		for _, f := range flows {
			count += f.Count
		}
		if most := posted.Load() + 1; count < least || count > most { // one may be done and not counted yet
			t.Errorf("summed %d movements, want %d to %d", count, least, most)
		}
	}
	all.Wait()
}
