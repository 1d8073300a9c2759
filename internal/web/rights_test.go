package web_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gobwas/ws"

	"github.com/aurorabot/aurora/internal/access"
)

// TestRightsThatEndElsewhereEndTheSocketsHere changes rights as the command line does, or
// another process: this one is not told, and looks.
func TestRightsThatEndElsewhereEndTheSocketsHere(t *testing.T) {
	by := access.Actor{Name: "test"}
	for name, c := range map[string]struct {
		change func(ctx context.Context, elsewhere *access.Service, s access.Session, k access.Key) error
		want   ws.StatusCode
		byKey  bool
	}{
		"signed out": {change: func(ctx context.Context, elsewhere *access.Service, s access.Session, _ access.Key) error {
			return elsewhere.SignOut(ctx, s.ID)
		}, want: 4401},
		"removed": {change: func(ctx context.Context, elsewhere *access.Service, s access.Session, _ access.Key) error {
			return elsewhere.RemoveAccount(ctx, by, s.User)
		}, want: 4403},
		"another role": {change: func(ctx context.Context, elsewhere *access.Service, s access.Session, _ access.Key) error {
			_, err := elsewhere.PutAccount(ctx, by, s.User, access.RoleViewer)
			return err
		}, want: 4403},
		"a key revoked": {change: func(ctx context.Context, elsewhere *access.Service, _ access.Session, k access.Key) error {
			_, err := elsewhere.RevokeKey(ctx, by, k.ID)
			return err
		}, want: 4401, byKey: true},
	} {
		t.Run(name, func(t *testing.T) {
			s := openOutside(t, setup{})
			elsewhere := s.process(access.Config{})
			cookie, key := s.signedIn(7, access.RoleAdmin), s.authorized("k", access.Read)
			sessions, err := elsewhere.Sessions(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			keys, err := elsewhere.Keys(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			shown, other := cookie, key
			if c.byKey {
				shown, other = key, cookie
			}
			ends, stays := s.mustDial(remote(shown)...), s.mustDial(remote(other)...)
			if err := c.change(t.Context(), elsewhere, sessions[0], keys[0]); err != nil {
				t.Fatal(err)
			}
			began := time.Now()
			if code := ends.closed(); code != c.want {
				t.Errorf("closed with %d, want %d", code, c.want)
			}
			t.Logf("closed after %v", time.Since(began))
			if status, _, _ := s.request("GET", "/api/stats", remote(shown)...); status != http.StatusUnauthorized {
				t.Errorf("over HTTP: got %d", status)
			}
			stays.answers()
		})
	}
}

// mustDial opens a socket and reads its first figures.
func (s *site) mustDial(headers ...string) *client {
	s.t.Helper()
	c, err := s.dialWith(headers...)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { c.conn.Close() })
	c.expect("STATS_UPDATE")
	return c
}

// answers makes sure that the socket is open still, whatever events come.
func (c *client) answers() {
	c.t.Helper()
	c.says(`{"type":"PING"}`)
	for c.next().Type != "PONG" {
	}
}

func TestASocketEndsWithTheTimeOfItsSessionOrKey(t *testing.T) {
	now := make(chan time.Time, 1)
	now <- time.Now()
	clock := func() time.Time { at := <-now; now <- at; return at }
	s := openOutside(t, setup{access: access.Config{Now: clock}})
	c := s.mustDial(remote(s.signedIn(7, access.RoleAdmin))...)
	k := s.mustDial(remote(s.authorized("k", access.Read))...)
	secret, _, err := s.access.CreateKey(t.Context(), access.Actor{Name: "test"}, access.NewKey{Name: "short", Scope: access.Read, Life: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	short := s.mustDial(remote("Authorization: Bearer " + secret)...)
	now <- (<-now).Add(time.Hour)
	if code := short.closed(); code != 4401 {
		t.Errorf("a key that has expired: closed with %d, want 4401", code)
	}
	if status, _, _ := s.request("GET", "/api/stats", remote("Authorization: Bearer "+secret)...); status != http.StatusUnauthorized {
		t.Errorf("a key that has expired: got %d", status)
	}
	c.answers()
	now <- (<-now).Add(11 * time.Hour)
	if code := c.closed(); code != 4401 {
		t.Errorf("closed with %d, want 4401", code)
	}
	k.answers() // a key without an end goes on
}

func TestAnAdminMayEndWhatOthersHaveOpen(t *testing.T) {
	s := openOutside(t, setup{})
	theirs := s.mustDial(remote(s.signedIn(8, access.RoleViewer))...)
	admin := remote(s.signedIn(7, access.RoleAdmin), "Content-Type: application/json")
	mine := s.mustDial(admin[:3]...)

	var list struct {
		Sessions []struct {
			ID      string
			User    struct{ ID, Name string }
			Role    string
			Address string
			Current bool
		}
	}
	s.gets("/api/sessions", &list, admin...)
	for _, one := range list.Sessions {
		if one.Current != (one.User.ID == "7") || one.Address != "192.0.2.7" {
			t.Errorf("got %+v", one)
		}
		if !one.Current {
			s.wants(http.StatusNoContent, "DELETE", "/api/sessions/"+one.ID, "", admin...)
		}
	}
	if code := theirs.closed(); code != 4401 {
		t.Errorf("closed with %d, want 4401", code)
	}
	s.wants(http.StatusNotFound, "DELETE", "/api/sessions/ses_none", "", admin...)
	s.wants(http.StatusNoContent, "DELETE", "/api/sessions", "", admin...)
	if code := mine.closed(); code != 4401 {
		t.Errorf("closed with %d, want 4401", code)
	}
	s.wants(http.StatusUnauthorized, "GET", "/api/sessions", "", admin...)
}

func TestAnAdminManagesKeys(t *testing.T) {
	s := openOutside(t, setup{})
	admin := remote(s.signedIn(7, access.RoleAdmin), "Content-Type: application/json")
	var made struct {
		Secret string
		Key    struct {
			ID, Name, Scope, State string
			Expires                *time.Time
		}
	}
	answer := s.wants(http.StatusCreated, "POST", "/api/keys", `{"name":"grafana","scope":"read","expiresInSec":3600}`, admin...)
	if err := json.Unmarshal([]byte(answer), &made); err != nil || made.Key.Name != "grafana" || made.Key.State != "valid" || made.Key.Expires == nil {
		t.Errorf("got %s, %v", answer, err)
	}
	key := "Authorization: Bearer " + made.Secret
	s.wants(http.StatusOK, "GET", "/api/stats", "", remote(key)...)
	if list := s.wants(http.StatusOK, "GET", "/api/keys", "", admin...); strings.Contains(list, made.Secret[8:]) || !strings.Contains(list, made.Key.ID) {
		t.Errorf("got %s", list)
	}
	open := s.mustDial(remote(key)...)
	s.wants(http.StatusNoContent, "DELETE", "/api/keys/"+made.Key.ID, "", admin...)
	if code := open.closed(); code != 4401 {
		t.Errorf("closed with %d, want 4401", code)
	}
	s.wants(http.StatusUnauthorized, "GET", "/api/stats", "", remote(key)...)
	s.wants(http.StatusNotFound, "DELETE", "/api/keys/key_none", "", admin...)
	for body, want := range map[string]string{
		``: "bad_json", `{`: "bad_json", `[]`: "wrong_type", `1`: "wrong_type", `{"name":"n"}`: "out_of_range", `{"name":"","scope":"read"}`: "out_of_range",
		`{"name":"n","scope":"root"}`: "out_of_range", `{"name":1,"scope":"read"}`: "wrong_type", `{"name":"n","scope":"read","x":1}`: "unknown_field",
		`{"name":"n","scope":"read","expiresInSec":0}`: "out_of_range", `{"name":"n","scope":"read","expiresInSec":-1}`: "out_of_range",
		`{"name":"n","scope":"read","expiresInSec":1.5}`: "wrong_type", `{"name":"n","scope":"read","expiresInSec":9223372036854775807}`: "out_of_range",
		`{"name":"a\u202eb","scope":"read"}`: "out_of_range", `{"name":"n","name":"m","scope":"read"}`: "bad_json", `{"name":"n","scope":"read"}{}`: "bad_json",
		`{"name":"n","scope":"read","expiresInSec":"1h"}`: "wrong_type", `{"name":"` + strings.Repeat("n", 70_000) + `","scope":"read"}`: "too_large",
	} {
		status, answer, _ := s.sends("POST", "/api/keys", body, admin...)
		if status/100 != 4 || !strings.Contains(answer, `"code":"`+want+`"`) {
			t.Errorf("%.80s: got %d %s, want %s", body, status, answer, want)
		}
	}
}

func TestAnAdminManagesTheAccessList(t *testing.T) {
	s := openOutside(t, setup{})
	admin := remote(s.signedIn(7, access.RoleAdmin), "Content-Type: application/json")
	const big = "18446744073709551615"
	s.wants(http.StatusCreated, "POST", "/api/access", `{"id":"`+big+`","role":"viewer"}`, admin...)
	if list := s.wants(http.StatusOK, "GET", "/api/access", "", admin...); !strings.Contains(list, `"id":"`+big+`","name":null,"role":"viewer"`) || !strings.Contains(list, `"addedBy":"mira"`) {
		t.Errorf("got %s", list)
	}
	s.wants(http.StatusNoContent, "DELETE", "/api/access/"+big, "", admin...)
	s.wants(http.StatusNotFound, "DELETE", "/api/access/"+big, "", admin...)
	s.wants(http.StatusNotFound, "DELETE", "/api/access/mira", "", admin...)
	for _, body := range []string{`{"id":"mira","role":"viewer"}`, `{"id":"0","role":"viewer"}`, `{"id":"-1","role":"viewer"}`, `{"id":"8","role":"owner"}`, `{"id":8,"role":"viewer"}`, `{"id":"18446744073709551616","role":"admin"}`} {
		s.wants(http.StatusBadRequest, "POST", "/api/access", body, admin...)
	}
	if n := len(s.told("admin.access.changed")); n != 3 {
		t.Errorf("%d changes were told, want 3", n)
	}
}

// wants makes a request that is to be answered with a status, and returns the answer.
func (s *site) wants(want int, method, path, body string, headers ...string) string {
	s.t.Helper()
	status, answer, _ := s.sends(method, path, body, headers...)
	if status != want {
		s.t.Errorf("%s %s: got %d %s, want %d", method, path, status, answer, want)
	}
	return answer
}

func (s *site) gets(path string, into any, headers ...string) {
	s.t.Helper()
	if err := json.Unmarshal([]byte(s.wants(http.StatusOK, "GET", path, "", headers...)), into); err != nil {
		s.t.Fatal(err)
	}
}

func TestWhoTriesTooOftenHasToWait(t *testing.T) {
	s := openOutside(t, setup{tries: 10})
	s.listed(access.RoleViewer)
	valid := s.authorized("k", access.Read)
	statuses := make(map[int]int)
	for n := range 100 {
		wrong := fmt.Sprintf("Authorization: Bearer aur_%059d", n)
		status, _, header := s.request("GET", "/api/stats", remote(wrong)...)
		if statuses[status]++; status == http.StatusTooManyRequests && header.Get("Retry-After") == "" {
			t.Error("it is not said when to try again")
		}
	}
	if statuses[http.StatusUnauthorized] != 10 || statuses[http.StatusTooManyRequests] != 90 {
		t.Errorf("got %v, want 10 times 401 and 90 times 429", statuses)
	}
	b := s.browser()
	if status, body, _ := b.does("GET", "/auth/login"); status != http.StatusTooManyRequests {
		t.Errorf("a login from there: got %d %s", status, body)
	}
	if status, body, _ := s.request("GET", "/api/stats", remote(valid)...); status != http.StatusOK {
		t.Errorf("who has a valid key: got %d %s", status, body)
	}
}

func TestFailedLoginsAreCounted(t *testing.T) {
	s := openOutside(t, setup{tries: 3})
	s.listed(access.RoleViewer)
	b := s.browser()
	state := b.begins("/")
	for range 3 {
		if status, body, _ := b.comesBack("wrong", "7"); status != http.StatusForbidden {
			t.Errorf("got %d %s", status, body)
		}
	}
	if status, body, _ := b.comesBack(state, "7"); status != http.StatusTooManyRequests {
		t.Errorf("got %d %s", status, body)
	}
	if n := len(s.told("admin.login.failed")); n != 3 {
		t.Errorf("%d failed logins were told, want 3", n)
	}
}
