package web_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aurorabot/aurora/internal/access"
	"github.com/aurorabot/aurora/internal/storage/storagetest"
)

// TestAFrozenDatabaseIsNotWaitedForAndTakenUpAgain is requirement O3, for the database:
// more clients ask than there are connections to it.
func TestAFrozenDatabaseIsNotWaitedForAndTakenUpAgain(t *testing.T) {
	cluster := storagetest.StartCluster(t)
	s := open(t, setup{database: cluster.URL(), before: 3})
	key := s.authorized("nightly", access.Ingest)
	live := s.dial("")
	live.expect("STATS_UPDATE")
	cluster.Freeze(t)
	frozen := time.Now()
	for first := true; first || time.Since(frozen) < time.Duration(scale(0, 30))*time.Second; first = false {
		var asking sync.WaitGroup
		for i := range 24 {
			asking.Go(func() {
				path := []string{"/api/events", "/api/history?range=1h", "/readyz"}[i%3]
				if status, body, header := s.request("GET", path); status != http.StatusServiceUnavailable || path != "/readyz" && (!strings.Contains(body, "database_unavailable") || header.Get("Retry-After") == "") {
					t.Errorf("%s: got %d %s", path, status, body)
				}
			})
		}
		for range 8 {
			asking.Go(func() {
				if status, body, _ := s.request("GET", "/healthz"); status != http.StatusOK {
					t.Errorf("health: got %d %s", status, body)
				}
			})
		}
		asking.Go(func() {
			if scale(0, 1) == 0 {
				return // a body may take 15 s to come, so it takes longer to be refused
			}
			if status, body := s.posts(told, key); status != http.StatusServiceUnavailable {
				t.Errorf("an event: got %d %s", status, body)
			}
		})
		asking.Wait()
	}
	cluster.Thaw(t)
	thawed := time.Now()
	eventually(t, "it is ready", func() bool { status, _, _ := s.request("GET", "/readyz"); return status == http.StatusOK })
	eventually(t, "events are taken", func() bool { status, _ := s.posts(told, key); return status == http.StatusCreated })
	eventually(t, "events are read", func() bool { status, _, _ := s.request("GET", "/api/events"); return status == http.StatusOK })
	took := time.Since(thawed)
	t.Logf("all was well again %v after the freeze", took)
	if took > 10*time.Second {
		t.Errorf("it took %v, want 10 s at most", took)
	}
	live.expect("NEW_EVENT")
}
