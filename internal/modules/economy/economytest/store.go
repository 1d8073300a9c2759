// Package economytest says, as tests, what every [economy.Store] obeys, and holds
// a store in memory that does.
package economytest

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/modules/economy"
	"github.com/aurorabot/aurora/internal/snowflake"
)

// guild is where most of the tests take place.
const guild snowflake.ID = 1 << 40

func member(n int) economy.Account {
	return economy.Account{Guild: guild, Holder: 1<<50 + snowflake.ID(n)}
}

// Opened is an empty store, a way to read the events that it has written, and one to
// change a balance by hand, past all rules.
type Opened struct {
	economy.Store
	Events func(*testing.T) []event.Event
	Tamper func(a economy.Account, by int64)
}

// TestStore runs the suite; open returns a new store for each test.
func TestStore(t *testing.T, open func(*testing.T) Opened) {
	for name, test := range map[string]func(*testing.T, Opened){
		"coins are only moved":                    coinsAreOnlyMoved,
		"the event comes with the money":          theEventComesWithTheMoney,
		"a refusal changes nothing":               aRefusalChangesNothing,
		"the same key is answered alike":          theSameKeyIsAnsweredAlike,
		"a key belongs to one request":            aKeyBelongsToOneRequest,
		"once means once":                         onceMeansOnce,
		"a balance stays in its bounds":           aBalanceStaysInItsBounds,
		"an invalid posting is refused":           anInvalidPostingIsRefused,
		"a streak is kept with the money":         aStreakIsKeptWithTheMoney,
		"many callers never make or lose a coin":  manyCallersNeverMakeOrLoseACoin,
		"one request at once is carried out once": oneRequestAtOnceIsCarriedOutOnce,
		"the largest ids are ids like any other":  theLargestIDsAreIDsLikeAnyOther,
		"a key means one answer also at once":     aKeyMeansOneAnswerAlsoAtOnce,
		"a book stays as it was read":             aBookStaysAsItWasRead,
		"few accounts and many callers":           fewAccountsAndManyCallers,

		"a member claims a day's coins once":        aMemberClaimsADaysCoinsOnce,
		"a clock that goes back pays nobody":        aClockThatGoesBackPaysNobody,
		"a clock that jumps ahead pauses claims":    aClockThatJumpsAheadPausesClaims,
		"a day is a day however long":               aDayIsADayHoweverLong,
		"a zone that goes west pays no day twice":   aZoneThatGoesWestPaysNoDayTwice,
		"an administrator gives and takes":          anAdministratorGivesAndTakes,
		"an administrator is refused":               anAdministratorIsRefused,
		"an entry is reversed once":                 anEntryIsReversedOnce,
		"a reversal is refused":                     aReversalIsRefused,
		"several postings are reversed as one":      aTransactionOfSeveralPostingsIsReversedAsOne,
		"a guild chooses its rules":                 aGuildChoosesItsRules,
		"rules that cannot be are refused":          rulesThatCannotBeAreRefused,
		"changes at once are all made":              changesAtOnceAreAllMade,
		"an account has a history":                  anAccountHasAHistory,
		"a holder is known by the last name":        aHolderIsKnownByTheLastName,
		"a guild has a leaderboard":                 aGuildHasALeaderboard,
		"sums are right at any moment":              sumsAreRightAtAnyMoment,
		"what was moved is summed up":               whatWasMovedIsSummedUp,
		"accounts make up a sheet":                  accountsMakeUpASheet,
		"entries and who was active are counted":    entriesAndWhoWasActiveAreCounted,
		"the largest transfers of a day are found":  theLargestTransfersOfADayAreFound,
		"streaks are counted by their last day":     streaksAreCountedByTheirLastDay,
		"names are looked up":                       namesAreLookedUp,
		"a balance changed by hand stops all money": aBalanceChangedByHandStopsAllMoney,
		"verifying finds what a sum does not":       verifyingFindsWhatASumDoesNot,
		"an empty ledger is right":                  anEmptyLedgerIsRight,
	} {
		t.Run(name, func(t *testing.T) { test(t, open(t)) })
	}
}

