package discordsim_test

import (
	"crypto/sha256"
	"encoding/base64"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

const verifier = "a-verifier-that-has-forty-three-characters-1"

func challenge() string {
	hash := sha256.Sum256([]byte(verifier))
	return base64.RawURLEncoding.EncodeToString(hash[:])
}

// login is the query with which a dashboard sends its visitors to Discord.
func (d *discord) oauthQuery(changes map[string]string) url.Values {
	query := url.Values{
		"response_type": {"code"}, "client_id": {d.app}, "scope": {"identify guilds"}, "state": {"s1"},
		"redirect_uri": {"http://aurora.test/auth/callback"}, "code_challenge": {challenge()}, "code_challenge_method": {"S256"},
	}
	for name, value := range changes {
		query.Set(name, value)
	}
	return query
}

// consent chooses on the page and returns where that leads.
func (d *discord) consent(t *testing.T, query url.Values, choice url.Values) (answer, *url.URL) {
	t.Helper()
	d.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	got := d.request(t, "POST", "/oauth2/authorize?"+query.Encode(), choice.Encode(), "Content-Type", "application/x-www-form-urlencoded")
	to, err := url.Parse(got.header.Get("Location"))
	if err != nil {
		t.Fatal(err)
	}
	return got, to
}

func (d *discord) code(t *testing.T, changes map[string]string) string {
	t.Helper()
	user := d.state(t).Guilds[0].Members[0].ID
	got, to := d.consent(t, d.oauthQuery(changes), url.Values{"user": {user}, "choice": {"allow"}})
	code := to.Query().Get("code")
	if got.status != http.StatusFound || code == "" || to.Query().Get("state") != "s1" {
		t.Fatalf("got %d to %s, want a code and the state", got.status, to)
	}
	return code
}

func (d *discord) tokenRequest(t *testing.T, changes map[string]string) answer {
	t.Helper()
	id, secret := d.sim.Client()
	form := map[string]string{
		"grant_type": "authorization_code", "redirect_uri": "http://aurora.test/auth/callback", "code_verifier": verifier,
		"client_id": id, "client_secret": secret,
	}
	maps.Copy(form, changes)
	values := url.Values{}
	for name, value := range form {
		values.Set(name, value)
	}
	return d.request(t, "POST", "/api/oauth2/token", values.Encode(), "Content-Type", "application/x-www-form-urlencoded")
}

func TestAUserLogsInWithTheirDiscordAccount(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		page := d.request(t, "GET", "/oauth2/authorize?"+d.oauthQuery(nil).Encode(), "")
		me := d.state(t).Guilds[0].Members[0]
		if page.status != http.StatusOK || !strings.Contains(string(page.body), me.ID) || !strings.Contains(string(page.body), "identify, guilds") {
			t.Errorf("got %d %s, want a page that offers %s", page.status, page.body, me.Name)
		}
		got := d.tokenRequest(t, map[string]string{"code": d.code(t, nil)})
		access, _ := got.field("access_token").(string)
		if got.status != http.StatusOK || got.field("token_type") != "Bearer" || got.field("expires_in") != 604800.0 || got.field("scope") != "identify guilds" {
			t.Fatalf("got %d %s, want tokens for a week", got.status, got.body)
		}
		bearer := []string{"Authorization", "Bearer " + access, "User-Agent", "Go-http-client/1.1"}
		if got := d.rest(t, "GET", "/users/@me", "", bearer...); got.field("id") != me.ID || got.field("bot") != nil {
			t.Errorf("got %s, want %s", got.body, me.Name)
		}
		if got := d.rest(t, "GET", "/users/@me/guilds", "", bearer...); got.field(0, "owner") != true {
			t.Errorf("got %s, want the guild that they own", got.body)
		}
		if got := d.rest(t, "GET", "/oauth2/@me", "", bearer...); got.field("user", "id") != me.ID || got.field("application", "id") != d.app {
			t.Errorf("got %s, want the authorization", got.body)
		}
		wantStatus(t, d.rest(t, "GET", "/gateway/bot", "", bearer...), http.StatusUnauthorized, 0)
		time.Sleep(7*24*time.Hour + time.Second)
		wantStatus(t, d.rest(t, "GET", "/users/@me", "", bearer...), http.StatusUnauthorized, 0)
		again := d.tokenRequest(t, map[string]string{"grant_type": "refresh_token", "refresh_token": got.field("refresh_token").(string)})
		if again.status != http.StatusOK || again.field("access_token") == access {
			t.Errorf("got %d %s, want new tokens", again.status, again.body)
		}
	})
}

