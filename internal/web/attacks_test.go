package web_test

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"net/textproto"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/aurorabot/aurora/internal/access"
	"github.com/aurorabot/aurora/internal/web"
)

// raw sends a request as it is written, with \n for the ends of lines, and returns the
// answer, which has no status where the connection ends without one.
func (s *site) raw(head string) (status int, header http.Header) {
	s.t.Helper()
	conn, err := (&net.Dialer{}).DialContext(s.t.Context(), "tcp", s.address)
	if err != nil {
		s.t.Fatal(err)
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(patience)); err != nil {
		s.t.Fatal(err)
	}
	if _, err := conn.Write([]byte(strings.ReplaceAll(head, "\n", "\r\n") + "\r\n\r\n")); err != nil {
		return 0, nil
	}
	answer := textproto.NewReader(bufio.NewReader(conn))
	line, err := answer.ReadLine()
	if err != nil {
		return 0, nil
	}
	if status, err = strconv.Atoi(strings.Split(line, " ")[1]); err != nil {
		s.t.Fatalf("%q: got %q", head, line)
	}
	fields, err := answer.ReadMIMEHeader()
	if err != nil {
		s.t.Fatal(err)
	}
	return status, http.Header(fields)
}

// TestNothingPassesForLocalThatIsNot writes the requests by hand, as no library would.
func TestNothingPassesForLocalThatIsNot(t *testing.T) {
	s := open(t, everything())
	if status, _ := s.raw("GET /api/stats HTTP/1.1\nHost: " + s.address); status != http.StatusOK {
		t.Fatalf("a local request: got %d", status)
	}
	var attacks []string
	for _, host := range []string{
		"evil.example", "", "localhost.", "localhost.:80", "127.1", "127.0.1", "0x7f000001", "2130706433", "0177.0.0.1", "127.0.0.01", "0.0.0.0", "0", "[::]", "[::2]",
		"[::ffff:10.0.0.1]", "[::ffff:0:127.0.0.1]", "[64:ff9b::127.0.0.1]", "[fe80::1%lo]", "127.0.0.1.evil.example", "localhost.evil.example", "evil.example:127.0.0.1",
		"127.0.0.1@evil.example", "evil.example@127.0.0.1:80", "localhost,evil.example", "localhost evil.example", "loc\u0430lhost", "127.0.0.1.nip.io", "128.0.0.1", "10.0.0.1",
		"localhost%00", "localhost/evil.example", "//localhost", "http://localhost", "[127.0.0.1", "localhost\\", "local\thost",
	} {
		attacks = append(attacks, " HTTP/1.1\nHost: "+host)
	}
	here := " HTTP/1.1\nHost: " + s.address
	for _, header := range []string{
		"X-Forwarded-For: 127.0.0.1", "x-forwarded-for: ::1", "X-FORWARDED-FOR:", "X-Forwarded-Host: localhost", "X-Forwarded-Proto: http", "X-Forwarded-Port: 80", "X-Forwarded: for=127.0.0.1",
		"X-Forwarded-Server: a", "X-Forwarded-Ssl: on", "Forwarded: for=127.0.0.1", "forwarded:", "X-Real-IP: 127.0.0.1", "Via: 1.1 squid", "CF-Connecting-IP: 127.0.0.1", "CF-Ray: 1",
		"True-Client-IP: 127.0.0.1", "X-Client-IP: 127.0.0.1", "X-Cluster-Client-IP: 127.0.0.1", "Fastly-Client-IP: 127.0.0.1", "Fly-Client-IP: 127.0.0.1", "X-Original-Forwarded-For: 127.0.0.1",
		"X-Original-Host: localhost", "X-Envoy-External-Address: 127.0.0.1", "Tailscale-User-Login: a", "CDN-Loop: cloudflare", "X-ProxyUser-Ip: 127.0.0.1",
		"Origin: null", "Origin:", "Origin: http://localhost", "Origin: https://" + s.address, "Origin: http://" + s.address + "/", "Origin: http://" + s.address + "\nOrigin: https://evil.example",
		"Origin: http://" + s.address + "\nOrigin: http://" + s.address, "Origin: http://" + s.address + ", https://evil.example", "Host: evil.example", "X-Forwarded-For : 127.0.0.1", "Origin : null",
	} {
		attacks = append(attacks, here+"\n"+header)
	}
	attacks = append(attacks, " HTTP/1.0\nHost: "+s.address, " HTTP/1.0", " HTTP/1.1", " HTTP/1.1\nHost: "+s.address+"\nHost: "+s.address, "")
	tried := 0
	for _, request := range []string{"GET /api/stats", "GET /api/keys", "GET /metrics", "GET /sim/state", "POST /sim/faults", "DELETE /api/keys/x", "GET http://evil.example/api/stats"} {
		for _, attack := range attacks {
			tried++
			if status, _ := s.raw(request + attack); status != http.StatusForbidden && status != http.StatusBadRequest && status != 0 {
				t.Errorf("%s%s: got %d", request, attack, status)
			}
		}
	}
	t.Logf("%d requests were refused", tried)
}

