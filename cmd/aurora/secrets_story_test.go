package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/aurorabot/aurora/internal/discord/discordsim"
	"github.com/aurorabot/aurora/internal/discord/discordsim/simtest"
	"github.com/aurorabot/aurora/internal/storage/storagetest"
)

// What is planted, as no other text has it.
const (
	plantedSecret   = "Vd7kQ2mZx9RtLw4hYc8NfBs3"
	plantedPassword = "Hq5nTj8cWy2KzPd6vXb9GmRu"
)

// evidence is everything that a program has let out, by where.
type evidence struct {
	t  *testing.T
	mu sync.Mutex
	by map[string]*bytes.Buffer
}

// at is where something is let out.
func (e *evidence) at(where string) io.Writer { return evidenceAt{e, where} }

type evidenceAt struct {
	*evidence
	where string
}

func (a evidenceAt) Write(p []byte) (int, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.by[a.where] == nil {
		a.by[a.where] = &bytes.Buffer{}
	}
	return a.by[a.where].Write(p)
}

func (e *evidence) text(where string) string {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.by[where] == nil {
		return ""
	}
	return e.by[where].String()
}

// mustNotHold searches everything for secrets, and for two thirds of each.
func (e *evidence) mustNotHold(secrets map[string]string) {
	e.t.Helper()
	size := 0
	for where := range e.by {
		text := e.text(where)
		size += len(text)
		for name, secret := range secrets {
			if strings.Contains(text, secret) || strings.Contains(text, secret[len(secret)/3:]) {
				e.t.Errorf("%s: %s is in it", where, name)
			}
		}
	}
	e.t.Logf("%d places, %d bytes", len(e.by), size)
}

// TestNoSecretLeavesTheProgram is requirement A8, and A6 of keys: known secrets are
// planted, everything is run, and all that came out is searched.
func TestNoSecretLeavesTheProgram(t *testing.T) {
	t.Run("SQLite", func(t *testing.T) { searchForSecrets(t, "sqlite:aurora.db") })
	t.Run("PostgreSQL", func(t *testing.T) {
		before, behind, _ := strings.Cut(storagetest.PostgreSQL(t), "@")
		if before != "postgres://postgres" {
			t.Fatalf("%s has another user", before)
		}
		searchForSecrets(t, before+":"+plantedPassword+"@"+behind) // the server trusts whoever asks
	})
}

func searchForSecrets(t *testing.T, database string) {
	t.Chdir(t.TempDir())
	found := &evidence{t: t, by: make(map[string]*bytes.Buffer)}
	simulator := simtest.New(t, discordsim.Config{})
	secrets := map[string]string{
		"the token": simulator.Token(), "another client secret": plantedSecret, "the database's password": plantedPassword,
		"a key that nobody made": "aur_" + strings.Repeat("q7w3zk5", 9)[:59],
	}
	discord := httptest.NewServer(overheard(t, simulator.Handler(), secrets))
	defer discord.Close()
	clientID, clientSecret := simulator.Client()
	secrets["the client secret"] = clientSecret
	env := []string{
		"AURORA_DISCORD_TOKEN=" + simulator.Token(), "AURORA_DISCORD_API_URL=" + discord.URL, "AURORA_DATABASE_URL=" + database,
		"AURORA_DISCORD_CLIENT_ID=" + clientID, "AURORA_DISCORD_CLIENT_SECRET=" + clientSecret, "AURORA_LOG_LEVEL=debug",
	}
	aurora := func(ctx context.Context, where string, args ...string) int {
		return run(ctx, environment{args: args, env: env, stdout: found.at(where + ": output"), stderr: found.at(where + ": errors")})
	}
	endDiscord := running(t, "simulator", simulator.Run)
	defer endDiscord()
	member := (&place{t: t, url: discord.URL}).state().Guilds[0].Members[0].ID
	env = append(env, "AURORA_ADMINS="+member)
	end := running(t, "program", func(ctx context.Context) error {
		if code := aurora(ctx, "serve", "serve", "--addr", "127.0.0.1:0"); code != exitOK {
			return fmt.Errorf("exit code %d: %s", code, found.text("serve: errors"))
		}
		return nil
	})
	await(t, "the program", func() bool { return strings.Contains(found.text("serve: errors"), "the slash commands are registered") })
	_, address, _ := strings.Cut(strings.TrimSpace(found.text("serve: output")), "dashboard ")

	found.signIn(address, member, secrets)
	var made bytes.Buffer
	if code := run(t.Context(), environment{args: []string{"key", "create", "--name", "n", "--scope", "admin"}, env: env, stdout: &made, stderr: found.at("key create: errors")}); code != exitOK {
		t.Fatalf("exit code %d", code)
	}
	secrets["a key"], _, _ = strings.Cut(made.String(), "\n")
	provoke(t, found, address, secrets["a key"], secrets["a key that nobody made"])

	aurora(t.Context(), "a second program", "serve", "--addr", strings.TrimPrefix(address, "http://"))
	aurora(t.Context(), "doctor", "doctor")
	aurora(t.Context(), "key list", "key", "list")
	aurora(t.Context(), "help", "serve", "--help")
	aurora(t.Context(), "a wrong setting", "serve", "--heartbeat", "soon")
	aurora(t.Context(), "verify", "ledger", "verify")
	if code := aurora(t.Context(), "backup", "backup", "made.backup"); code != exitOK {
		t.Errorf("backup: exit code %d: %s", code, found.text("backup: errors"))
	}
	found.dumpFiles()
	end()
	found.dumpFiles()
	found.dumpPostgreSQL(database)
	found.mustNotHold(secrets)
}

