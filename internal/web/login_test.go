package web_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/aurorabot/aurora/internal/access"
	"github.com/aurorabot/aurora/internal/event"
)

// browser keeps cookies, as one that has come through the proxy.
type browser struct {
	s       *site
	address string
	cookies map[string]string
}

func (s *site) browser() *browser {
	return &browser{s: s, address: "192.0.2.7", cookies: make(map[string]string)}
}

func (b *browser) headers() (list []string) {
	if b.address != "" {
		list = []string{"X-Forwarded-For: " + b.address}
	}
	var pairs []string
	for name, value := range b.cookies {
		pairs = append(pairs, name+"="+value)
	}
	if len(pairs) > 0 {
		list = append(list, "Cookie: "+strings.Join(pairs, "; "))
	}
	return list
}

func (b *browser) does(method, path string, headers ...string) (status int, body string, header http.Header) {
	b.s.t.Helper()
	status, body, header = b.s.request(method, path, append(b.headers(), headers...)...)
	for _, line := range header.Values("Set-Cookie") {
		cookie, err := http.ParseSetCookie(line)
		if err != nil {
			b.s.t.Fatal(err)
		}
		if b.cookies[cookie.Name] = cookie.Value; cookie.MaxAge < 0 {
			delete(b.cookies, cookie.Name)
		}
	}
	return status, body, header
}

// begins starts a login and returns the state that Discord is to bring back.
func (b *browser) begins(returnTo string) (state string) {
	b.s.t.Helper()
	status, body, header := b.does("GET", "/auth/login?return_to="+url.QueryEscape(returnTo))
	to, err := url.Parse(header.Get("Location"))
	if err != nil || status != http.StatusSeeOther || to.Host != "discord.test" {
		b.s.t.Fatalf("got %d %s to %v, %v", status, body, to, err)
	}
	return to.Query().Get("state")
}

func (b *browser) comesBack(state, code string) (status int, body, location string) {
	b.s.t.Helper()
	status, body, header := b.does("GET", "/auth/callback?"+url.Values{"state": {state}, "code": {code}}.Encode())
	return status, body, header.Get("Location")
}

func (b *browser) signsIn(code string) {
	b.s.t.Helper()
	if status, body, _ := b.comesBack(b.begins("/"), code); status != http.StatusSeeOther {
		b.s.t.Fatalf("got %d %s", status, body)
	}
}

// told is what GET /api/me says.
type whoami struct {
	ID, Name, Role, Via, Login, Reason, Message *string
	Demo, Sim                                   bool
}

func (b *browser) me() (me whoami) {
	b.s.t.Helper()
	status, body, _ := b.does("GET", "/api/me")
	if err := json.Unmarshal([]byte(body), &me); err != nil || status != http.StatusOK {
		b.s.t.Fatalf("got %d %s, %v", status, body, err)
	}
	return me
}

func is(text *string, want string) bool { return text != nil && *text == want }

// listed puts user 7 on the list.
func (s *site) listed(role access.Role) {
	s.t.Helper()
	if _, err := s.access.PutAccount(s.t.Context(), access.Actor{Name: "test"}, 7, role); err != nil {
		s.t.Fatal(err)
	}
}

func TestSomebodySignsInAndOut(t *testing.T) {
	s := openOutside(t, setup{})
	s.listed(access.RoleViewer)
	b := s.browser()
	if me := b.me(); !is(me.Reason, "signed_out") || !is(me.Login, "discord") || me.ID != nil {
		t.Errorf("before: got %+v", me)
	}
	if status, _, location := b.comesBack(b.begins("/events?type=admin.*#x"), "7"); status != http.StatusSeeOther || location != publicURL+"/events?type=admin.*#x" {
		t.Errorf("got %d to %s", status, location)
	}
	if me := b.me(); !is(me.ID, "7") || !is(me.Name, "mira") || !is(me.Role, "viewer") || !is(me.Via, "session") || me.Reason != nil {
		t.Errorf("signed in: got %+v", me)
	}
	if len(b.cookies) != 1 {
		t.Errorf("the browser keeps %v", b.cookies)
	}
	stolen := *b
	stolen.cookies = map[string]string{"__Host-aurora_session": b.cookies["__Host-aurora_session"]}
	if status, body, _ := b.does("POST", "/auth/logout", "Origin: "+publicURL); status != http.StatusNoContent {
		t.Errorf("got %d %s", status, body)
	}
	if me := b.me(); !is(me.Reason, "signed_out") {
		t.Errorf("signed out: got %+v", me)
	}
	if status, _, _ := stolen.does("GET", "/api/stats"); status != http.StatusUnauthorized {
		t.Errorf("a cookie that was copied before: got %d", status)
	}
	if me := stolen.me(); !is(me.Reason, "session_expired") {
		t.Errorf("a cookie that was copied before: got %+v", me)
	}
	if n := len(s.told("admin.login")); n != 1 {
		t.Errorf("%d logins were told, want 1", n)
	}
}