// moving is a transaction that moves coins once.
func moving(key string, from, to economy.Account, amount int64) economy.Transaction {
	return economy.Transaction{
		Key: key, Content: fmt.Sprint(from, to, amount), Kind: economy.Transfer,
		Postings: func(economy.Book) ([]economy.Posting, error) {
			return []economy.Posting{{From: from, To: to, Amount: amount}}, nil
		},
		Event: func(economy.Posted) event.Event {
			return event.Event{Type: "economy.test", Severity: event.Info, Source: "economy", Title: key}
		},
	}
}

func post(t *testing.T, s Opened, tr economy.Transaction) economy.Posted {
	t.Helper()
	posted, err := s.Post(t.Context(), tr)
	if err != nil {
		t.Fatalf("post %s: %v", tr.Key, err)
	}
	return posted
}

func wantBalance(t *testing.T, s Opened, a economy.Account, want int64) {
	t.Helper()
	if got, err := s.Holding(t.Context(), a); err != nil || got.Coins != want {
		t.Errorf("balance of %v: got %v, %v, want %v", a, got.Coins, err, want)
	}
}

func wantError(t *testing.T, s Opened, tr economy.Transaction, want error) {
	t.Helper()
	if _, err := s.Post(t.Context(), tr); !errors.Is(err, want) {
		t.Errorf("post %s: got %v, want %v", tr.Key, err, want)
	}
}

func coinsAreOnlyMoved(t *testing.T, s Opened) {
	posted := post(t, s, moving("issue", economy.Mint(guild), member(1), 100))
	if got := posted.Balance(member(1)); got != 100 {
		t.Errorf("got a balance of %v, want 100", got)
	}
	post(t, s, moving("pay", member(1), member(2), 30))
	wantBalance(t, s, member(1), 70)
	wantBalance(t, s, member(2), 30)
	wantBalance(t, s, economy.Mint(guild), -100)
	wantBalance(t, s, member(3), 0)
	totals, err := s.Totals(t.Context(), 0)
	if want := (economy.Totals{Accounts: 2, Supply: 100}); err != nil || totals != want {
		t.Errorf("got %+v, %v, want %+v", totals, err, want)
	}
}

func theEventComesWithTheMoney(t *testing.T, s Opened) {
	post(t, s, moving("first", economy.Mint(guild), member(1), 1))
	wantError(t, s, moving("refused", member(1), member(2), 2), economy.ErrInsufficientFunds)
	post(t, s, moving("second", economy.Mint(guild), member(1), 1))
	var titles []string
	for _, e := range s.Events(t) {
		titles = append(titles, e.Title)
	}
	if diff := cmp.Diff([]string{"first", "second"}, titles); diff != "" {
		t.Error(diff)
	}
}

func aRefusalChangesNothing(t *testing.T, s Opened) {
	refused := errors.New("refused")
	tr := moving("x", economy.Mint(guild), member(1), 1)
	tr.Postings = func(book economy.Book) ([]economy.Posting, error) {
		return nil, errors.Join(refused, book.SetStreak(member(1), economy.Streak{Day: "2026-11-21", Length: 1}))
	}
	wantError(t, s, tr, refused)
	tr.Postings = func(book economy.Book) ([]economy.Posting, error) {
		streak, err := book.Streak(member(1))
		if streak != (economy.Streak{}) {
			t.Errorf("a refused transaction has left the streak %+v", streak)
		}
		return []economy.Posting{{From: economy.Mint(guild), To: member(1), Amount: 5}}, err
	}
	post(t, s, tr) // and its key is free
	wantBalance(t, s, member(1), 5)
}

func theSameKeyIsAnsweredAlike(t *testing.T, s Opened) {
	first := post(t, s, moving("issue", economy.Mint(guild), member(1), 100))
	post(t, s, moving("later", economy.Mint(guild), member(1), 1))
	again := post(t, s, moving("issue", economy.Mint(guild), member(1), 100))
	if diff := cmp.Diff(first, again); diff != "" {
		t.Error(diff)
	}
	wantBalance(t, s, member(1), 101)
	if n := len(s.Events(t)); n != 2 {
		t.Errorf("%d events, want 2", n)
	}
}

