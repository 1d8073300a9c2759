package journal_test

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/journal"
	"github.com/aurorabot/aurora/internal/storage/storagetest"
)

func TestARequestDeliveredFiveTimesAtOnceIsRecordedOnce(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		const requests, times = 8, 5
		j, _ := open(t, database(t, url))
		var answers [requests][times][]uint64
		var all sync.WaitGroup
		for r := range requests {
			for n := range times {
				all.Go(func() {
					request := journal.Request{Owner: "o", Key: fmt.Sprint(r), Content: []byte{byte(r)}}
					var err error
					if answers[r][n], err = j.RecordOnce(t.Context(), request, []event.Event{fact("a"), fact("b")}); err != nil {
						t.Error(err)
					}
				})
			}
		}
		all.Wait()
		for r := range requests {
			for n := range times {
				if !slices.Equal(answers[r][0], answers[r][n]) {
					t.Errorf("request %d is answered %v and %v", r, answers[r][0], answers[r][n])
				}
			}
		}
		if _, last, err := j.Bounds(t.Context()); err != nil || last != 2*requests {
			t.Errorf("the last seq is %d, %v, want %d", last, err, 2*requests)
		}
		_, err := j.RecordOnce(t.Context(), journal.Request{Owner: "o", Key: "0", Content: []byte("other")}, []event.Event{fact("c")})
		if !errors.Is(err, journal.ErrKeyReused) {
			t.Errorf("another content: got %v", err)
		}
	})
}

func TestARequestThatFailedHasNotTakenItsKey(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		j, _ := open(t, database(t, url))
		request := journal.Request{Owner: "o", Key: "k", Content: []byte("c")}
		if _, err := j.RecordOnce(t.Context(), request, []event.Event{fact("a"), {}}); err == nil {
			t.Fatal("an event without a type was recorded")
		}
		if seqs, err := j.RecordOnce(t.Context(), request, []event.Event{fact("a")}); err != nil || !slices.Equal(seqs, []uint64{1}) {
			t.Errorf("got %v, %v, want [1]", seqs, err)
		}
	})
}