func TestTheCookieIsAsStrictAsItCanBe(t *testing.T) {
	s := openOutside(t, setup{})
	s.listed(access.RoleViewer)
	b := s.browser()
	state := b.begins("/")
	_, _, header := b.does("GET", "/auth/callback?code=7&state="+state)
	var found bool
	for _, line := range header.Values("Set-Cookie") {
		if strings.HasPrefix(line, "__Host-aurora_session=") {
			found = true
			for _, attribute := range []string{"; Path=/", "; HttpOnly", "; Secure", "; SameSite=Lax", "; Max-Age="} {
				if !strings.Contains(line, attribute) {
					t.Errorf("%s lacks %s", line, attribute)
				}
			}
			if strings.Contains(line, "Domain") {
				t.Errorf("%s is for other hosts, too", line)
			}
		}
	}
	if !found || header.Get("Cache-Control") != "no-store" {
		t.Errorf("got %v", header)
	}
}

func TestALoginThatWasNotBegunHereIsRefused(t *testing.T) {
	s := openOutside(t, setup{})
	s.listed(access.RoleAdmin)
	attacker := s.browser()
	foreign := attacker.begins("/")
	for name, come := range map[string]func(b *browser) (int, string, string){
		"no state":            func(b *browser) (int, string, string) { b.begins("/"); return b.comesBack("", "7") },
		"a foreign state":     func(b *browser) (int, string, string) { b.begins("/"); return b.comesBack(foreign, "7") },
		"another's, no login": func(b *browser) (int, string, string) { return b.comesBack(foreign, "7") },
		"a changed state":     func(b *browser) (int, string, string) { return b.comesBack(b.begins("/")+"A", "7") },
		"no cookie": func(b *browser) (int, string, string) {
			state := b.begins("/")
			clear(b.cookies)
			return b.comesBack(state, "7")
		},
		"a changed cookie": func(b *browser) (int, string, string) {
			state := b.begins("/")
			b.cookies["__Host-aurora_login"] = "x" + b.cookies["__Host-aurora_login"]
			return b.comesBack(state, "7")
		},
		"a used state": func(b *browser) (int, string, string) {
			state := b.begins("/")
			kept := b.cookies["__Host-aurora_login"]
			b.comesBack(state, "8")
			b.cookies["__Host-aurora_login"] = kept
			return b.comesBack(state, "7")
		},
		"a code that is none":         func(b *browser) (int, string, string) { return b.comesBack(b.begins("/"), "x") },
		"no code":                     func(b *browser) (int, string, string) { return b.comesBack(b.begins("/"), "") },
		"a namesake on no list":       func(b *browser) (int, string, string) { return b.comesBack(b.begins("/"), "8") },
		"a Discord that is not there": func(b *browser) (int, string, string) { return b.comesBack(b.begins("/"), "down") },
	} {
		b := s.browser()
		status, body, _ := come(b)
		if status != http.StatusForbidden && (status != http.StatusBadGateway || !strings.Contains(name, "Discord")) {
			t.Errorf("%s: got %d %s", name, status, body)
		}
		if _, in := b.cookies["__Host-aurora_session"]; in || b.me().ID != nil {
			t.Errorf("%s: it signed in", name)
		}
	}
	if n := len(s.told("admin.login")); n != 0 {
		t.Errorf("%d logins were told, want none", n)
	}
	if n := len(s.told("admin.login.failed")); n == 0 {
		t.Error("no failed login was told")
	}
}

