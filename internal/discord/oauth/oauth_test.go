package oauth_test

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/aurorabot/aurora/internal/discord/discordsim"
	"github.com/aurorabot/aurora/internal/discord/discordsim/simtest"
	"github.com/aurorabot/aurora/internal/discord/oauth"
)

const verifier = "a-verifier-that-has-forty-three-characters-1"

// visit is a browser at the simulated Discord, and a note of what it was asked.
type visit struct {
	t     *testing.T
	login *oauth.Login

	mu    sync.Mutex
	asked []string
	fails string // the path that is answered with 500
}

func at(t *testing.T) *visit {
	v := &visit{t: t}
	simulator := simtest.New(t, discordsim.Config{})
	handler := simulator.Handler()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v.mu.Lock()
		v.asked = append(v.asked, r.Method+" "+r.URL.Path)
		fails := v.fails == r.URL.Path
		v.mu.Unlock()
		if fails {
			http.Error(w, "secret-body", http.StatusInternalServerError)
			return
		}
		handler.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	id, secret := simulator.Client()
	v.login = oauth.New(oauth.Config{
		ClientID: id, ClientSecret: secret, APIURL: server.URL + "/", RedirectURL: "http://aurora.test/auth/callback", Logger: slog.New(slog.DiscardHandler),
	})
	return v
}

// allows has a user agree, and returns the code that comes back.
func (v *visit) allows(state, user string) string {
	v.t.Helper()
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := client.PostForm(v.login.URL(state, verifier), url.Values{"user": {user}, "choice": {"allow"}})
	if err != nil {
		v.t.Fatal(err)
	}
	defer response.Body.Close()
	back, err := url.Parse(response.Header.Get("Location"))
	if err != nil || back.Query().Get("state") != state {
		body, _ := io.ReadAll(response.Body)
		v.t.Fatalf("sent to %v, %v: %s", back, err, body)
	}
	return back.Query().Get("code")
}

// someone is a member of the simulated world.
func (v *visit) someone() string {
	v.t.Helper()
	response, err := http.Get(v.login.URL("s", verifier))
	if err != nil {
		v.t.Fatal(err)
	}
	defer response.Body.Close()
	page, err := io.ReadAll(response.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(page), `<option value="`)
	id, _, found := strings.Cut(rest, `"`)
	if !found {
		v.t.Fatalf("nobody is offered: %s", page)
	}
	return id
}

func TestAUserIsIdentifiedAndTheTokenGivenBack(t *testing.T) {
	v := at(t)
	id := v.someone()
	user, ok, err := v.login.Identify(t.Context(), v.allows("s1", id), verifier)
	if err != nil || !ok || user.ID.String() != id || user.Name == "" {
		t.Errorf("got %v, %v, %v, want %s", user, ok, err, id)
	}
	if last := v.asked[len(v.asked)-1]; last != "POST /api/oauth2/token/revoke" {
		t.Errorf("the last request is %s, want the token revoked", last)
	}
}

func TestOnlyTheCodeOfThisLoginIsTaken(t *testing.T) {
	v := at(t)
	code := v.allows("s1", v.someone())
	for name, c := range map[string]struct{ code, verifier string }{
		"made up":              {"x", verifier},
		"none":                 {"", verifier},
		"of another's browser": {code, strings.Repeat("x", 43)},
	} {
		if user, ok, err := v.login.Identify(t.Context(), c.code, c.verifier); ok || err != nil {
			t.Errorf("%s: got %v, %v, %v, want it refused", name, user, ok, err)
		}
	}
	if _, ok, err := v.login.Identify(t.Context(), code, verifier); !ok || err != nil {
		t.Fatalf("got %v, %v, want the user", ok, err)
	}
	if user, ok, err := v.login.Identify(t.Context(), code, verifier); ok || err != nil {
		t.Errorf("the second time: got %v, %v, %v, want it refused", user, ok, err)
	}
}

func TestADiscordThatFailsIsNoRefusal(t *testing.T) {
	for _, path := range []string{"/api/oauth2/token", "/api/v10/users/@me"} {
		v := at(t)
		code := v.allows("s1", v.someone())
		v.fails = path
		user, ok, err := v.login.Identify(t.Context(), code, verifier)
		if ok || err == nil || user.ID != 0 || strings.Contains(err.Error(), "secret-body") {
			t.Errorf("%s: got %v, %v, %v, want an error without the answer", path, user, ok, err)
		}
	}
	v := at(t)
	code := v.allows("s1", v.someone())
	v.fails = "/api/oauth2/token/revoke"
	if _, ok, err := v.login.Identify(t.Context(), code, verifier); !ok || err != nil {
		t.Errorf("a token that cannot be given back: got %v, %v, want the user", ok, err)
	}
}

func TestOnlyTheIdentityIsAskedFor(t *testing.T) {
	to, err := url.Parse(at(t).login.URL("s1", verifier))
	if err != nil {
		t.Fatal(err)
	}
	q := to.Query()
	if q.Get("scope") != "identify" || q.Get("code_challenge_method") != "S256" || q.Get("response_type") != "code" || strings.Contains(to.String(), verifier) {
		t.Errorf("got %s", to)
	}
}