func TestACodeIsGoodOnceForWhomItWasMade(t *testing.T) {
	for name, test := range map[string]struct {
		asked, sent map[string]string
		wait        time.Duration
		status      int
		error       string
	}{
		"another redirect_uri":             {sent: map[string]string{"redirect_uri": "http://aurora.test/other"}, status: 400, error: "invalid_grant"},
		"a wrong secret":                   {sent: map[string]string{"client_secret": "x"}, status: 401, error: "invalid_client"},
		"an application that is not there": {sent: map[string]string{"client_id": "7"}, status: 401, error: "invalid_client"},
		"no verifier":                      {sent: map[string]string{"code_verifier": ""}, status: 400, error: "invalid_request"},
		"a wrong verifier":                 {sent: map[string]string{"code_verifier": strings.Repeat("x", 43)}, status: 400, error: "invalid_grant"},
		"no PKCE at all":                   {asked: map[string]string{"code_challenge": "", "code_challenge_method": ""}, sent: map[string]string{"code_verifier": ""}, status: 200},
		"a code that was made up":          {sent: map[string]string{"code": "x"}, status: 400, error: "invalid_grant"},
		"no code":                          {sent: map[string]string{"code": ""}, status: 400, error: "invalid_grant"},
		"too late":                         {wait: 11 * time.Minute, status: 400, error: "invalid_grant"},
		"another grant":                    {sent: map[string]string{"grant_type": "password"}, status: 400, error: "unsupported_grant_type"},
	} {
		t.Run(name, func(t *testing.T) {
			story(t, small, func(t *testing.T, d *discord) {
				sent := map[string]string{"code": d.code(t, test.asked)}
				maps.Copy(sent, test.sent)
				time.Sleep(test.wait)
				got := d.tokenRequest(t, sent)
				if said, _ := got.field("error").(string); got.status != test.status || said != test.error {
					t.Errorf("got %d %s, want %d %s", got.status, got.body, test.status, test.error)
				}
				wantRules(t, d)
			})
		})
	}
}

func TestACodeThatComesTwiceRevokesWhatItYielded(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		code := d.code(t, nil)
		first := d.tokenRequest(t, map[string]string{"code": code})
		if got := d.tokenRequest(t, map[string]string{"code": code}); got.field("error") != "invalid_grant" {
			t.Errorf("got %d %s for the second time, want invalid_grant", got.status, got.body)
		}
		access, _ := first.field("access_token").(string)
		wantStatus(t, d.rest(t, "GET", "/users/@me", "", "Authorization", "Bearer "+access), http.StatusUnauthorized, 0)
	})
}

func TestATokenCanBeRevoked(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		access, _ := d.tokenRequest(t, map[string]string{"code": d.code(t, nil)}).field("access_token").(string)
		id, secret := d.sim.Client()
		form := []string{"Content-Type", "application/x-www-form-urlencoded"}
		body := url.Values{"token": {access}, "client_id": {id}, "client_secret": {secret}}.Encode()
		wantStatus(t, d.request(t, "POST", "/api/oauth2/token/revoke", body, form...), http.StatusOK, 0)
		wantStatus(t, d.rest(t, "GET", "/users/@me", "", "Authorization", "Bearer "+access), http.StatusUnauthorized, 0)
		wantStatus(t, d.request(t, "POST", "/api/v10/oauth2/token/revoke", body, form...), http.StatusOK, 0)
		wantStatus(t, d.request(t, "POST", "/api/oauth2/token", `{}`), http.StatusBadRequest, 0)
		wantRules(t, d, "unauthorized", "content_type")
	})
}

