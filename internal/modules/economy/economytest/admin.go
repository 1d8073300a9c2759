package economytest

import (
	"encoding/json"
	"math"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/module"
	"github.com/aurorabot/aurora/internal/modules/economy"
	"github.com/aurorabot/aurora/internal/snowflake"
)

// anAdministratorGivesAndTakes moves coins between a member and the ledger's own
// accounts, which show the sums of all that was ever given and taken.
func anAdministratorGivesAndTakes(t *testing.T, s Opened) {
	rules := rules(s, noon())
	mira := module.Member{Ref: named(1)}
	for range 2 { // delivered twice
		granted := must[economy.Adjusted](t)(rules.Grant(t.Context(), use(1, 2), mira, 500, "won the quiz"))
		want := economy.Adjusted{Entry: "1", Amount: 500, Balance: 500, Currency: economy.DefaultConfig.Currency}
		if granted != want {
			t.Errorf("got %+v, want %+v", granted, want)
		}
	}
	if taken := must[economy.Adjusted](t)(rules.Deduct(t.Context(), use(2, 2), mira, 200, "by mistake")); taken.Balance != 300 {
		t.Errorf("got %+v, want a balance of 300", taken)
	}
	wantBalance(t, s, economy.Grants(guild), -500)
	wantBalance(t, s, economy.Deductions(guild), 200)
	wantTypes(t, s, "economy.grant", "economy.deduct")
	told := s.Events(t)[0]
	want := `{"amount":"500","entry":"1","member":{"id":"` + mira.ID.String() + `","name":"mira"},"reason":"won the quiz"}`
	if string(told.Data) != want || told.Severity != event.Notice || told.Message != "nova gave mira 500 coins: won the quiz" {
		t.Errorf("told: %+v, %s", told, told.Data)
	}
}

func anAdministratorIsRefused(t *testing.T, s Opened) {
	rules := rules(s, noon())
	mira, robot := module.Member{Ref: named(1)}, module.Member{Ref: named(1), Bot: true}
	must[economy.Adjusted](t)(rules.Grant(t.Context(), use(1, 2), mira, 100, "to begin with"))
	for name, c := range map[string]struct {
		of     module.Member
		amount int64
		reason string
		code   string
	}{
		"nothing":              {mira, 0, "why not", "amount_too_small"},
		"the very least":       {mira, math.MinInt64, "why not", "amount_too_small"},
		"the very most":        {mira, math.MaxInt64, "why not", "amount_too_large"},
		"2^53":                 {mira, 1 << 53, "why not", "amount_too_large"},
		"no reason":            {mira, 1, " \n", "reason_required"},
		"an endless reason":    {mira, 1, strings.Repeat("é", 201), "reason_too_long"},
		"a bot":                {robot, 1, "why not", "bot_recipient"},
		"nobody":               {module.Member{}, 1, "why not", "unknown_recipient"},
		"the ledger's own one": {module.Member{Ref: event.Ref{ID: 3}}, 1, "why not", "unknown_recipient"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := rules.Grant(t.Context(), use(2, 2), c.of, c.amount, c.reason)
			wantRefusal(t, err, c.code)
			_, err = rules.Deduct(t.Context(), use(2, 2), c.of, c.amount, c.reason)
			wantRefusal(t, err, c.code)
		})
	}
	_, err := rules.Deduct(t.Context(), use(2, 2), mira, 101, "more than there is")
	wantRefusal(t, err, "insufficient_funds")
	_, err = rules.Grant(t.Context(), use(1, 2), mira, 101, "the same key")
	wantRefusal(t, err, "key_reused")
	wantTypes(t, s, "economy.grant")
}

