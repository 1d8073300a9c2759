package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"github.com/aurorabot/aurora/internal/discord/discordsim"
	"github.com/aurorabot/aurora/internal/discord/discordsim/simtest"
)

// door is aurora serve with a login at a simulated Discord, on a database that the command
// line opens beside it.
type door struct {
	t         *testing.T
	dashboard string
	database  string
	members   []string // ids of Discord users
	browser   *http.Client
}

func atTheDoor(t *testing.T, settings ...string) *door {
	t.Helper()
	t.Chdir(t.TempDir())
	simulator := simtest.New(t, discordsim.Config{})
	discord := httptest.NewServer(simulator.Handler())
	t.Cleanup(discord.Close)
	id, secret := simulator.Client()
	d := &door{t: t, database: "sqlite:" + t.TempDir() + "/aurora.db"}
	t.Cleanup(running(t, "simulator", simulator.Run))
	p := &place{t: t, url: discord.URL}
	for _, m := range p.state().Guilds[0].Members {
		d.members = append(d.members, m.ID)
	}
	d.serves(append(settings, "AURORA_ADMINS="+d.members[0],
		"AURORA_DISCORD_TOKEN="+simulator.Token(), "AURORA_DISCORD_API_URL="+discord.URL, "AURORA_DISCORD_CLIENT_ID="+id, "AURORA_DISCORD_CLIENT_SECRET="+secret))
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	d.browser = &http.Client{Jar: jar}
	return d
}

func (d *door) serves(env []string) {
	ctx, stop := context.WithCancel(d.t.Context())
	told, tell := io.Pipe()
	ended := make(chan int, 1)
	go func() {
		args := []string{"serve", "--addr", "127.0.0.1:0", "--database-url", d.database, "--log-level", "error"}
		ended <- run(ctx, environment{args: args, env: env, stdout: tell, stderr: d.t.Output()})
		tell.Close()
	}()
	d.t.Cleanup(func() {
		stop()
		if code := <-ended; code != exitOK {
			d.t.Errorf("aurora serve ended with %d", code)
		}
	})
	lines := bufio.NewScanner(told)
	for lines.Scan() {
		if address, found := strings.CutPrefix(lines.Text(), "dashboard "); found {
			d.dashboard = address
			go io.Copy(io.Discard, told)
			await(d.t, "the dashboard", func() bool { return answers(d.t.Context(), address) == nil })
			return
		}
	}
	d.t.Fatal("aurora serve does not say where it is")
}

// signsIn lets a member of the simulated Discord sign in, and returns the last answer.
func (d *door) signsIn(member string) (status int, body string) {
	d.t.Helper()
	response, err := d.browser.Get(d.dashboard + "/auth/login?return_to=/api/me")
	if err != nil {
		d.t.Fatal(err)
	}
	response.Body.Close()
	consent := response.Request.URL.String() // the page of Discord's
	if response, err = d.browser.PostForm(consent, url.Values{"user": {member}, "choice": {"allow"}}); err != nil {
		d.t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		d.t.Fatal(err)
	}
	return response.StatusCode, string(text)
}

// aurora runs a command beside the program, on its database, and returns what it says.
func (d *door) aurora(args ...string) string {
	d.t.Helper()
	var out, errs bytes.Buffer
	if code := run(d.t.Context(), environment{args: append(args, "--database-url", d.database), stdout: &out, stderr: &errs}); code != exitOK {
		d.t.Fatalf("%v: exit %d, %s", args, code, &errs)
	}
	return out.String()
}

// socket opens one, with the browser's cookies.
func (d *door) socket(header http.Header) *websocket.Conn {
	d.t.Helper()
	dialer := websocket.Dialer{Jar: d.browser.Jar}
	conn, response, err := dialer.DialContext(d.t.Context(), "ws"+strings.TrimPrefix(d.dashboard, "http")+"/ws", header)
	if err != nil {
		d.t.Fatalf("%v: %v", err, response)
	}
	response.Body.Close()
	d.t.Cleanup(func() { conn.Close() })
	return conn
}

