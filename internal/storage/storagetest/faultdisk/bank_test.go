package faultdisk_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/journal"
	"github.com/aurorabot/aurora/internal/modules/economy"
	"github.com/aurorabot/aurora/internal/modules/economy/economysql"
	"github.com/aurorabot/aurora/internal/snowflake"
	"github.com/aurorabot/aurora/internal/storage"
)

const (
	callers = 16
	members = 20
	issued  = 1000 // coins, to each member before anything else
)

// bank is the product's ledger and event log on one database, and what the test
// remembers of them across all the disks on which they have lain.
type bank struct {
	t       *testing.T
	options storage.Options
	db      *storage.DB
	log     *journal.Journal
	store   *economysql.Store

	mu      sync.Mutex
	next    int
	acked   map[string]bool // titles of events whose transfer or recording was acknowledged
	unknown map[string]transfer
}

// transfer is what a payment's event carries.
type transfer struct {
	From, To int
	Amount   int64
}

func newBank(t *testing.T, url string, o storage.Options) *bank {
	t.Helper()
	b := &bank{t: t, options: o, acked: make(map[string]bool), unknown: make(map[string]transfer)}
	b.open(url)
	for n := range members {
		if err := b.post(t.Context(), fmt.Sprint("issue ", n), transfer{From: -1, To: n, Amount: issued}); err != nil {
			t.Fatal(err)
		}
	}
	return b
}

func (b *bank) open(url string) {
	b.t.Helper()
	var err error
	if b.db, err = storage.OpenWith(b.t.Context(), url, b.options); err != nil {
		b.t.Fatal(err)
	}
	if b.log, err = journal.Open(b.t.Context(), b.db, &event.Bus{}, slog.New(slog.DiscardHandler)); err != nil {
		b.t.Fatal(err)
	}
	if b.store, err = economysql.Open(b.t.Context(), b.db, b.log); err != nil {
		b.t.Fatal(err)
	}
}

// pay makes a payment with a key of its own, or records an event, and remembers what
// was answered.
func (b *bank) pay(ctx context.Context, random *rand.Rand) error {
	b.mu.Lock()
	b.next++
	key := fmt.Sprint("key ", b.next)
	b.mu.Unlock()
	what := transfer{From: random.IntN(members), Amount: random.Int64N(9) + 1}
	what.To = (what.From + 1 + random.IntN(members-1)) % members
	if random.IntN(4) > 0 {
		return b.post(ctx, key, what)
	}
	_, err := b.log.Record(ctx, fact(key, transfer{}))
	return b.remember(key, transfer{}, err)
}

func (b *bank) post(ctx context.Context, key string, what transfer) error {
	_, err := b.store.Post(ctx, economy.Transaction{
		Key: key, Content: fmt.Sprint(what),
		Postings: func(economy.Book) ([]economy.Posting, error) {
			return []economy.Posting{{From: account(what.From), To: account(what.To), Amount: what.Amount}}, nil
		},
		Event: func(economy.Posted) event.Event { return fact(key, what) },
	})
	return b.remember(key, what, err)
}

func (b *bank) remember(key string, what transfer, err error) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case err == nil:
		b.acked[key] = true
		delete(b.unknown, key)
	case errors.Is(err, economy.ErrInsufficientFunds):
		return nil // an answer like any other
	case errors.Is(err, storage.ErrOutcomeUnknown) && what.Amount > 0:
		b.unknown[key] = what
	}
	return err
}

// account of a member; the issuer is -1.
func account(n int) economy.Account {
	const guild snowflake.ID = 1 << 40
	if n < 0 {
		return economy.Mint(guild)
	}
	return economy.Account{Guild: guild, Holder: 1<<50 + snowflake.ID(n)}
}

func fact(key string, what transfer) event.Event {
	data, err := json.Marshal(what)
	if err != nil {
		panic(err)
	}
	return event.Event{Type: "test.paid", Severity: event.Info, Source: "test", Title: key, Data: data}
}

// load has each caller call again and again, until again says that it is enough.
func (b *bank) load(seed uint64, call func(ctx context.Context, random *rand.Rand) (again bool)) {
	var all sync.WaitGroup
	for n := range callers {
		random := rand.New(rand.NewPCG(seed, uint64(n)))
		all.Go(func() {
			for b.t.Context().Err() == nil && call(b.t.Context(), random) {
			}
		})
	}
	all.Wait()
}

// untilAnError is a load that ends when it is refused.
func (b *bank) untilAnError(ctx context.Context, random *rand.Rand) bool {
	return b.pay(ctx, random) == nil
}

// verify holds the database against its own events and against what was acknowledged.
func (b *bank) verify() {
	b.t.Helper()
	var verdict string
	if err := b.db.QueryRow(b.t.Context(), "PRAGMA integrity_check").Scan(&verdict); err != nil || verdict != "ok" {
		b.t.Fatalf("integrity check: %s, %v", verdict, err)
	}
	told, balances := make(map[string]bool), make(map[int]int64)
	for _, e := range b.events() {
		var what transfer
		if err := json.Unmarshal(e.Data, &what); err != nil {
			b.t.Fatal(err)
		}
		if told[e.Title] {
			b.t.Errorf("%s is told twice", e.Title)
		}
		told[e.Title] = true
		balances[what.From] -= what.Amount
		balances[what.To] += what.Amount
	}
	for key := range b.acked {
		if !told[key] {
			b.t.Errorf("%s was acknowledged and is lost", key)
		}
	}
	b.verifyBalances(balances)
}

func (b *bank) verifyBalances(want map[int]int64) {
	b.t.Helper()
	got := make(map[int]int64)
	for n := range members {
		holding, err := b.store.Holding(b.t.Context(), account(n))
		if err != nil || holding.Coins < 0 {
			b.t.Errorf("member %d has %d, %v", n, holding.Coins, err)
		}
		got[n] = holding.Coins
	}
	got[-1] = -members * issued
	if !maps.Equal(got, want) {
		b.t.Errorf("the accounts hold %v, their events say %v", got, want)
	}
	if totals, err := b.store.Totals(b.t.Context(), 0); err != nil || totals.Supply != members*issued {
		b.t.Errorf("a supply of %d, %v, want %d", totals.Supply, err, members*issued)
	}
}

// events are all, whose numbers must be 1, 2, 3 …
func (b *bank) events() (all []event.Event) {
	b.t.Helper()
	for {
		page, err := b.log.After(b.t.Context(), uint64(len(all)), 500)
		if err != nil {
			b.t.Fatal(err)
		}
		if len(page) == 0 {
			return all
		}
		for _, e := range page {
			all = append(all, e)
			if e.Seq != uint64(len(all)) {
				b.t.Fatalf("event %d has the number %d", len(all), e.Seq)
			}
		}
	}
}
