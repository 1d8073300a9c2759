package main

import (
	"bytes"
	"context"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"unicode"

	"github.com/aurorabot/aurora/internal/discord/discordsim"
	"github.com/aurorabot/aurora/internal/discord/discordsim/simtest"
)

// writePapers writes the certificate of a server of httptest's as files.
func writePapers(t *testing.T, server *httptest.Server) {
	t.Helper()
	pair := server.TLS.Certificates[0]
	key, err := x509.MarshalPKCS8PrivateKey(pair.PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	for name, block := range map[string]*pem.Block{"cert.pem": {Type: "CERTIFICATE", Bytes: pair.Certificate[0]}, "key.pem": {Type: "PRIVATE KEY", Bytes: key}} {
		if err := os.WriteFile(name, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// TestOverTLSAStrangerWritesNothingIntoTheLog runs the whole program over TLS, and sends
// it what could forge its log by every way there is. It is part of requirement I3.
func TestOverTLSAStrangerWritesNothingIntoTheLog(t *testing.T) {
	t.Chdir(t.TempDir())
	simulator := simtest.New(t, discordsim.Config{})
	discord, papers := httptest.NewServer(simulator.Handler()), httptest.NewTLSServer(nil)
	defer discord.Close()
	defer papers.Close()
	writePapers(t, papers)
	found := &evidence{t: t, by: make(map[string]*bytes.Buffer)}
	defer running(t, "simulator", simulator.Run)()
	end := running(t, "program", func(ctx context.Context) error {
		code := run(ctx, environment{
			args:   []string{"serve", "--addr", "127.0.0.1:0", "--tls-cert", "cert.pem", "--tls-key", "key.pem", "--log-level", "debug", "--log-format", "json"},
			env:    []string{"AURORA_DISCORD_TOKEN=" + simulator.Token(), "AURORA_DISCORD_API_URL=" + discord.URL, "AURORA_DATABASE_URL=sqlite::memory:"},
			stdout: found.at("output"), stderr: found.at("log"),
		})
		if code != exitOK {
			return fmt.Errorf("exit code %d: %s", code, found.text("log"))
		}
		return nil
	})
	await(t, "the program", func() bool { return strings.Contains(found.text("log"), "the slash commands are registered") })
	_, address, _ := strings.Cut(strings.TrimSpace(found.text("output")), "dashboard ")
	if !strings.HasPrefix(address, "https://127.0.0.1:") {
		t.Errorf("got the address %q", address)
	}
	browser := papers.Client()
	for _, text := range forged {
		title, err := json.Marshal(text)
		if err != nil {
			t.Fatal(err)
		}
		body := fmt.Sprintf(`{"type":"a.b","severity":"info","title":%s,"guild":{"id":"1","name":%[1]s},%[1]s:1}`, title)
		for _, path := range []string{"/api/events", "/api/" + escapedPath(text), "/ws?epoch=" + escapedPath(text) + "&after=1"} {
			r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address+path, strings.NewReader(body))
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("Content-Type", "application/json")
			answer, err := browser.Do(r)
			if err != nil {
				continue // the address is too long
			}
			_, _ = io.Copy(io.Discard, answer.Body)
			answer.Body.Close()
		}
	}
	end()
	for line := range strings.Lines(found.text("log")) {
		if !json.Valid([]byte(line)) || strings.ContainsFunc(strings.TrimSuffix(line, "\n"), func(r rune) bool { return !unicode.IsPrint(r) }) {
			t.Errorf("not one entry: %.200q", line)
		}
		if strings.Contains(line, `"level":"ERROR"`) {
			t.Errorf("forged, or a fault: %.300s", line)
		}
	}
}

// escapedPath is text as a path may carry every byte, cut to what a header may hold.
func escapedPath(text string) string {
	var path strings.Builder
	for i := range min(len(text), 4000) {
		fmt.Fprintf(&path, "%%%02x", text[i])
	}
	return path.String()
}
