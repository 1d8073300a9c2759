package web_test

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/gobwas/ws"

	"github.com/aurorabot/aurora/internal/access"
	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/module"
	"github.com/aurorabot/aurora/internal/snowflake"
)

const publicURL = "https://aurora.example.org"

// stubLogin is a Discord that says who somebody is by their code: "7" is the user 7.
type stubLogin struct{}

func (stubLogin) URL(state, verifier string) string {
	return "https://discord.test/oauth2/authorize?state=" + state + "&challenge=" + fmt.Sprint(len(verifier))
}

func (stubLogin) Identify(_ context.Context, code, _ string) (user event.Ref, ok bool, err error) {
	if code == "down" {
		return user, false, fmt.Errorf("no route to Discord")
	}
	ok = user.ID.UnmarshalText([]byte(code)) == nil
	user.Name = "mira"
	return user, ok, nil
}

// openOutside opens a site with a login behind a proxy.
func openOutside(t testing.TB, more setup) *site {
	more.login, more.public = stubLogin{}, publicURL
	return open(t, more)
}

// remote are the headers of a request that has come through the proxy from a page of ours.
func remote(more ...string) []string {
	return append([]string{"X-Forwarded-For: 192.0.2.7", "Origin: " + publicURL}, more...)
}

// signedIn begins a session of a user with a role, and returns its cookie.
func (s *site) signedIn(id uint64, role access.Role) string {
	s.t.Helper()
	user := event.Ref{ID: snowflake.ID(id), Name: "mira"}
	if _, err := s.access.PutAccount(s.t.Context(), access.Actor{Name: "test"}, user.ID, role); err != nil {
		s.t.Fatal(err)
	}
	token, _, err := s.access.SignIn(s.t.Context(), access.Visitor{User: user, Address: "192.0.2.7"})
	if err != nil {
		s.t.Fatal(err)
	}
	return "Cookie: __Host-aurora_session=" + token
}

// table says who may pass which door, as CONTRACT has it: a letter for each identity that
// may, or * for anyone.
//
// l local, v viewer, a admin, r read key, i ingest key, k admin key
var table = map[string]string{
	"GET /api/stats":            "varkl",
	"GET /api/events":           "varkl",
	"POST /api/events":          "aikl",
	"GET /api/events/export":    "varkl",
	"GET /api/history":          "varkl",
	"GET /api/commands":         "varkl",
	"GET /api/commands/{name}":  "varkl",
	"GET /api/traces/{id}":      "varkl",
	"GET /api/shards":           "varkl",
	"GET /api/rest":             "varkl",
	"GET /api/zoo/{id}":         "varkl", // of a module
	"GET /ws":                   "varkl",
	"GET /api/keys":             "akl",
	"POST /api/keys":            "akl",
	"DELETE /api/keys/{id}":     "akl",
	"GET /api/access":           "akl",
	"POST /api/access":          "akl",
	"DELETE /api/access/{id}":   "akl",
	"GET /api/sessions":         "akl",
	"DELETE /api/sessions":      "akl",
	"DELETE /api/sessions/{id}": "akl",
	"GET /metrics":              "rkl",
	"GET /debug/pprof/":         "akl",
	"GET /debug/pprof/profile":  "akl",
	"GET /debug/pprof/symbol":   "akl",
	"GET /debug/pprof/trace":    "akl",
	" /sim/":                    "l",
	"GET /api/me":               "*",
	"GET /auth/login":           "*",
	"GET /auth/callback":        "*",
	"POST /auth/logout":         "*",
	"GET /healthz":              "*",
	"GET /readyz":               "*",
	" /api/":                    "*",
	" /auth/":                   "*",
	"GET /":                     "*",
}

// everything is a setup with all that can be behind a door.
func everything() setup {
	zoo := module.Module{Name: "zoo", Queries: []module.Query{{Path: "/{id}", Answer: func(context.Context, module.Asked) (any, error) { return "a bear", nil }}}}
	return setup{sim: http.NotFoundHandler(), modules: []module.Module{zoo}}
}

func TestEveryRouteIsInTheTable(t *testing.T) {
	s := openOutside(t, everything())
	var found []string
	for _, d := range s.server.Doors() {
		name := d.Method + " " + d.Path
		found = append(found, name)
		if _, known := table[name]; !known {
			t.Errorf("%s is not in the table of this test: say who may pass", name)
		}
	}
	for name := range table {
		if !slices.Contains(found, name) {
			t.Errorf("%s is in the table and not served", name)
		}
	}
}

// identity is one who comes, with the letter that the table has for them; 0 for none.
type identity struct {
	name    string
	letter  byte
	headers []string
	refused []int // the statuses of their refusal
}