// TestNoPathLeadsPastADoor asks for what is an admin's in every way to write it.
func TestNoPathLeadsPastADoor(t *testing.T) {
	s := openOutside(t, everything())
	refused := []int{0, 301, 307, 308, 400, 401, 403, 404, 405, 415, 426, 501, 505}
	tried := 0
	for _, path := range []string{
		"/api/keys", "//api/keys", "///api/keys", "/api//keys", "/api/./keys", "/api/../api/keys", "/./api/keys", "/API/keys", "/Api/Keys", "/api/keys/", "/api/keys//", "/%61pi/keys", "/api%2fkeys",
		"/api%2Fkeys", "/api%252fkeys", "/api;x/keys", "/api/keys;x=1", "/api\\keys", "\\api\\keys", "/%2e%2e/api/keys", "/api/%2e%2e/api/keys", "/x/..%2fapi/keys", "/api/keys%00", "/api/keys%20", "/api/keys.json",
		"/api/keys?", "/api/keys?/../stats", "/api/keys#x", "/healthz/../api/keys", "/healthz/..;/api/keys", "/auth/../api/keys", "/auth/login/../../api/keys", "/assets/..%2f..%2fapi/keys", "/assets/../api/keys",
		"/sim/../api/keys", "/sim/state", "//sim/state", "/sim%2fstate", "/ws/../api/keys", "/metrics/../api/keys", "/api/me/../keys", "/api/me/%2e%2e/keys", "*", "api/keys", "http:/api/keys", "//evil.example/..",
		"//evil.example/%2e%2e", "/\\evil.example/..", "//evil.example/index.html", "/.//evil.example", "/evil.example//..", "http://aurora.example.org/api/keys", "https://evil.example/api/keys", "/api/keys HTTP/1.1 x",
	} {
		for _, method := range []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "get", "G\tT", ""} {
			tried++
			status, header := s.raw(method + " " + path + " HTTP/1.1\nHost: " + s.address + "\nX-HTTP-Method-Override: GET\nX-Original-URL: /healthz\nX-Rewrite-URL: /healthz\nContent-Length: 0")
			if !slices.Contains(refused, status) {
				t.Errorf("%s %s: got %d", method, path, status)
			}
			if to := header.Get("Location"); to != "" && (!strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.HasPrefix(to, `/\`)) {
				t.Errorf("%s %s leads to %q", method, path, to)
			}
		}
	}
	t.Logf("%d requests were refused", tried)
}

// TestNoCookieIsASessionButOurs shows a session's token in every other way.
func TestNoCookieIsASessionButOurs(t *testing.T) {
	s := openOutside(t, setup{})
	cookie := s.signedIn(7, access.RoleAdmin)
	_, token, _ := strings.Cut(cookie, "=")
	ours := "__Host-aurora_session=" + token
	if status, _, _ := s.request("GET", "/api/keys", remote(cookie)...); status != http.StatusOK {
		t.Fatalf("the session itself: got %d", status)
	}
	tried := 0
	for _, headers := range []string{
		"Cookie: " + ours + "; " + ours, "Cookie: " + ours + "; __Host-aurora_session=" + strings.Repeat("a", 52), "Cookie: __Host-aurora_session=; " + ours,
		"Cookie: " + ours + "\nCookie: " + ours, "Cookie: aurora_session=" + token, "Cookie: __host-aurora_session=" + token, "Cookie: __HOST-AURORA_SESSION=" + token,
		"Cookie: __Secure-aurora_session=" + token, "Cookie: __Host-aurora_login=" + token, "Cookie: =" + ours, "Cookie:  __Host-aurora_session%3D" + token,
		"Cookie: __Host-aurora_session=" + strings.ToUpper(token), "Cookie: __Host-aurora_session=" + token[1:], "Cookie: __Host-aurora_session=" + token + "a",
		"Cookie: __Host-aurora_session=%20" + token, "Cookie: __Host-aurora_session=" + token + "\x00", "Cookie: __Host-aurora_session", "Cookie: __Host-aurora_session=' OR 1=1 --",
		"Cookie2: " + ours, "Set-Cookie: " + ours, "X-Cookie: " + ours, "Authorization: Bearer " + token, "Authorization: Basic " + token, "Authorization: " + token,
		"Authorization: Bearer\nCookie: " + ours, "Authorization:\nCookie: " + ours, "Proxy-Authorization: Bearer " + token, "Sec-WebSocket-Protocol: " + token,
	} {
		tried++
		if status, _ := s.raw("GET /api/keys HTTP/1.1\nHost: " + s.address + "\n" + headers); status != http.StatusUnauthorized && status != http.StatusBadRequest {
			t.Errorf("%s: got %d", headers, status)
		}
	}
	for _, query := range []string{"?session=", "?aurora_session=", "?__Host-aurora_session=", "?token=", "?access_token=", ";jsessionid=", "?cookie=__Host-aurora_session%3D"} {
		tried++
		if status, _, _ := s.request("GET", "/api/keys"+query+token, remote()...); status != http.StatusUnauthorized && status != http.StatusNotFound {
			t.Errorf("%s: got %d", query, status)
		}
	}
	for name, head := range map[string]string{
		"a large cookie":    "Cookie: " + ours + "; a=" + strings.Repeat("x", 30<<10),
		"a large header":    "X: " + strings.Repeat("x", 30<<10),
		"many headers":      strings.TrimSuffix(strings.Repeat("X: y\n", 8000), "\n"),
		"a large address":   "Referer: /" + strings.Repeat("x", 30<<10),
		"a thousand tokens": "Cookie: " + strings.Repeat(ours+"; ", 1000),
	} {
		tried++
		if status, _ := s.raw("GET /api/keys HTTP/1.1\nHost: " + s.address + "\n" + head); status != http.StatusRequestHeaderFieldsTooLarge && status != 0 {
			t.Errorf("%s: got %d", name, status)
		}
	}
	t.Logf("%d requests were refused", tried)
}

func TestASocketIsNoWayToAnotherProtocol(t *testing.T) {
	s := open(t, setup{})
	here := "\nHost: " + s.address
	for head, want := range map[string]int{
		"GET /ws HTTP/1.1" + here: 426,
		"GET /ws HTTP/1.1" + here + "\nConnection: Upgrade, HTTP2-Settings\nUpgrade: h2c\nHTTP2-Settings: AA": 426,
		"GET /ws HTTP/1.1" + here + "\nConnection: Upgrade\nUpgrade: websocket, h2c":                          426,
		"GET /ws HTTP/1.1" + here + "\nConnection: Upgrade\nUpgrade: h2c\nUpgrade: websocket":                 426,
		"GET /ws HTTP/1.1" + here + "\nConnection: Upgrade\nUpgrade: TLS/1.2":                                 426,
		"GET /ws HTTP/1.1" + here + "\nUpgrade: websocket":                                                    400,
		"GET /ws HTTP/1.0" + here + "\nConnection: Upgrade\nUpgrade: websocket":                               403,
		"POST /ws HTTP/1.1" + here + "\nConnection: Upgrade\nUpgrade: websocket\nContent-Length: 0":           405,
		"GET /api/stats HTTP/1.1" + here + "\nConnection: Upgrade, HTTP2-Settings\nUpgrade: h2c":              200, // it stays what it is
		"PRI * HTTP/2.0": 505,
	} {
		if status, header := s.raw(head); status != want && (want != 505 || status/100 == 2) || header.Get("Upgrade") != "" && status == 101 {
			t.Errorf("%q: got %d, want %d", head, status, want)
		}
	}
	if n := s.hub.Clients(); n != 0 {
		t.Errorf("%d sockets are open", n)
	}
}

func TestAKeyInAnAddressIsRefusedBeforeAnybodyIsSentThere(t *testing.T) {
	s := openOutside(t, everything())
	secret := strings.TrimPrefix(s.authorized("k", access.Admin), "Authorization: Bearer ")
	for _, path := range []string{
		"/api/stats?key=" + secret, "//api/stats?key=" + secret, "/api?" + secret, "/sim?x=" + secret, "/api/../api/stats?a=" + secret, "/auth?" + secret, "/" + secret, "//" + secret + "/..", "/ws?key=" + secret,
		"/auth/login?return_to=/" + secret, "/api/stats?key=%61ur_" + secret[4:], "/api/%61ur_" + secret[4:], "/healthz?" + secret, "/index.html?" + secret,
	} {
		for _, method := range []string{"GET", "POST", "OPTIONS", "DELETE"} {
			status, header := s.raw(method + " " + path + " HTTP/1.1\nHost: " + s.address + "\nContent-Length: 0")
			if status != http.StatusBadRequest || header.Get("Location") != "" {
				t.Errorf("%s %s: got %d to %q", method, path, status, header.Get("Location"))
			}
		}
	}
}

// TestWhereOthersComeBeingHereIsNotEnough is the defence against a proxy on this machine
// that hides for whom it asks.
func TestWhereOthersComeBeingHereIsNotEnough(t *testing.T) {
	more := everything()
	more.public = publicURL
	s := open(t, more)
	for route, may := range table {
		here := identity{name: "who seems to be here", refused: []int{403}}
		want := may == "*" || forWhoIsHere(route)
		if got := s.admitted(route, here); got != want {
			t.Errorf("%s: admitted is %v, want %v", route, got, want)
		}
	}
	if status, body, _ := s.request("GET", "/api/stats"); status != http.StatusForbidden || !strings.Contains(body, "AURORA_DISCORD_CLIENT_ID") {
		t.Errorf("got %d %s", status, body)
	}
	if status, body, _ := s.request("GET", "/api/keys", s.authorized("k", access.Admin)); status != http.StatusOK {
		t.Errorf("with a key: got %d %s", status, body)
	}
	for _, public := range []string{"http://127.0.0.1:1", "http://localhost:1", "https://[::1]:1", "http://0.0.0.0:1", "http://[::]:1"} {
		if status, body, _ := open(t, setup{public: public}).request("GET", "/api/stats"); status != http.StatusOK {
			t.Errorf("%s: got %d %s", public, status, body)
		}
	}
}

func TestAnOriginThatNoBrowserSendsIsNoSetting(t *testing.T) {
	for text, want := range map[string]string{
		"https://a.example:443": "write https://a.example", "http://a.example:80": "write http://a.example", "https://a.example:": "write https://a.example",
		"https://\u00fcr.example": "xn--", "https://a%20b.example": "", "null": "not an origin", "https://a.example?": "not an origin", "https://a.example#": "not an origin",
		"HTTPS://a.example": "not an origin", "https://a.example\\": "", "https://[fe80::1%25eth0]": "",
	} {
		if got, err := web.ParseOrigins([]string{text}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, %v", text, got, err)
		}
	}
}

func TestTheLastAdminCannotLockEverybodyOut(t *testing.T) {
	s := openOutside(t, setup{})
	admin := remote(s.signedIn(7, access.RoleAdmin), "Content-Type: application/json")
	for _, by := range [][]string{admin, remote(s.authorized("k", access.Admin), "Content-Type: application/json")} {
		if answer := s.wants(http.StatusConflict, "DELETE", "/api/access/7", "", by...); !strings.Contains(answer, "aurora access") {
			t.Errorf("it is not said how: %s", answer)
		}
		s.wants(http.StatusConflict, "POST", "/api/access", `{"id":"7","role":"viewer"}`, by...)
	}
	s.wants(http.StatusCreated, "POST", "/api/access", `{"id":"8","role":"admin"}`, admin...)
	s.wants(http.StatusNoContent, "DELETE", "/api/access/7", "", admin...)
	s.wants(http.StatusUnauthorized, "GET", "/api/access", "", admin...)
}

// TestWhatWasBegunBeforeTheRightsEndedIsNotDone sends a body half, ends the rights, and
// sends the rest: whoever could keep a request on its way would keep a way back in.
func TestWhatWasBegunBeforeTheRightsEndedIsNotDone(t *testing.T) {
	s := openOutside(t, setup{})
	by := access.Actor{Name: "test"}
	s.signedIn(1, access.RoleAdmin) // who stays
	for name, c := range map[string]struct{ path, body string }{
		"a key":     {"/api/keys", `{"name":"back door","scope":"admin"}`},
		"an admin":  {"/api/access", `{"id":"666","role":"admin"}`},
		"an event":  {"/api/events", `{"type":"test.forged","severity":"info","title":"forged"}`},
		"an event,": {"/api/events", `[{"type":"test.forged","severity":"info","title":"forged"}]`},
	} {
		for _, way := range []string{"session", "key"} {
			shown, end := s.signedIn(7, access.RoleAdmin), func() error { return s.access.RemoveAccount(t.Context(), by, 7) }
			if way == "key" {
				shown = s.authorized("k", access.Admin)
				end = s.revokeAll
			}
			conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", s.address)
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			answers := bufio.NewReader(conn)
			head := fmt.Sprintf("POST %s HTTP/1.1\r\nHost: %s\r\nOrigin: %s\r\n%s\r\nContent-Type: application/json\r\nContent-Length: %d\r\nExpect: 100-continue\r\n\r\n",
				c.path, s.address, publicURL, shown, len(c.body))
			if _, err := conn.Write([]byte(head)); err != nil {
				t.Fatal(err)
			}
			if line, err := answers.ReadString('\n'); err != nil || !strings.Contains(line, "100") { // it was let in, and is waited for
				t.Fatalf("%s by %s: got %q, %v", name, way, line, err)
			}
			if _, err := answers.ReadString('\n'); err != nil {
				t.Fatal(err)
			}
			if err := end(); err != nil {
				t.Fatal(err)
			}
			if err := s.access.Refresh(t.Context()); err != nil {
				t.Fatal(err)
			}
			if _, err := conn.Write([]byte(c.body)); err != nil {
				t.Fatal(err)
			}
			response, err := http.ReadResponse(answers, nil)
			if err != nil {
				t.Fatal(err)
			}
			response.Body.Close()
			if response.StatusCode != http.StatusUnauthorized {
				t.Errorf("%s by %s: got %s, want 401", name, way, response.Status)
			}
		}
	}
	keys, err := s.access.Keys(t.Context())
	if err != nil || slices.ContainsFunc(keys, func(k access.Key) bool { return k.Name == "back door" }) || len(s.told("test.forged")) > 0 {
		t.Errorf("it was done: %v, %v", keys, err)
	}
}

// revokeAll revokes all keys.
func (s *site) revokeAll() error {
	keys, err := s.access.Keys(s.t.Context())
	for _, k := range keys {
		if err == nil {
			_, err = s.access.RevokeKey(s.t.Context(), access.Actor{Name: "test"}, k.ID)
		}
	}
	return err
}
