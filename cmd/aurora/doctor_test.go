package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/aurorabot/aurora/internal/discord/discordsim"
	"github.com/aurorabot/aurora/internal/discord/discordsim/simtest"
)

// examined runs the doctor against a Discord whose answers pass through change. Settings
// of the environment may stand before its arguments.
func examined(t *testing.T, change func(http.Handler) http.Handler, args ...string) (code int, said string) {
	t.Helper()
	sim := simtest.New(t, discordsim.Config{})
	discord := httptest.NewServer(change(sim.Handler()))
	defer discord.Close()
	env := []string{"AURORA_DISCORD_TOKEN=" + sim.Token(), "AURORA_DISCORD_API_URL=" + discord.URL}
	for len(args) > 0 && strings.HasPrefix(args[0], "AURORA_") {
		env, args = append(env, args[0]), args[1:]
	}
	code, said, _ = line(t, env, append([]string{"doctor"}, args...)...)
	return code, said
}

func unchanged(h http.Handler) http.Handler { return h }

func TestTheDoctorFindsAHealthyBot(t *testing.T) {
	code, said := examined(t, unchanged)
	if code != exitOK || strings.Count(said, "ok ") != 9 || !strings.Contains(said, "in about 12 guilds") {
		t.Errorf("got exit %d\n%s", code, said)
	}
}

func TestTheDoctorSaysWhatIsWrongAndTheMend(t *testing.T) {
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/ws" { // as Aurora answers where a proxy has dropped the header
			w.WriteHeader(http.StatusUpgradeRequired)
		}
	}))
	defer site.Close()
	refusing := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/ws" {
			w.WriteHeader(http.StatusForbidden)
			_, _ = w.Write([]byte(`{"error":{"code":"local_only","message":"forward the port"}}`))
		}
	}))
	defer refusing.Close()
	blind := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})) // all is answered 200
	defer blind.Close()
	stranger := strings.Replace(blind.URL, "127.0.0.1", "0.0.0.0", 1) // leads there, too, and is no loopback address
	for name, c := range map[string]struct {
		change func(http.Handler) http.Handler
		args   []string
		want   string
	}{
		"a token that Discord refuses": {unauthorized, nil, "reset the token on the Bot page"},
		"a clock that is late":         {inTheFuture, nil, "differs from Discord's by 1m"},
		"a Discord that is ill":        {ill, nil, "it answers 503"},
		"a database that cannot be":    {unchanged, []string{"--database-url", "sqlite:/nowhere/aurora.db"}, "make the directory"},
		"a database that is away":      {unchanged, []string{"AURORA_DATABASE_URL=postgres://x:hunter2@127.0.0.1:1/x"}, "see --database-url"},
		"a proxy that drops headers":   {unchanged, []string{"--public-url", site.URL}, "proxy_set_header Upgrade"},
		"an address for everybody":     {unchanged, []string{"--addr", "0.0.0.0:8080"}, "AURORA_DISCORD_CLIENT_ID"},
		"a certificate that is none":   {unchanged, []string{"--tls-cert", "/nowhere/a", "--tls-key", "/nowhere/b"}, "/nowhere/a"},
		"a proxy that hides others":    {unchanged, []string{"--public-url", stranger}, "pass on Host and X-Forwarded-For"},
		"a dashboard for others":       {unchanged, []string{"--public-url", refusing.URL}, "forward the port"},
		"settings that do not fit":     {unchanged, []string{"--heartbeat", "1ms"}, "--heartbeat"},
	} {
		t.Run(name, func(t *testing.T) {
			code, said := examined(t, c.change, c.args...)
			if code != exitFailed || !strings.Contains(said, c.want) || strings.Count(said, "WRONG") != 1 || strings.Contains(said, "hunter2") {
				t.Errorf("got exit %d, want 1 and %q\n%s", code, c.want, said)
			}
		})
	}
}

func TestTheDoctorLearnsMoreFromTheQuestionWhoIsThere(t *testing.T) {
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/ws" {
			w.WriteHeader(http.StatusUnauthorized)
		}
	}))
	defer site.Close()
	for proxies, want := range map[string]string{"127.0.0.1": "who is there", "": "AURORA_TRUSTED_PROXIES is not set"} {
		if code, said := examined(t, unchanged, "--public-url", site.URL, "--trusted-proxies", proxies); code != exitOK || !strings.Contains(said, want) {
			t.Errorf("got exit %d\n%s", code, said)
		}
	}
}

// unauthorized knows no token.
func unauthorized(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		h.ServeHTTP(w, r)
	})
}

// inTheFuture has a clock that is ahead by a minute.
func inTheFuture(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Date", time.Now().Add(time.Minute).UTC().Format(http.TimeFormat))
		h.ServeHTTP(w, r)
	})
}

func ill(http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) })
}
