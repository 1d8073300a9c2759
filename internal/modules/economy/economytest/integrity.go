package economytest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/module"
	"github.com/aurorabot/aurora/internal/modules/economy"
)

// atOnce verifies without a pause.
func atOnce(ctx context.Context) error { return ctx.Err() }

// aBalanceChangedByHandStopsAllMoney is requirement O4: the check sees it, tells it
// once, and nothing is moved by any process until it is put right and resumed.
func aBalanceChangedByHandStopsAllMoney(t *testing.T, s Opened) {
	clock := noon()
	here, elsewhere := rules(s, clock), rules(s, clock)
	mira := module.Member{Ref: named(1)}
	must[economy.Adjusted](t)(here.Grant(t.Context(), use(1, 0), mira, 100, "to begin with"))
	must[economy.Held](t)(elsewhere.Balance(t.Context(), use(2, 0), named(1)))
	if err := here.Check(t.Context()); err != nil || !here.Integrity().Balanced {
		t.Fatalf("a sound ledger: %v, %+v", err, here.Integrity())
	}
	s.Tamper(member(1), 7)
	for range 2 {
		if err := here.Check(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if i := here.Integrity(); i.Balanced || i.Drift != 7 || !i.CheckedAt.Equal(clock.now) {
		t.Errorf("got %+v", i)
	}
	clock.passes(2 * time.Second)
	for name, service := range map[string]*economy.Service{"here": here, "elsewhere": elsewhere, "after a restart": rules(s, clock)} {
		_, err := service.ClaimDaily(t.Context(), use(10, 1))
		wantRefusal(t, err, "economy_stopped")
		_, err = service.Pay(t.Context(), use(11, 1), economy.Payment{To: module.Member{Ref: named(2)}, Amount: 1})
		wantRefusal(t, err, "economy_stopped")
		_, err = service.Deduct(t.Context(), use(12, 0), mira, 1, name)
		wantRefusal(t, err, "economy_stopped")
		_, err = service.Reverse(t.Context(), use(13, 0), "1", name)
		wantRefusal(t, err, "economy_stopped")
	}
	want := []economy.Difference{{Account: member(1), Stored: 107, Replayed: 100}}
	lifted, differences, err := elsewhere.Resume(t.Context())
	if diff := cmp.Diff(want, differences); lifted || err != nil || diff != "" {
		t.Errorf("resumed while it was wrong: %v, %v, %s", lifted, err, diff)
	}
	s.Tamper(member(1), -7)
	if lifted, differences, err := elsewhere.Resume(t.Context()); !lifted || differences != nil || err != nil {
		t.Errorf("got %v, %v, %v", lifted, differences, err)
	}
	clock.passes(2 * time.Second)
	if !elsewhere.Integrity().Balanced {
		t.Errorf("after the resume: %+v", elsewhere.Integrity())
	}
	must[economy.Claimed](t)(here.ClaimDaily(t.Context(), use(16, 1)))
	wantTypes(t, s, "economy.grant", "economy.integrity.failed", "economy.resumed", "economy.daily.claimed")
	if alarm := s.Events(t)[1]; alarm.Severity != event.Critical {
		t.Errorf("the alarm is %s", alarm.Severity)
	}
}

// verifyingFindsWhatASumDoesNot moves coins by hand from one account to another, so
// that the sum is right, and puts some into an account that has no entry.
func verifyingFindsWhatASumDoesNot(t *testing.T, s Opened) {
	for n := range 3 {
		post(t, s, moving(fmt.Sprint(n), economy.Mint(guild), member(n), 10))
	}
	rules := rules(s, noon())
	if differences, err := rules.Verify(t.Context(), atOnce); err != nil || differences != nil {
		t.Fatalf("a sound ledger: %v, %v", differences, err)
	}
	s.Tamper(member(0), -4)
	s.Tamper(member(2), 4)
	for _, sheet := range must[[]economy.Sheet](t)(s.Sheets(t.Context())) {
		if sheet.Drift() != 0 {
			t.Errorf("the sum is off: %+v", sheet)
		}
	}
	want := []economy.Difference{
		{Account: member(0), Stored: 6, Replayed: 10},
		{Account: member(2), Stored: 14, Replayed: 10},
	}
	differences, err := rules.Verify(t.Context(), atOnce)
	if diff := cmp.Diff(want, differences); diff != "" || err != nil {
		t.Error(err, diff)
	}
	if err := rules.Check(t.Context()); err != nil || rules.Integrity().Balanced {
		t.Errorf("after a verification that failed: %v, %+v", err, rules.Integrity())
	}
	stops := must[[]economy.Stop](t)(s.Stopped(t.Context()))
	if len(stops) != 1 || stops[0].What != economy.Money || stops[0].Reason == "" {
		t.Errorf("got %+v", stops)
	}
}

// anEmptyLedgerIsRight has nothing to differ.
func anEmptyLedgerIsRight(t *testing.T, s Opened) {
	if differences, err := rules(s, noon()).Verify(t.Context(), atOnce); err != nil || differences != nil {
		t.Errorf("got %v, %v", differences, err)
	}
	if totals := must[economy.Totals](t)(s.Totals(t.Context(), 0)); totals != (economy.Totals{}) {
		t.Errorf("got %+v", totals)
	}
}