func TestWhatIsWrongWithAnAuthorizationIsToldToWhoMayHearIt(t *testing.T) {
	for name, test := range map[string]struct {
		asked map[string]string
		error string // told to the application; "" = to the user alone
		rules []string
	}{
		"an application nobody knows": {asked: map[string]string{"client_id": "7"}},
		"no redirect_uri":             {asked: map[string]string{"redirect_uri": ""}},
		"a script as redirect_uri":    {asked: map[string]string{"redirect_uri": "javascript:alert(1)"}},
		"a fragment":                  {asked: map[string]string{"redirect_uri": "http://aurora.test/#x"}},
		"another response_type":       {asked: map[string]string{"response_type": "token"}, error: "unsupported_response_type"},
		"no scope":                    {asked: map[string]string{"scope": ""}, error: "invalid_scope"},
		"a scope nobody knows":        {asked: map[string]string{"scope": "identify everything"}, error: "invalid_scope"},
		"a plain challenge":           {asked: map[string]string{"code_challenge_method": "plain"}, error: "invalid_request"},
		"a challenge without method":  {asked: map[string]string{"code_challenge_method": ""}, error: "invalid_request"},
		"no state":                    {asked: map[string]string{"state": "", "scope": ""}, error: "invalid_scope", rules: []string{"oauth_state_missing"}},
	} {
		t.Run(name, func(t *testing.T) {
			story(t, small, func(t *testing.T, d *discord) {
				got, to := d.consent(t, d.oauthQuery(test.asked), url.Values{})
				if to.Query().Get("error") != test.error || (test.error == "") != (got.status == http.StatusBadRequest) {
					t.Errorf("got %d to %s, want the error %q", got.status, to, test.error)
				}
				wantRules(t, d, test.rules...)
			})
		})
	}
}

func TestAUserMayRefuse(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		_, to := d.consent(t, d.oauthQuery(nil), url.Values{"choice": {"deny"}})
		if q := to.Query(); q.Get("error") != "access_denied" || q.Get("state") != "s1" || q.Get("code") != "" {
			t.Errorf("got %s, want the refusal", to)
		}
		if got, _ := d.consent(t, d.oauthQuery(nil), url.Values{"choice": {"allow"}, "user": {"jukebox"}}); got.status != http.StatusBadRequest {
			t.Errorf("got %d for a bot, want 400", got.status)
		}
	})
}

func TestABotJoinsAGuildThatItIsAddedTo(t *testing.T) {
	story(t, small, func(t *testing.T, d *discord) {
		c, _ := d.login(t, "0,1")
		g := d.state(t).Guilds[1]
		d.rest(t, "DELETE", "/users/@me/guilds/"+g.ID, "")
		c.until(t, "GUILD_DELETE")
		query := url.Values{"client_id": {d.app}, "scope": {"bot applications.commands"}, "guild_id": {g.ID}}
		if page := d.request(t, "GET", "/oauth2/authorize?"+query.Encode(), ""); !strings.Contains(string(page.body), `value="`+g.ID+`" selected`) {
			t.Errorf("got %s, want the guild chosen", page.body)
		}
		got, _ := d.consent(t, query, url.Values{"choice": {"allow"}, "user": {g.Members[0].ID}, "guild": {g.ID}})
		wantStatus(t, got, http.StatusOK, 0)
		if f := c.next(t); !f.is("GUILD_CREATE") || f.field("id") != g.ID {
			t.Errorf("got %s, want the guild", f.raw)
		}
		d.consent(t, query, url.Values{"choice": {"allow"}, "user": {g.Members[0].ID}, "guild": {g.ID}}) // it is there already
		c.send(t, `{"op":1,"d":null}`)
		if f := c.next(t); f.Op != 11 {
			t.Errorf("got %s, want nothing but an acknowledgement", f.raw)
		}
		wantRules(t, d)
	})
}
