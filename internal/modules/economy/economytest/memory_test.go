package economytest_test

import (
	"testing"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/modules/economy/economytest"
)

func TestMemory(t *testing.T) {
	economytest.TestStore(t, func(*testing.T) economytest.Opened {
		var events []event.Event
		memory := economytest.NewMemory(func(e event.Event) { events = append(events, e) })
		return economytest.Opened{
			Store:  memory,
			Events: func(*testing.T) []event.Event { return events },
			Tamper: memory.Tamper,
		}
	})
}