func TestALoginLeadsNowhereElse(t *testing.T) {
	s := openOutside(t, setup{})
	s.listed(access.RoleAdmin)
	for _, to := range []string{
		"//evil.example", `/\evil.example`, `\/evil.example`, `\\evil.example`, "https:evil.example", "https://evil.example", "http:/evil.example",
		"/\t/evil.example", "/\n/evil.example", "\t//evil.example", " //evil.example", "javascript:alert(1)", "evil.example", "@evil.example",
		"/\\/evil.example", "/a\\..\\..//evil.example", "data:text/html,x", "///evil.example", "/\r\nSet-Cookie: a=b", "/" + strings.Repeat("x", 3000),
	} {
		status, body, header := s.browser().does("GET", "/auth/login?return_to="+url.QueryEscape(to))
		if status != http.StatusBadRequest || header.Get("Location") != "" || !strings.Contains(body, "return_to") {
			t.Errorf("%q: got %d to %q", to, status, header.Get("Location"))
		}
	}
	for _, to := range []string{"/", "/events?type=a.*", "/economy/1/2#top", "/.//evil.example", "/%2f/evil.example", "/@evil.example"} {
		b := s.browser()
		_, _, location := b.comesBack(b.begins(to), "7")
		if u, err := url.Parse(location); err != nil || u.Scheme+"://"+u.Host != publicURL {
			t.Errorf("%q led to %q, %v", to, location, err)
		}
	}
}

func TestASessionThatWasFixedBeforeTheLoginIsNotTakenOver(t *testing.T) {
	s := openOutside(t, setup{})
	s.listed(access.RoleAdmin)
	victim, attacker := s.browser(), s.browser()
	fixed := strings.Repeat("b", 52)
	victim.cookies["__Host-aurora_session"], attacker.cookies["__Host-aurora_session"] = fixed, fixed
	victim.signsIn("7")
	first := victim.cookies["__Host-aurora_session"]
	if first == fixed {
		t.Error("the token is the one that was there before")
	}
	if me := attacker.me(); me.ID != nil {
		t.Errorf("the attacker is %+v", me)
	}
	victim.signsIn("7")
	attacker.cookies["__Host-aurora_session"] = first
	if me := attacker.me(); me.ID != nil {
		t.Error("the token of before the second login is still good")
	}
}

func TestWhatABrowserSendsByItselfDoesNotAct(t *testing.T) {
	s := openOutside(t, setup{})
	s.listed(access.RoleAdmin)
	b := s.browser()
	b.signsIn("7")
	for _, origin := range forgedOrigins(":443") {
		if status, body := s.upgrade(append(b.headers(), "Origin: "+origin)...); status != http.StatusForbidden || !strings.Contains(body, "AURORA_PUBLIC_URL") {
			t.Errorf("a socket for %q: got %d %s", origin, status, body)
		}
		if status, _, _ := b.does("POST", "/api/keys", "Origin: "+origin, "Content-Type: application/json"); status != http.StatusForbidden {
			t.Errorf("a key for %q: got %d", origin, status)
		}
		if status, _, _ := b.does("POST", "/auth/logout", "Origin: "+origin); status != http.StatusForbidden {
			t.Errorf("signed out by %q: got %d", origin, status)
		}
	}
	if status, body := s.upgrade(b.headers()...); status != http.StatusForbidden || !strings.Contains(body, "origin_missing") {
		t.Errorf("a socket without an origin: got %d %s", status, body)
	}
	if status, body, _ := b.does("DELETE", "/api/sessions"); status != http.StatusForbidden || !strings.Contains(body, "origin_missing") {
		t.Errorf("signed out everywhere without an origin: got %d %s", status, body)
	}
	if me := b.me(); !is(me.Role, "admin") {
		t.Errorf("got %+v, want an admin still", me)
	}
	if status, body := s.upgrade(append(b.headers(), "Origin: "+publicURL)...); status != http.StatusSwitchingProtocols {
		t.Errorf("our own page: got %d %s", status, body)
	}
	if keys, err := s.access.Keys(t.Context()); err != nil || len(keys) > 0 {
		t.Errorf("got keys %v, %v", keys, err)
	}
}