// overheard notes what a login and Discord say to each other that nobody else may know.
func overheard(t *testing.T, discord http.Handler, secrets map[string]string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/api/oauth2/token" {
			discord.ServeHTTP(w, r)
			return
		}
		asked, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		r.Body = io.NopCloser(bytes.NewReader(asked))
		answer := httptest.NewRecorder()
		discord.ServeHTTP(answer, r)
		form, _ := url.ParseQuery(string(asked))
		var tokens map[string]any
		if err := json.Unmarshal(answer.Body.Bytes(), &tokens); err != nil {
			t.Error(err)
		}
		if access, granted := tokens["access_token"].(string); granted {
			secrets["a code of Discord's"], secrets["a verifier"] = form.Get("code"), form.Get("code_verifier")
			secrets["an access token"], secrets["a refresh token"] = access, tokens["refresh_token"].(string)
		}
		maps.Copy(w.Header(), answer.Header())
		w.WriteHeader(answer.Code)
		_, _ = w.Write(answer.Body.Bytes())
	})
}

// signIn lets a member sign in and look at everything, and adds to the secrets what only
// their browser may know.
func (e *evidence) signIn(address, member string, secrets map[string]string) {
	e.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		e.t.Fatal(err)
	}
	d := &door{t: e.t, dashboard: address, browser: &http.Client{Jar: jar}}
	d.browser.CheckRedirect = func(to *http.Request, _ []*http.Request) error {
		if state := to.URL.Query().Get("state"); state != "" {
			secrets["a state"] = state
		}
		return nil
	}
	if status, body := d.signsIn(member); status != http.StatusOK || !strings.Contains(body, `"via":"session"`) {
		e.t.Fatalf("got %d %s", status, body)
	}
	home, err := url.Parse(address)
	if err != nil {
		e.t.Fatal(err)
	}
	cookies := jar.Cookies(home)
	if len(cookies) != 1 || len(secrets) < 10 {
		e.t.Fatalf("the login has left %d cookies and %d secrets", len(cookies), len(secrets))
	}
	secrets["a session"] = cookies[0].Value
	for _, path := range []string{"/api/me", "/api/sessions", "/api/access", "/api/keys", "/api/events?limit=500", "/api/events/export?format=ndjson", "/api/stats", "/api/nothing", "/auth/callback?code=x", "/api/sessions?" + cookies[0].Value} {
		response, err := d.browser.Get(address + path)
		if err != nil {
			e.t.Fatal(err)
		}
		out := e.at("signed in: " + path[:min(len(path), 14)])
		if err := errors.Join(response.Header.Write(out), copyOf(out, response.Body), response.Body.Close()); err != nil {
			e.t.Fatal(err)
		}
	}
}

