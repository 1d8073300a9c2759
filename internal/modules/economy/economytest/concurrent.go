package economytest

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/aurorabot/aurora/internal/modules/economy"
)

func onceMeansOnce(t *testing.T, s Opened) {
	claim := func(key string) economy.Transaction {
		tr := moving(key, economy.Mint(guild), member(1), 100)
		tr.Once = "daily"
		return tr
	}
	var paid, refused atomic.Int64
	var wg sync.WaitGroup
	for n := range 200 {
		wg.Go(func() {
			switch _, err := s.Post(t.Context(), claim(fmt.Sprint(n))); {
			case err == nil:
				paid.Add(1)
			case errors.Is(err, economy.ErrOnce):
				refused.Add(1)
			default:
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if paid.Load() != 1 || refused.Load() != 199 {
		t.Errorf("%d paid and %d refused, want 1 and 199", paid.Load(), refused.Load())
	}
	wantBalance(t, s, member(1), 100)
}

// aKeyMeansOneAnswerAlsoAtOnce pays all that a member has with each key, so that only
// one of the deliveries can have been carried out.
func aKeyMeansOneAnswerAlsoAtOnce(t *testing.T, s Opened) {
	const keys, times = 10, 5
	for key := range keys {
		post(t, s, moving(fmt.Sprint("issue ", key), economy.Mint(guild), member(key), 100))
	}
	var answers [keys][times]economy.Posted
	var wg sync.WaitGroup
	for key := range keys {
		for n := range times {
			wg.Go(func() {
				var err error
				answers[key][n], err = s.Post(t.Context(), moving(fmt.Sprint("all ", key), member(key), member(keys), 100))
				if err != nil {
					t.Error(err)
				}
			})
		}
		wg.Go(func() {
			_, err := s.Post(t.Context(), moving(fmt.Sprint("all ", key), member(key), member(keys), 200))
			if !errors.Is(err, economy.ErrKeyReused) && !errors.Is(err, economy.ErrInsufficientFunds) {
				t.Errorf("another request with the key: got %v", err)
			}
		})
	}
	wg.Wait()
	for key := range keys {
		for n := range times {
			if diff := cmp.Diff(answers[key][0], answers[key][n]); diff != "" {
				t.Error(diff)
			}
		}
	}
	wantBalance(t, s, member(keys), keys*100)
}

// aBookStaysAsItWasRead lets many callers at once add one to a streak that none of
// them has seen before, and pay one coin of a balance that they have read.
func aBookStaysAsItWasRead(t *testing.T, s Opened) {
	const callers = 40
	post(t, s, moving("issue", economy.Mint(guild), member(2), callers))
	var wg sync.WaitGroup
	for n := range callers {
		tr := moving(fmt.Sprint(n), member(2), member(3), 1)
		var read int64
		tr.Postings = func(book economy.Book) ([]economy.Posting, error) {
			streak, err := book.Streak(member(1))
			streak.Length++
			err = errors.Join(err, book.SetStreak(member(1), streak))
			unopened, err2 := book.Balance(member(1))
			balance, err3 := book.Balance(member(2))
			read = balance
			if unopened != 0 {
				t.Errorf("the balance of nobody is %d", unopened)
			}
			return []economy.Posting{{From: member(2), To: member(3), Amount: 1}}, errors.Join(err, err2, err3)
		}
		wg.Go(func() {
			if left := post(t, s, tr).Balance(member(2)); left != read-1 {
				t.Errorf("%d coins are left of the %d that were read", left, read)
			}
		})
	}
	wg.Wait()
	last := moving("last", member(3), member(2), 1)
	last.Postings = func(book economy.Book) ([]economy.Posting, error) {
		streak, err := book.Streak(member(1))
		if streak.Length != callers {
			t.Errorf("the streak is %d, want %d", streak.Length, callers)
		}
		return []economy.Posting{{From: member(3), To: member(2), Amount: 1}}, err
	}
	post(t, s, last)
}

// fewAccountsAndManyCallers is requirement D5: transfers in all directions never end
// in an error of the database's.
func fewAccountsAndManyCallers(t *testing.T, s Opened) {
	const accounts, callers, each, issued = 10, 16, 25, 1_000
	for n := range accounts {
		post(t, s, moving(fmt.Sprint("issue ", n), economy.Mint(guild), member(n), issued))
	}
	var wg sync.WaitGroup
	for c := range callers {
		random := rand.New(rand.NewPCG(2, uint64(c)))
		wg.Go(func() {
			for n := range each {
				from := random.IntN(accounts)
				to := (from + 1 + random.IntN(accounts-1)) % accounts
				post(t, s, moving(fmt.Sprint(c, " ", n), member(from), member(to), 1))
			}
		})
	}
	wg.Wait()
	totals, err := s.Totals(t.Context(), 0)
	if want := (economy.Totals{Accounts: accounts, Supply: accounts * issued}); err != nil || totals != want {
		t.Errorf("got %+v, %v, want %+v", totals, err, want)
	}
}
