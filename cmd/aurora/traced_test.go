package main

import (
	"testing"
	"time"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/module"
	"github.com/aurorabot/aurora/internal/modules/economy"
	"github.com/aurorabot/aurora/internal/modules/economy/economytest"
)

func TestTheLedgersShareOfACommandsTimeIsTraced(t *testing.T) {
	trace := module.NewTrace(time.Now())
	ledger := tracedLedger{economytest.NewMemory(func(event.Event) {})}
	if _, err := ledger.Holding(trace.Within(t.Context()), economy.Account{Guild: 1, Holder: 2}); err != nil {
		t.Fatal(err)
	}
	if spans := trace.Spans(); len(spans) != 1 || spans[0].Name != "database" {
		t.Errorf("got %+v, want one span of the database", spans)
	}
}