func copyOf(to io.Writer, from io.Reader) error { _, err := io.Copy(to, from); return err }

// provoke asks for everything, in every wrong way with a secret in it.
func provoke(t *testing.T, found *evidence, address, key, wrong string) {
	t.Helper()
	for _, path := range []string{
		"/", "/api/stats", "/api/events", "/api/events?q=" + key, "/api/events?limit=" + wrong, "/api/history?range=24h", "/api/history?range=" + key, "/metrics", "/healthz", "/readyz", "/ws",
		"/ws?key=" + key, "/api/nothing/" + key, "/" + wrong, "/api/me", "/api/keys", "/api/access", "/api/sessions", "/api/events/export?format=csv", "/auth/login", "/auth/callback?code=x&state=" + wrong,
	} {
		for _, shown := range []string{"", "Bearer " + key, "Bearer " + wrong, "Basic " + key, key} {
			for _, method := range []string{http.MethodGet, http.MethodPost} {
				found.ask(method, address+path, shown)
			}
		}
	}
	if !strings.Contains(found.text("GET /api/events"), "system.started") {
		t.Errorf("the events are not among what is searched: %s", found.text("GET /api/events"))
	}
}

// ask keeps an answer and its headers. What was sent is not evidence.
func (e *evidence) ask(method, address, authorization string) {
	e.t.Helper()
	r, err := http.NewRequestWithContext(e.t.Context(), method, address, strings.NewReader(`{"type":`))
	if err != nil {
		e.t.Fatal(err)
	}
	if authorization != "" {
		r.Header.Set("Authorization", authorization)
	}
	r.Header.Set("Content-Type", "application/json")
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := client.Do(r)
	if err != nil {
		e.t.Fatal(err)
	}
	defer response.Body.Close()
	out := e.at(method + " " + r.URL.Path)
	if err := response.Header.Write(out); err != nil {
		e.t.Fatal(err)
	}
	if _, err := io.Copy(out, response.Body); err != nil {
		e.t.Fatal(err)
	}
}

// dumpFiles keeps every file of the directory as its bytes are, a backup unpacked.
func (e *evidence) dumpFiles() {
	e.t.Helper()
	files, err := filepath.Glob("*")
	if err != nil || len(files) == 0 {
		e.t.Fatalf("got %v, %v", files, err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "-reserve") || strings.HasSuffix(name, "-lock") {
			continue
		}
		content, err := os.ReadFile(name)
		if err != nil {
			e.t.Fatal(err)
		}
		if packed, err := gzip.NewReader(bytes.NewReader(content)); err == nil {
			if content, err = io.ReadAll(packed); err != nil {
				e.t.Fatal(err)
			}
		}
		_, _ = e.at(name).Write(content)
	}
}

// dumpPostgreSQL keeps every row of every table as text.
func (e *evidence) dumpPostgreSQL(url string) {
	e.t.Helper()
	if !strings.HasPrefix(url, "postgres") {
		return
	}
	conn, err := pgx.Connect(e.t.Context(), url)
	if err != nil {
		e.t.Fatal(err)
	}
	defer conn.Close(context.Background())
	tables, _ := conn.Query(e.t.Context(), "SELECT quote_ident(table_name) FROM information_schema.tables WHERE table_schema = 'public'")
	names, err := pgx.CollectRows(tables, pgx.RowTo[string])
	if err != nil || len(names) < 5 {
		e.t.Fatalf("got the tables %v, %v", names, err)
	}
	for _, name := range names {
		rows, _ := conn.Query(e.t.Context(), "SELECT t::text FROM "+name+" AS t")
		texts, err := pgx.CollectRows(rows, pgx.RowTo[string])
		if err != nil {
			e.t.Fatal(err)
		}
		_, _ = io.WriteString(e.at("the table "+name), strings.Join(texts, "\n"))
	}
}
