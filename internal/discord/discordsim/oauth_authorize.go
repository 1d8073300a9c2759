package discordsim

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/aurorabot/aurora/internal/snowflake"
)

// consent is the page on which a user allows an application what it asks for.
// https://docs.discord.com/developers/topics/oauth2#authorization-code-grant-authorization-url-example
type consent struct {
	world  *world
	apps   *applications
	grants *grants
	notes  *notebook
}

// asked is what an application asks for.
type asked struct {
	client    *application
	scopes    []string
	redirect  *url.URL // nil = it only wants its bot added
	state     string
	challenge string
}

// ServeHTTP shows the page, or does what was chosen on it.
func (c *consent) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a, err := c.read(r.URL.Query())
	if err != nil {
		writePage(w, http.StatusBadRequest, page{Error: err.Error()})
		return
	}
	if refused := a.refusal(r.URL.Query()); refused != nil {
		a.back(w, r, url.Values{"error": {refused.Code}, "error_description": {refused.Description}})
		return
	}
	if r.Method != http.MethodPost {
		writePage(w, http.StatusOK, c.page(a, r.URL.Query().Get("guild_id")))
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxControlBody)
	c.choose(w, r, a)
}

// read reads what can only be told to the user if it is wrong: who asks, and where to go back to.
func (c *consent) read(query url.Values) (asked, error) {
	id, err := snowflake.Parse(query.Get("client_id"))
	if err != nil || !c.apps.known(id) {
		return asked{}, fmt.Errorf("there is no application %.40q", query.Get("client_id"))
	}
	a := asked{
		client: c.apps.named(id), scopes: strings.Fields(query.Get("scope")),
		state: query.Get("state"), challenge: query.Get("code_challenge"),
	}
	if query.Get("redirect_uri") == "" && a.wantsBot() {
		return a, nil
	}
	// Discord wants the address to be registered; here any is, if it is absolute and has no fragment.
	a.redirect, err = url.Parse(query.Get("redirect_uri"))
	if err != nil || a.redirect.Host == "" || a.redirect.Fragment != "" || a.redirect.Scheme != "http" && a.redirect.Scheme != "https" {
		return asked{}, fmt.Errorf("the redirect_uri %.80q is not an address to go back to", query.Get("redirect_uri"))
	}
	if a.state == "" {
		c.notes.note("oauth_state_missing", "an authorization was asked for without a state")
	}
	return a, nil
}

// refusal says what else is wrong with the request; the application is told.
func (a asked) refusal(query url.Values) *oauthError {
	method := query.Get("code_challenge_method")
	switch {
	case a.redirect == nil:
		return nil
	case query.Get("response_type") != "code":
		return &oauthError{"unsupported_response_type", "Only code is simulated."}
	case len(a.scopes) == 0 || slices.ContainsFunc(a.scopes, func(s string) bool { return !slices.Contains(simulatedScopes(), s) }):
		return &oauthError{"invalid_scope", "The requested scope is invalid, unknown, or malformed."}
	case method != "" && method != "S256", method == "" && a.challenge != "":
		return &oauthError{"invalid_request", "Only the code_challenge_method S256 is supported."}
	case method == "S256" && len(a.challenge) != 43:
		return &oauthError{"invalid_request", "The code_challenge is not a SHA-256 in base64url."}
	}
	return nil
}

func simulatedScopes() []string {
	return []string{"identify", "guilds", "email", "bot", "applications.commands"}
}

func (a asked) wantsBot() bool { return slices.Contains(a.scopes, "bot") }

// choose ends the page: the user allowed it, or did not.
func (c *consent) choose(w http.ResponseWriter, r *http.Request, a asked) {
	if r.FormValue("choice") != "allow" {
		a.back(w, r, url.Values{"error": {"access_denied"}, "error_description": {"The resource owner or authorization server denied the request"}})
		return
	}
	user := c.world.person(r.PostFormValue("user"))
	if user == nil {
		writePage(w, http.StatusBadRequest, page{Error: "nobody has the name or id " + r.PostFormValue("user")})
		return
	}
	var joined *guild
	if a.wantsBot() {
		if joined = c.world.guild(r.PostFormValue("guild")); joined == nil {
			writePage(w, http.StatusBadRequest, page{Error: "there is no such guild"})
			return
		}
		a.client.gateway.join(joined)
	}
	if a.redirect == nil {
		writePage(w, http.StatusOK, page{Done: joined.name})
		return
	}
	code := c.grants.issue(&grant{
		client: a.client.id, user: user, scopes: a.scopes, redirect: r.URL.Query().Get("redirect_uri"),
		challenge: a.challenge, joined: joined,
	}, time.Now())
	a.back(w, r, url.Values{"code": {code}})
}

// back sends the browser to the application, with an answer in the address.
func (a asked) back(w http.ResponseWriter, r *http.Request, answer url.Values) {
	if a.redirect == nil {
		writePage(w, http.StatusOK, page{Error: "nothing was changed"})
		return
	}
	to := *a.redirect
	query := to.Query()
	for name := range answer {
		query.Set(name, answer.Get(name))
	}
	if a.state != "" {
		query.Set("state", a.state)
	}
	to.RawQuery = query.Encode()
	http.Redirect(w, r, to.String(), http.StatusFound)
}
