package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/aurorabot/aurora/internal/access"
	"github.com/aurorabot/aurora/internal/storage/storagetest"
)

// TestInjectionsHaveNoEffect is requirement I5: every parameter and field is given a
// hundred texts. They are refused or looked for as they are, and change nothing.
func TestInjectionsHaveNoEffect(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, database string) {
		s := open(t, setup{database: database, before: 3})
		key := s.authorized("nightly", access.Ingest)
		stored := uint64(4) // with that of the key
		for _, text := range storagetest.Injections() {
			for _, name := range []string{"after", "before", "limit", "type", "severity", "guild", "user", "shard", "trace", "q", text} {
				status, body, _ := s.request("GET", "/api/events?"+url.Values{name: {text}}.Encode())
				if status != http.StatusOK && status != http.StatusBadRequest || status == http.StatusOK && !strings.Contains(body, `"events":[]`) {
					t.Errorf("%s=%q: got %d %s", name, text, status, body)
				}
			}
			if status, body, _ := s.request("GET", "/api/history?"+url.Values{"range": {text}}.Encode()); status != http.StatusBadRequest {
				t.Errorf("range=%q: got %d %s", text, status, body)
			}
			if status, body, _ := s.request("GET", "/api/stats", "Authorization: Bearer aur_"+url.QueryEscape(text)); status != http.StatusUnauthorized {
				t.Errorf("key %q: got %d %s", text, status, body)
			}
		}
		for _, text := range storagetest.Injections()[:20] { // stored as text, and found as text
			quoted := strings.ReplaceAll(strings.ReplaceAll(text, `\`, `\\`), `"`, `\"`)
			status, body := s.posts(fmt.Sprintf(`{"type":"a.b","severity":"info","title":"%s","message":"%[1]s","traceId":"%.64[1]s","user":{"id":"18446744073709551615","name":"%[1]s"}}`, quoted), key)
			if status != http.StatusCreated {
				t.Errorf("%q: got %d %s", text, status, body)
				continue
			}
			stored++
		}
		if events := s.stored(); uint64(len(events)) != stored || events[4].Title != storagetest.Injections()[0] || events[4].User.ID != 1<<64-1 {
			t.Errorf("%d events are stored, want %d; the fifth is %+v", len(events), stored, events[4])
		}
		status, body, _ := s.request("GET", "/api/events?user=18446744073709551615&limit=500")
		if status != http.StatusOK || strings.Count(body, `"id":"18446744073709551615"`) != int(stored-4) {
			t.Errorf("the highest id: got %d, %d events", status, strings.Count(body, `"id":"18446744073709551615"`))
		}
		if keys, err := s.access.Keys(t.Context()); err != nil || len(keys) != 1 {
			t.Errorf("got the keys %v, %v", keys, err)
		}
	})
}