// closed reads on until the socket is closed, and returns the code.
func (d *door) closed(conn *websocket.Conn) int {
	d.t.Helper()
	conn.SetReadDeadline(time.Now().Add(30 * time.Second))
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			closed, ok := err.(*websocket.CloseError) //nolint:errorlint // the library returns it as it is
			if !ok {
				d.t.Fatalf("not closed: %v", err)
			}
			return closed.Code
		}
	}
}

// TestWhoIsTakenOffTheListIsOutAtOnce has somebody sign in by Discord, and another process
// take them off the list while their page is open.
func TestWhoIsTakenOffTheListIsOutAtOnce(t *testing.T) {
	d := atTheDoor(t)
	if status, body := d.signsIn(d.members[1]); status != http.StatusForbidden || !strings.Contains(body, "aurora access add "+d.members[1]) {
		t.Errorf("a member who is not on the list: got %d %s", status, body)
	}
	if status, body := d.signsIn(d.members[0]); status != http.StatusOK || !strings.Contains(body, `"role":"admin","via":"session"`) {
		t.Fatalf("an admin by the settings: got %d %s", status, body)
	}
	open := d.socket(http.Header{"Origin": {d.dashboard}})
	d.aurora("access", "remove", d.members[0])
	began := time.Now()
	if code := d.closed(open); code != 4403 {
		t.Errorf("closed with %d, want 4403", code)
	}
	t.Logf("closed after %v", time.Since(began))
	response, err := d.browser.Get(d.dashboard + "/api/stats")
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if response.StatusCode != http.StatusUnauthorized {
		t.Errorf("over HTTP: got %s", response.Status)
	}
}

func TestAKeyThatIsRevokedAtTheCommandLineClosesItsSocket(t *testing.T) {
	d := atTheDoor(t)
	secret, rest, _ := strings.Cut(d.aurora("key", "create", "--name", "wall", "--scope", "read"), "\n")
	id := strings.Fields(rest)[2]
	conn := d.socket(http.Header{"Authorization": {"Bearer " + secret}})
	d.aurora("key", "revoke", id)
	if code := d.closed(conn); code != 4401 {
		t.Errorf("closed with %d, want 4401", code)
	}
}

// TestAnotherPageDoesNotSteerTheSimulator has pages of other origins, and names that were
// made to point here, post to the demo's simulator.
func TestAnotherPageDoesNotSteerTheSimulator(t *testing.T) {
	dashboard := demo(t)
	for name, set := range map[string]func(r *http.Request){
		"another origin":      func(r *http.Request) { r.Header.Set("Origin", "https://evil.example") },
		"no origin to name":   func(r *http.Request) { r.Header.Set("Origin", "null") },
		"another port":        func(r *http.Request) { r.Header.Set("Origin", "http://127.0.0.1:1") },
		"a name pointed here": func(r *http.Request) { r.Host = "evil.example" },
		"that name, as a page": func(r *http.Request) {
			r.Host = strings.Replace(strings.TrimPrefix(dashboard, "http://"), "127.0.0.1", "evil.example", 1)
			r.Header.Set("Origin", "http://"+r.Host)
		},
		"a proxy": func(r *http.Request) { r.Header.Set("X-Forwarded-For", "127.0.0.1") },
	} {
		for _, path := range []string{"/sim/faults", "/sim/interactions", "/api/events", "/api/keys", "/api/access"} {
			r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, dashboard+path, strings.NewReader(`{"kind":"drop"}`))
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("Content-Type", "application/json")
			set(r)
			response, err := http.DefaultClient.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			response.Body.Close()
			if response.StatusCode != http.StatusForbidden {
				t.Errorf("%s to %s: got %s, want 403", name, path, response.Status)
			}
		}
	}
}