func TestASessionOverHTTPIsForThisMachineOnly(t *testing.T) {
	s := open(t, setup{login: stubLogin{}})
	s.listed(access.RoleAdmin)
	b := s.browser()
	b.address = ""
	b.signsIn("7")
	if me := b.me(); !is(me.Role, "admin") || b.cookies["aurora_session"] == "" {
		t.Errorf("here: got %+v, %v", me, b.cookies)
	}
	b.address = "192.0.2.7"
	if status, body, _ := b.does("GET", "/api/stats"); status != http.StatusForbidden || !strings.Contains(body, "AURORA_PUBLIC_URL") {
		t.Errorf("elsewhere: got %d %s", status, body)
	}
	b.address = ""
	if status, _, header := b.does("GET", "/auth/login?return_to=/x", "Host: localhost:1"); status != http.StatusSeeOther || header.Get("Location") != "http://"+s.address+"/auth/login?return_to=%2Fx" {
		t.Errorf("by another name: got %d to %s", status, header.Get("Location"))
	}
}

func TestTheRefusalOfALoginCanBeReadOnThePage(t *testing.T) {
	s := openOutside(t, setup{})
	s.listed(access.RoleViewer)
	b := s.browser()
	state := b.begins("/events?q=a")
	status, body, header := b.does("GET", "/auth/callback?code=9&state="+state, "Accept: text/html,*/*")
	if status != http.StatusSeeOther || header.Get("Location") != publicURL+"/events?q=a" {
		t.Errorf("got %d %s to %s", status, body, header.Get("Location"))
	}
	if me := b.me(); !is(me.Reason, "not_on_list") || !is(me.ID, "9") || me.Role != nil || me.Message == nil || !strings.Contains(*me.Message, "aurora access add 9") {
		t.Errorf("got %+v", me)
	}
	if status, _, _ := b.does("GET", "/api/stats"); status != http.StatusUnauthorized {
		t.Errorf("got %d, who is refused sees nothing", status)
	}
	refused := b.cookies["__Host-aurora_refused"]
	forged := s.browser()
	forged.cookies["__Host-aurora_refused"] = "x" + refused
	if me := forged.me(); !is(me.Reason, "signed_out") || me.ID != nil {
		t.Errorf("forged: got %+v", me)
	}
	forged.cookies = map[string]string{"__Host-aurora_login": refused}
	if status, body, _ := forged.comesBack("", "7"); status != http.StatusForbidden || !strings.Contains(body, "login_state") {
		t.Errorf("as a login that has begun: got %d %s", status, body)
	}
	b.signsIn("7")
	if me := b.me(); !is(me.ID, "7") || len(b.cookies) != 1 {
		t.Errorf("in the end: got %+v, %v", me, b.cookies)
	}
	none := open(t, setup{})
	if status, body, _ := none.request("GET", "/auth/login"); status != http.StatusNotFound || !strings.Contains(body, "AURORA_DISCORD_CLIENT_ID") {
		t.Errorf("without a login: got %d %s", status, body)
	}
}

func TestWhoIsHereIsToldSo(t *testing.T) {
	s := open(t, setup{sim: http.NotFoundHandler()})
	b := s.browser()
	b.address = ""
	if me := b.me(); !is(me.Role, "admin") || !is(me.Via, "local") || me.Login != nil || !me.Sim || me.ID != nil {
		t.Errorf("got %+v", me)
	}
	b.address = "192.0.2.7"
	if me := b.me(); !is(me.Reason, "not_local") || me.Role != nil {
		t.Errorf("elsewhere: got %+v", me)
	}
	b.address = ""
	for name, want := range map[string]string{"r": "viewer", "k": "admin"} {
		_, body, _ := b.does("GET", "/api/me", s.authorized(name, map[string]access.Scope{"r": access.Read, "k": access.Admin}[name]))
		if !strings.Contains(body, `"via":"key"`) || !strings.Contains(body, `"role":"`+want+`"`) {
			t.Errorf("a key: got %s, want a role like %s", body, want)
		}
	}
	if _, body, _ := b.does("GET", "/api/me", s.authorized("i", access.Ingest)); !strings.Contains(body, `"reason":"scope_missing"`) {
		t.Errorf("an ingest key: got %s", body)
	}
}

