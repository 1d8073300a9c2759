package leveling_test

import (
	"context"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/module"
	"github.com/aurorabot/aurora/internal/modules/leveling"
	"github.com/aurorabot/aurora/internal/modules/leveling/levelingtest"
	"github.com/aurorabot/aurora/internal/snowflake"
)

var (
	town = event.Ref{ID: 1000, Name: "Town"}
	mira = event.Ref{ID: 2001, Name: "mira"}
	nova = event.Ref{ID: 2002, Name: "nova"}
)

// book is an event log in memory that publishes what it takes.
type book struct {
	bus event.Bus

	mu     sync.Mutex
	events []event.Event
}

func (b *book) tell(e event.Event) {
	b.mu.Lock()
	defer b.mu.Unlock()
	e.Seq, e.Time = uint64(len(b.events)+1), time.Now()
	b.events = append(b.events, e)
	b.bus.Publish(e)
}

// After implements [event.Log].
func (b *book) After(_ context.Context, seq uint64, limit int) ([]event.Event, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]event.Event(nil), b.events[seq:min(len(b.events), int(seq)+limit)]...), nil
}

func used(id snowflake.ID, who event.Ref) event.Event {
	return event.Event{Type: "command.completed", Guild: town, User: who, InteractionID: id}
}

// follows runs leveling over the log for as long as told takes, and then some seconds.
func follows(t *testing.T, store leveling.Store, log *book, end uint64, told func()) *leveling.Service {
	t.Helper()
	logger := slog.New(slog.DiscardHandler)
	s := leveling.NewService(store, logger)
	ctx, stop := context.WithCancel(t.Context())
	follower := event.Follower{Events: log.bus.Subscribe(4), Log: log, Logger: logger}
	ended := make(chan error, 1)
	go func() { ended <- s.Follow(ctx, follower, end) }()
	synctest.Wait()
	told()
	time.Sleep(5 * time.Second)
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	follower.Events.Close()
	return s
}

// wants checks what /rank says of a member.
func wants(t *testing.T, s *leveling.Service, who event.Ref, experience, place string) {
	t.Helper()
	reply, err := leveling.Module(s).Commands[0].Run(t.Context(), module.Interaction{Guild: town, User: who})
	if err != nil || reply.Fields[0].Value != experience || reply.Fields[2].Value != place {
		t.Errorf("%s: got %+v, %v, want %s, %s", who.Name, reply, err, experience, place)
	}
}

func TestCommandsGiveExperienceOncePerUseAndMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log, store := &book{}, levelingtest.NewMemory()
		s := follows(t, store, log, 0, func() {
			for range 2 {
				log.tell(used(1, mira)) // told twice
			}
			log.tell(used(2, nova))
			log.tell(event.Event{Type: "command.failed", Guild: town, User: nova, InteractionID: 3})
			log.tell(event.Event{Type: "command.completed", User: nova, InteractionID: 4}) // in no guild
			time.Sleep(time.Minute)
			log.tell(used(5, mira))
			log.tell(used(6, mira)) // at once
		})
		wants(t, s, mira, "40 XP", "#1")
		wants(t, s, nova, "20 XP", "#2")
		wants(t, s, event.Ref{ID: 2003}, "0 XP", "none yet")
		if got, err := store.Standing(t.Context(), leveling.Member{User: nova.ID}); got.XP != 0 || err != nil {
			t.Errorf("outside of guilds: got %+v, %v", got, err)
		}
	})
}

func TestWhatWasUsedWhileLevelingWasAwayIsCreditedAndWhatWasBeforeIsNot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log, store := &book{}, levelingtest.NewMemory()
		log.tell(used(1, nova))
		follows(t, store, log, 1, func() { log.tell(used(2, mira)) })
		time.Sleep(time.Minute)
		log.tell(used(3, mira))
		time.Sleep(time.Minute)
		s := follows(t, store, log, 3, func() { log.tell(used(4, mira)) })
		wants(t, s, mira, "60 XP", "#1")
		wants(t, s, nova, "0 XP", "none yet")
	})
}

func TestADatabaseThatIsAwayCostsNoExperience(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log, store := &book{}, levelingtest.NewMemory()
		s := follows(t, store, log, 0, func() {
			store.Fail(3)
			for n := range 20 { // more than the subscription holds
				log.tell(used(snowflake.ID(n+1), event.Ref{ID: snowflake.ID(3000 + n)}))
			}
		})
		for n := range 20 {
			reply, err := leveling.Module(s).Commands[0].Run(t.Context(), module.Interaction{Guild: town, User: event.Ref{ID: snowflake.ID(3000 + n)}})
			if err != nil || reply.Fields[0].Value != "20 XP" {
				t.Errorf("member %d: got %+v, %v", n, reply, err)
			}
		}
	})
}

func TestEachLevelAsksForMore(t *testing.T) {
	for xp, want := range map[int64]int64{0: 0, 99: 0, 100: 1, 299: 1, 300: 2, 599: 2, 600: 3, 505_000: 100} {
		if got := leveling.Level(xp); got != want {
			t.Errorf("%d XP: got level %d, want %d", xp, got, want)
		}
	}
}

func TestARankAndABadgeShowTheLevel(t *testing.T) {
	store := levelingtest.NewMemory()
	use := leveling.Use{Member: leveling.Member{Guild: town.ID, User: nova.ID}, Interaction: 1, Time: time.Unix(0, 0), XP: 150}
	if err := store.Credit(t.Context(), []leveling.Use{use}, 1); err != nil {
		t.Fatal(err)
	}
	offered := leveling.Module(leveling.NewService(store, slog.New(slog.DiscardHandler)))
	reply, err := offered.Commands[0].Run(t.Context(), module.Interaction{
		Guild: town, User: mira, Options: map[string]module.Value{"user": {Member: module.Member{Ref: nova}}},
	})
	if err != nil || reply.Text != "<@2002> is on **level 1**.\n"+strings.Repeat("▰", 5)+strings.Repeat("▱", 15) || reply.Fields[1].Value != "150 XP" {
		t.Errorf("got %+v, %v", reply, err)
	}
	badges, err := offered.Badges(t.Context(), town.ID, []snowflake.ID{mira.ID, nova.ID})
	if err != nil || len(badges) != 1 || badges[nova.ID] != "level 1" {
		t.Errorf("got %v, %v", badges, err)
	}
}