func (s *site) identities() []identity {
	s.t.Helper()
	ended := s.signedIn(11, access.RoleAdmin)
	if err := s.access.SignOutEverywhere(s.t.Context(), 11); err != nil {
		s.t.Fatal(err)
	}
	removed := s.signedIn(12, access.RoleAdmin)
	if err := s.access.RemoveAccount(s.t.Context(), access.Actor{Name: "test"}, 12); err != nil {
		s.t.Fatal(err)
	}
	revoked := s.authorized("revoked", access.Admin)
	keys, err := s.access.Keys(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	for _, k := range keys {
		if _, err := s.access.RevokeKey(s.t.Context(), access.Actor{Name: "test"}, k.ID); err != nil {
			s.t.Fatal(err)
		}
	}
	theirs := s.signedIn(3, access.RoleAdmin)
	no := []int{http.StatusUnauthorized, http.StatusForbidden}
	return []identity{
		{"nobody", 0, remote(), no},
		{"a viewer", 'v', remote(s.signedIn(2, access.RoleViewer)), no},
		{"an admin", 'a', remote(s.signedIn(1, access.RoleAdmin)), no},
		{"an admin on a foreign page", 0, []string{"X-Forwarded-For: 192.0.2.7", "Origin: https://evil.example", theirs}, no},
		{"an admin's cookie under another name", 0, remote(strings.Replace(theirs, "__Host-", "", 1)), no},
		{"a read key", 'r', remote(s.authorized("r", access.Read)), no},
		{"an ingest key", 'i', remote(s.authorized("i", access.Ingest)), no},
		{"an admin key", 'k', remote(s.authorized("k", access.Admin)), no},
		{"an admin key on a foreign page", 0, []string{"X-Forwarded-For: 192.0.2.7", "Origin: https://evil.example", s.authorized("f", access.Admin)}, no},
		{"a session that has ended", 0, remote(ended), no},
		{"a session of who was removed", 0, remote(removed), no},
		{"a session that was never begun", 0, remote("Cookie: __Host-aurora_session=" + strings.Repeat("a", 52)), no},
		{"a key that was revoked", 0, remote(revoked), no},
		{"a key that was never made", 0, remote("Authorization: Bearer aur_" + strings.Repeat("a", 59)), no},
	}
}

// admitted makes a request to a route, and reports whether what is behind the door has
// answered it.
func (s *site) admitted(route string, who identity) bool {
	s.t.Helper()
	method, path, _ := strings.Cut(route, " ")
	path = strings.NewReplacer("{id}", "none", "{name}", "none", "pprof/profile", "pprof/profile?seconds=1", "pprof/trace", "pprof/trace?seconds=0.01").Replace(path)
	if method == "" {
		method = "POST"
	}
	body := ""
	headers := who.headers
	if method == "POST" {
		headers = append(slices.Clip(headers), "Content-Type: application/json")
		body = "nonsense" // what is behind the door refuses it
	}
	if path == "/ws" {
		status, answer := s.upgrade(headers...)
		return s.judged(route, who, status, answer)
	}
	status, answer, _ := s.sends(method, path, body, headers...)
	return s.judged(route, who, status, answer)
}

func (s *site) judged(route string, who identity, status int, answer string) bool {
	s.t.Helper()
	if !slices.Contains([]int{http.StatusUnauthorized, http.StatusForbidden, http.StatusTooManyRequests}, status) {
		return true
	}
	if slices.Contains(who.refused, status) && strings.Contains(answer, `"code"`) && !strings.Contains(answer, "login_") {
		return false
	}
	return strings.Contains(answer, "login_") // the callback, which anyone may come to
}

// routes are those of the table. What signs out comes last.
func routes() []string {
	last := []string{"DELETE /api/sessions", "POST /auth/logout"}
	list := slices.Sorted(maps.Keys(table))
	return append(slices.DeleteFunc(list, func(route string) bool { return slices.Contains(last, route) }), last...)
}

func TestNobodyPassesADoorThatTheTableCloses(t *testing.T) {
	s := openOutside(t, everything())
	admitted, refused := 0, 0
	for _, who := range s.identities() {
		var passed []string
		for _, route := range routes() {
			may := table[route]
			foreign := strings.Contains(who.name, "foreign")
			want := may == "*" && (!foreign || !strings.HasPrefix(route, "POST") && !strings.HasPrefix(route, " ")) ||
				who.letter != 0 && strings.IndexByte(may, who.letter) >= 0
			if got := s.admitted(route, who); got != want {
				t.Errorf("%s at %s: admitted is %v, want %v", who.name, route, got, want)
			}
			if want {
				admitted++
				passed = append(passed, strings.TrimSpace(route))
			} else {
				refused++
			}
		}
		t.Logf("| %s | %s |", who.name, strings.Join(passed, ", "))
	}
	t.Logf("%d combinations were let in, %d refused", admitted, refused)
}

func TestWhoIsAtThisMachineIsAnAdminWhereThereIsNoLogin(t *testing.T) {
	s := open(t, everything())
	for route, may := range table {
		here := identity{name: "who is here", letter: 'l', refused: []int{401, 403}}
		away := identity{name: "who is elsewhere", headers: []string{"X-Forwarded-For: 192.0.2.7"}, refused: []int{401, 403}}
		if got, want := s.admitted(route, here), strings.ContainsAny(may, "*l"); got != want {
			t.Errorf("who is here at %s: admitted is %v, want %v", route, got, want)
		}
		if got, want := s.admitted(route, away), may == "*"; got != want {
			t.Errorf("who is elsewhere at %s: admitted is %v, want %v", route, got, want)
		}
	}
}

// forWhoIsHere reports whether being at this machine is enough, whatever login there is.
func forWhoIsHere(route string) bool {
	return route == "GET /metrics" || route == " /sim/" || strings.HasPrefix(route, "GET /debug/pprof/")
}

func TestWhereThereIsALoginBeingHereIsNotEnough(t *testing.T) {
	s := openOutside(t, everything())
	for route, may := range table {
		here := identity{name: "who is here", refused: []int{401, 403}}
		want := may == "*" || forWhoIsHere(route)
		if got := s.admitted(route, here); got != want {
			t.Errorf("who is here at %s: admitted is %v, want %v", route, got, want)
		}
	}
}

// TestTheSocketHidesWhatHTTPHides lets everybody who gets a socket say all there is to
// say: nobody learns or changes by it what their role does not allow over HTTP.
func TestTheSocketHidesWhatHTTPHides(t *testing.T) {
	s := openOutside(t, everything())
	for _, who := range s.identities() {
		c, err := s.dialWith(who.headers...)
		if may := who.letter != 0 && strings.IndexByte(table["GET /ws"], who.letter) >= 0; (err == nil) != may {
			t.Errorf("%s: a socket is %v, want %v", who.name, err == nil, may)
		}
		if err != nil {
			continue
		}
		c.expect("STATS_UPDATE")
		for message, want := range map[string]string{
			`{"type":"PING"}`: "PONG",
			`{"type":"SUBSCRIBE","data":{"batch":false}}`:                    "",
			`{"type":"NEW_EVENT","data":{"type":"admin.login"}}`:             "ERROR",
			`{"type":"STATS_UPDATE","data":{}}`:                              "ERROR",
			`{"type":"POST","path":"/api/keys"}`:                             "ERROR",
			`{"type":"SUBSCRIBE","data":{"batch":false,"topic":"sessions"}}`: "ERROR",
		} {
			c.says(message)
			if want != "" {
				c.expect(want)
			}
		}
		c.conn.Close()
	}
	if told := s.told("admin.login.failed"); len(told) > 0 {
		t.Errorf("a socket has written events: %v", told)
	}
}

// dialWith opens a socket with further headers.
func (s *site) dialWith(headers ...string) (*client, error) {
	s.t.Helper()
	header := http.Header{}
	for _, line := range headers {
		name, value, _ := strings.Cut(line, ": ")
		header.Set(name, value)
	}
	return s.connectBy(ws.Dialer{Header: ws.HandshakeHeaderHTTP(header), Timeout: patience}, "")
}

// told are the events of a type.
func (s *site) told(kind string) (list []event.Event) {
	s.t.Helper()
	for _, e := range s.stored() {
		if e.Type == kind {
			list = append(list, e)
		}
	}
	return list
}

func TestAnAccountHasSoManySocketsAndNoMore(t *testing.T) {
	s := openOutside(t, setup{open: 2})
	cookie := s.signedIn(1, access.RoleAdmin)
	for range 2 {
		c, err := s.dialWith(remote(cookie)...)
		if err != nil {
			t.Fatal(err)
		}
		c.expect("STATS_UPDATE")
	}
	if status, body := s.upgrade(remote(cookie)...); status != http.StatusTooManyRequests || !strings.Contains(body, "AURORA_MAX_SOCKETS_PER_ACCOUNT") {
		t.Errorf("the third socket of an account: got %d %s", status, body)
	}
	if status, body := s.upgrade(remote(s.signedIn(2, access.RoleViewer))...); status != http.StatusSwitchingProtocols {
		t.Errorf("another account: got %d %s", status, body)
	}
}