// forgedOrigins are 30 and more that are not ours, wherever we listen.
func forgedOrigins(port string) []string {
	list := []string{
		"null", "http://evil.example", "https://evil.example", "http://aurora.example.org", publicURL + ":443", publicURL + ":8443", publicURL + "/",
		publicURL + "/x", publicURL + "?", publicURL + "#", publicURL + ".", publicURL + ".evil.example", "https://sub.aurora.example.org",
		"https://evil-aurora.example.org", "https://auroraXexample.org", "https://*.example.org", "https://user@aurora.example.org",
		"https://aurora.example.org@evil.example", "https://AURORA.example.org", "HTTPS://aurora.example.org", "wss://aurora.example.org",
		"ftp://aurora.example.org", "aurora.example.org", "//aurora.example.org", "https://example.org", "file://", "chrome-extension://abc",
		"http://localhost" + port, "http://127.0.0.1" + port, "https://localhost", "https://xn--urora-8ve.example.org", publicURL + " " + publicURL,
		"https://aurora.example.org%00.evil.example", "https://[::1]", "data:", "about:blank",
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// slowLogin is a Discord that answers nobody before all have asked.
type slowLogin struct {
	stubLogin

	asked chan struct{}
	goOn  chan struct{}
}

func (l slowLogin) Identify(ctx context.Context, code, verifier string) (event.Ref, bool, error) {
	l.asked <- struct{}{}
	<-l.goOn
	return l.stubLogin.Identify(ctx, code, verifier)
}

// TestManyTriesAtOnceCountAsMany has 20 logins come back at the same moment, of which 3 may
// fail: Discord is asked for 3.
func TestManyTriesAtOnceCountAsMany(t *testing.T) {
	discord := slowLogin{asked: make(chan struct{}, 20), goOn: make(chan struct{})}
	s := open(t, setup{login: discord, public: publicURL, tries: 3})
	statuses := make(chan int, 20)
	states := make(map[*browser]string)
	for range 20 {
		b := s.browser()
		states[b] = b.begins("/")
	}
	var come sync.WaitGroup
	for b, state := range states {
		come.Go(func() {
			status, _, _ := b.comesBack(state, "x")
			statuses <- status
		})
	}
	for range 17 {
		if status := <-statuses; status != http.StatusTooManyRequests {
			t.Errorf("got %d, want 429", status)
		}
	}
	close(discord.goOn)
	for range 3 {
		if status := <-statuses; status != http.StatusForbidden {
			t.Errorf("got %d, want 403", status)
		}
	}
	come.Wait()
	if n := len(discord.asked); n != 3 {
		t.Errorf("Discord was asked %d times, want 3", n)
	}
}

// TestALoginThatIsBrokenOffWritesNothing: strangers may do that as often as they like, and
// whoever does it by mistake may go on.
func TestALoginThatIsBrokenOffWritesNothing(t *testing.T) {
	s := openOutside(t, setup{tries: 3})
	s.listed(access.RoleViewer)
	b := s.browser()
	state := b.begins("/")
	kept := b.cookies["__Host-aurora_login"]
	for range 20 {
		b.cookies["__Host-aurora_login"] = kept
		if status, body, _ := b.comesBack(state, ""); status != http.StatusForbidden || !strings.Contains(body, "login_cancelled") {
			t.Errorf("got %d %s", status, body)
		}
	}
	b.cookies["__Host-aurora_login"] = kept
	if status, body, _ := b.comesBack(state, "7"); status != http.StatusSeeOther {
		t.Errorf("got %d %s", status, body)
	}
	s.wants(http.StatusNoContent, "POST", "/auth/logout", "", append(b.headers(), "Origin: "+publicURL)...)
	b.cookies["__Host-aurora_login"] = kept
	if status, body, _ := b.comesBack(state, "7"); status != http.StatusForbidden || !strings.Contains(body, "used already") {
		t.Errorf("again, after the session has ended: got %d %s", status, body)
	}
}

// TestEventsAboutLoginsHideWhatOnlyAdminsSee: everybody who looks sees events.
func TestEventsAboutLoginsHideWhatOnlyAdminsSee(t *testing.T) {
	s := openOutside(t, setup{})
	s.listed(access.RoleViewer)
	b := s.browser()
	b.comesBack(b.begins("/"), "x")
	b.comesBack(b.begins("/"), "9")
	b.signsIn("7")
	_, body, _ := b.does("GET", "/api/events")
	if strings.Count(body, `"admin.login`) != 3 || strings.Contains(body, "127.0.0.1") || strings.Contains(body, "ses_") || strings.Contains(body, "address") {
		t.Errorf("a viewer is told %s", body)
	}
}