func aKeyBelongsToOneRequest(t *testing.T, s Opened) {
	post(t, s, moving("k", economy.Mint(guild), member(1), 100))
	wantError(t, s, moving("k", economy.Mint(guild), member(1), 101), economy.ErrKeyReused)
	wantBalance(t, s, member(1), 100)
}

func aBalanceStaysInItsBounds(t *testing.T, s Opened) {
	post(t, s, moving("one", economy.Mint(guild), member(1), 1))
	wantError(t, s, moving("two", member(1), member(2), 2), economy.ErrInsufficientFunds)
	wantError(t, s, moving("unknown", member(3), member(2), 1), economy.ErrInsufficientFunds)
	s.Tamper(member(1), economy.MaxBalance-3) // faster than to get there by what may be moved at once
	s.Tamper(economy.Mint(guild), 3-economy.MaxBalance)
	fill := moving("fill", economy.Mint(guild), member(1), 1)
	fill.Postings = func(economy.Book) ([]economy.Posting, error) {
		return []economy.Posting{
			{From: economy.Mint(guild), To: member(1), Amount: 2},
			{From: member(1), To: economy.Mint(guild), Amount: 1},
			{From: economy.Mint(guild), To: member(1), Amount: 1},
		}, nil
	}
	post(t, s, fill)
	wantBalance(t, s, member(1), economy.MaxBalance)
	wantError(t, s, moving("above", economy.Mint(guild), member(1), 1), economy.ErrBalanceLimit)
	wantBalance(t, s, member(1), economy.MaxBalance)
}

func anInvalidPostingIsRefused(t *testing.T, s Opened) {
	elsewhere := economy.Account{Guild: guild + 1, Holder: member(2).Holder}
	for name, tr := range map[string]economy.Transaction{
		"nothing":       moving("0", economy.Mint(guild), member(1), 0),
		"less":          moving("-1", economy.Mint(guild), member(1), -1),
		"too much":      moving("max", economy.Mint(guild), member(1), economy.MaxAmount+1),
		"the very most": moving("2^63-1", economy.Mint(guild), member(1), 1<<63-1),
		"to itself":     moving("self", member(1), member(1), 1),
		"across guilds": moving("across", economy.Mint(guild), elsewhere, 1),
	} {
		t.Run(name, func(t *testing.T) { wantError(t, s, tr, economy.ErrInvalidPosting) })
	}
	if events := s.Events(t); len(events) != 0 {
		t.Errorf("refused transactions have written %v", events)
	}
}

func aStreakIsKeptWithTheMoney(t *testing.T, s Opened) {
	want := economy.Streak{Day: "2026-11-21", Length: 4}
	tr := moving("k", economy.Mint(guild), member(1), 130)
	tr.Postings = func(book economy.Book) ([]economy.Posting, error) {
		return []economy.Posting{{From: economy.Mint(guild), To: member(1), Amount: 130}}, book.SetStreak(member(1), want)
	}
	for range 2 {
		if got := post(t, s, tr).Entries[0].Streak; got != want {
			t.Errorf("got %+v, want %+v", got, want)
		}
	}
	tr = moving("read", member(1), member(2), 1)
	tr.Postings = func(book economy.Book) ([]economy.Posting, error) {
		got, err := book.Streak(member(1))
		if got != want {
			t.Errorf("got %+v, want %+v", got, want)
		}
		balance, err2 := book.Balance(member(1))
		if balance != 130 {
			t.Errorf("the book shows a balance of %d, want 130", balance)
		}
		return []economy.Posting{{From: member(1), To: member(2), Amount: 1}}, errors.Join(err, err2)
	}
	if got := post(t, s, tr).Entries[0].Streak; got != (economy.Streak{}) {
		t.Errorf("a transaction that set no streak answers %+v", got)
	}
}

func theLargestIDsAreIDsLikeAnyOther(t *testing.T, s Opened) {
	last := economy.Account{Guild: 1<<64 - 1, Holder: 1<<64 - 1}
	post(t, s, moving("k", economy.Mint(last.Guild), last, 7))
	wantBalance(t, s, last, 7)
	wantError(t, s, moving("more", last, economy.Account{Guild: last.Guild, Holder: 1 << 63}, 8), economy.ErrInsufficientFunds)
}