// anEntryIsReversedOnce takes back a payment, also where many ask at once.
func anEntryIsReversedOnce(t *testing.T, s Opened) {
	rules := rules(s, noon())
	must[economy.Adjusted](t)(rules.Grant(t.Context(), use(1, 0), module.Member{Ref: named(1)}, 100, "to begin with"))
	must[economy.Paid](t)(rules.Pay(t.Context(), use(2, 1), economy.Payment{To: module.Member{Ref: named(2)}, Amount: 60}))
	var done, refused atomic.Int64
	var wg sync.WaitGroup
	for n := range 20 {
		wg.Go(func() {
			if _, err := rules.Reverse(t.Context(), use(snowflake.ID(10+n), 0), "2", "by mistake"); err != nil {
				wantRefusal(t, err, "already_reversed")
				refused.Add(1)
			} else {
				done.Add(1)
			}
		})
	}
	wg.Wait()
	if done.Load() != 1 || refused.Load() != 19 {
		t.Errorf("%d reversed and %d refused, want 1 and 19", done.Load(), refused.Load())
	}
	wantBalance(t, s, member(1), 100)
	wantBalance(t, s, member(2), 0)
	history := must[economy.HistoryPage](t)(rules.History(t.Context(), member(2), economy.Newest, 10))
	if newest := history.Entries[0]; newest.Reverses != "2" || newest.Kind != economy.Reversal || newest.Reason != "by mistake" || newest.Actor != named(0).ID {
		t.Errorf("the newest entry is %+v", newest)
	}
	events := s.Events(t)
	var told struct{ Amount, Reason, Entry, Reverses string }
	if err := json.Unmarshal(events[len(events)-1].Data, &told); err != nil {
		t.Fatal(err)
	}
	if told.Amount != "60" || told.Reason != "by mistake" || told.Reverses != "2" || told.Entry != history.Entries[0].Key {
		t.Errorf("told: %+v", told)
	}
}

func aReversalIsRefused(t *testing.T, s Opened) {
	rules := rules(s, noon())
	mira, nova := module.Member{Ref: named(1)}, module.Member{Ref: named(2)}
	must[economy.Adjusted](t)(rules.Grant(t.Context(), use(1, 0), mira, 100, "to begin with"))
	must[economy.Paid](t)(rules.Pay(t.Context(), use(2, 1), economy.Payment{To: nova, Amount: 60}))
	elsewhere := use(3, 0)
	elsewhere.Guild.ID++
	must[economy.Adjusted](t)(rules.Grant(t.Context(), elsewhere, mira, 1, "elsewhere"))
	must[economy.Adjusted](t)(rules.Grant(t.Context(), use(4, 0), nova, 1, "to be taken back"))
	must[economy.Reversed](t)(rules.Reverse(t.Context(), use(5, 0), "4", "taken back"))
	told := len(s.Events(t))
	for name, c := range map[string]struct{ entry, reason, code string }{
		"unknown":       {"77", "why not", "unknown_entry"},
		"not an entry":  {"\x00'; --", "why not", "unknown_entry"},
		"elsewhere":     {"3", "why not", "foreign_entry"},
		"a reversal":    {"5", "why not", "is_reversal"},
		"done already":  {"4", "why not", "already_reversed"},
		"spent":         {"1", "why not", "coins_spent"},
		"for no reason": {"2", "", "reason_required"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := rules.Reverse(t.Context(), use(90, 0), c.entry, c.reason)
			wantRefusal(t, err, c.code)
		})
	}
	again := must[economy.Reversed](t)(rules.Reverse(t.Context(), use(5, 0), "4", "taken back"))
	if again.Entry != "5" || again.Amount != 1 {
		t.Errorf("delivered again: %+v", again)
	}
	if n := len(s.Events(t)); n != told {
		t.Errorf("%d events, want %d", n, told)
	}
}

// aTransactionOfSeveralPostingsIsReversedAsOne has balances after each posting, and
// goes back in the opposite order.
func aTransactionOfSeveralPostingsIsReversedAsOne(t *testing.T, s Opened) {
	tr := moving("7", economy.Mint(guild), member(1), 10)
	tr.Postings = func(economy.Book) ([]economy.Posting, error) {
		return []economy.Posting{
			{From: economy.Mint(guild), To: member(1), Amount: 10},
			{From: member(1), To: member(2), Amount: 4},
			{From: member(1), To: member(3), Amount: 6},
		}, nil
	}
	posted := post(t, s, tr)
	var after []int64
	for _, e := range posted.Entries {
		after = append(after, e.After(member(1)))
	}
	if diff := cmp.Diff([]int64{10, 6, 0}, after); diff != "" {
		t.Error(diff)
	}
	reversed := must[economy.Reversed](t)(rules(s, noon()).Reverse(t.Context(), use(8, 0), "7", "all of it"))
	if reversed.Amount != 20 {
		t.Errorf("got %+v", reversed)
	}
	for n := range 4 {
		wantBalance(t, s, member(n), 0)
	}
	entries := must[[]economy.Entry](t)(s.Entries(t.Context(), "8"))
	if len(entries) != 3 || entries[0].From != member(3) || entries[2].To != economy.Mint(guild) {
		t.Errorf("got %+v", entries)
	}
}
