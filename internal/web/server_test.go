package web_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/web"
)

// upgrade asks for a socket with further headers and returns the answer's status.
func (s *site) upgrade(headers ...string) (status int, body string) {
	s.t.Helper()
	headers = append(headers, "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA==")
	status, body, _ = s.request("GET", "/ws", headers...)
	return status, body
}

func TestPagesOfOtherOriginsGetNoSocket(t *testing.T) {
	s := open(t, setup{origins: []string{"https://aurora.example.org"}})
	port := s.address[strings.LastIndex(s.address, ":"):]
	for _, origin := range []string{
		"null", "", "http://evil.example", "https://evil.example", "http://127.0.0.1", "http://127.0.0.1:1", "http://localhost",
		"https://127.0.0.1" + port, "http://127.0.0.2" + port, "http://127.0.0.1.evil.example" + port, "http://127.0.0.1" + port + ".evil.example",
		"http://127.0.0.1" + port + "/", "http://127.0.0.1" + port + "/x", "http://127.0.0.1" + port + "?", "http://127.0.0.1" + port + "#",
		"http://user@127.0.0.1" + port, "http://127.0.0.1" + port + "@evil.example", "HTTP://127.0.0.1" + port, "ws://127.0.0.1" + port,
		"http://0.0.0.0" + port, "http://[::]" + port, "http://[::ffff:127.0.0.1]" + port, "http://127.1" + port, "http://2130706433" + port,
		"http://localhost.evil.example" + port, "http://evil-localhost" + port, "http://localhost." + port, "file://", "chrome-extension://abc",
		"http://aurora.example.org", "https://aurora.example.org:443", "https://aurora.example.org/", "https://sub.aurora.example.org",
		"https://aurora.example.org.evil.example", "https://auroraXexample.org", "https://*.example.org", " http://127.0.0.1" + port + " x",
	} {
		status, body := s.upgrade("Origin: " + origin)
		if status != http.StatusForbidden || !strings.Contains(body, "AURORA_ALLOWED_ORIGINS") {
			t.Errorf("origin %q: got %d %s", origin, status, body)
		}
		if status, _, _ := s.request("GET", "/api/stats", "Origin: "+origin); status != http.StatusForbidden {
			t.Errorf("origin %q may read the stats: %d", origin, status)
		}
	}
	for _, origin := range []string{
		"http://127.0.0.1" + port, "http://localhost" + port, "http://[::1]" + port, "https://aurora.example.org",
	} {
		if status, body := s.upgrade("Origin: " + origin); status != http.StatusSwitchingProtocols {
			t.Errorf("origin %q: got %d %s", origin, status, body)
		}
	}
	if status, body := s.upgrade(); status != http.StatusSwitchingProtocols {
		t.Errorf("no origin, which is no page: got %d %s", status, body)
	}
}

func TestOnlyRequestsFromThisMachineAreServed(t *testing.T) {
	s := open(t, setup{sim: http.NotFoundHandler()})
	for _, header := range []string{
		"Host: evil.example", "Host: evil.example:80", "Host: 127.0.0.1.evil.example", "Host: 10.0.0.1", "Host: [::2]:80", "Host: 0.0.0.0",
		"X-Forwarded-For: 127.0.0.1", "X-Forwarded-Host: localhost", "X-Forwarded-Proto: http", "X-Forwarded-Anything: 1",
		"Forwarded: for=127.0.0.1", "X-Real-IP: 127.0.0.1",
	} {
		for _, path := range []string{"/api/stats", "/api/events", "/api/history?range=1h", "/sim/state"} {
			if status, body, _ := s.request("GET", path, header); status != http.StatusForbidden {
				t.Errorf("%s with %s: got %d %s", path, header, status, body)
			}
		}
		if status, body := s.upgrade(header); status != http.StatusForbidden {
			t.Errorf("a socket with %s: got %d %s", header, status, body)
		}
	}
	for _, header := range []string{"Host: localhost", "Host: LOCALHOST:1234", "Host: 127.0.0.1:1", "Host: [::1]:8080", "Host: 127.8.8.8"} {
		if status, body, _ := s.request("GET", "/api/stats", header); status != http.StatusOK {
			t.Errorf("%s: got %d %s", header, status, body)
		}
	}
}

func TestALoopbackAddressIsToldFromOthers(t *testing.T) {
	for _, address := range []string{"127.0.0.1:8080", "localhost:0", "[::1]:80", "127.9.9.9:1"} {
		if loopback, err := web.LoopbackOnly(address); err != nil || !loopback {
			t.Errorf("%s: %v", address, err)
		}
	}
	for _, address := range []string{":8080", "0.0.0.0:8080", "[::]:8080", "192.168.1.2:80", "aurora.example.org:80", "127.0.0.1", "", "nonsense"} {
		if loopback, err := web.LoopbackOnly(address); err == nil && loopback {
			t.Errorf("%q is taken for loopback", address)
		}
	}
}

func TestAnOriginIsWrittenExactly(t *testing.T) {
	got, err := web.ParseOrigins([]string{" https://Aurora.Example.org ", "", "http://127.0.0.1:9000"})
	if err != nil || fmt.Sprint(got) != "[https://aurora.example.org http://127.0.0.1:9000]" {
		t.Errorf("got %v, %v", got, err)
	}
	for _, text := range []string{"aurora.example.org", "https://*.example.org", "https://a.example/", "https://a.example/x", "https://u@a.example", "ftp://a.example", "https://", "*"} {
		if got, err := web.ParseOrigins([]string{text}); err == nil {
			t.Errorf("%q was read as %v", text, got)
		}
	}
}

func TestEventsAreReadByPage(t *testing.T) {
	s := open(t, setup{before: 120})
	type page struct {
		Epoch  string
		Events []struct{ Seq uint64 }
		Next   *uint64
	}
	read := func(query string) (p page, first, last uint64) {
		t.Helper()
		status, body, header := s.request("GET", "/api/events"+query)
		if status != http.StatusOK || !strings.HasPrefix(header.Get("Content-Type"), "application/json") {
			t.Fatalf("%s: got %d %s", query, status, body)
		}
		if err := json.Unmarshal([]byte(body), &p); err != nil || p.Epoch != s.journal.Epoch() {
			t.Fatalf("%s: %s, %v", query, body, err)
		}
		if len(p.Events) == 0 {
			return p, 0, 0
		}
		return p, p.Events[0].Seq, p.Events[len(p.Events)-1].Seq
	}
	if p, first, last := read(""); first != 120 || last != 71 || *p.Next != 71 {
		t.Errorf("the newest: got %d to %d, next %v", first, last, p.Next)
	}
	if p, first, last := read("?before=71&limit=70"); first != 70 || last != 1 || p.Next != nil {
		t.Errorf("the rest: got %d to %d, next %v", first, last, p.Next)
	}
	if p, first, last := read("?after=100&limit=5"); first != 101 || last != 105 || *p.Next != 105 {
		t.Errorf("after 100: got %d to %d, next %v", first, last, p.Next)
	}
	if p, first, last := read("?after=105&limit=500"); first != 106 || last != 120 || p.Next != nil {
		t.Errorf("to the end: got %d to %d, next %v", first, last, p.Next)
	}
	if p, _, _ := read("?type=economy.*"); p.Events == nil || len(p.Events) != 0 || p.Next != nil {
		t.Errorf("none: got %+v", p)
	}
}

func TestAFilterMayListTypesAndSeverities(t *testing.T) {
	s := open(t, setup{})
	for _, e := range []event.Event{
		{Type: "backup.finished", Severity: event.Info},
		{Type: "backup.failed", Severity: event.Error},
		{Type: "deploy.failed", Severity: event.Critical},
		{Type: "disk.full", Severity: event.Critical},
	} {
		e.Source, e.Title = "test", "T"
		if _, err := s.journal.Record(t.Context(), e); err != nil {
			t.Fatal(err)
		}
	}
	for query, want := range map[string]string{
		"severity=error,critical":                               "[4 3 2]",
		"type=backup.*,disk.full":                               "[4 2 1]",
		"severity=info,critical&type=backup.*,disk.full":        "[4 1]",
		"type=" + strings.Repeat("none,", 15) + "deploy.failed": "[3]",
		"type=": "[4 3 2 1]",
	} {
		var page struct{ Events []struct{ Seq uint64 } }
		_, body, _ := s.request("GET", "/api/events?"+query)
		if err := json.Unmarshal([]byte(body), &page); err != nil {
			t.Fatalf("%s: %s", query, body)
		}
		seqs := []uint64{}
		for _, e := range page.Events {
			seqs = append(seqs, e.Seq)
		}
		if got := fmt.Sprint(seqs); got != want {
			t.Errorf("%s: got %s, want %s", query, got, want)
		}
	}
}

func TestAQueryThatMakesNoSenseIsRefusedByName(t *testing.T) {
	s := open(t, setup{})
	for query, want := range map[string]string{
		"limit=0": "limit", "limit=501": "limit", "limit=x": "limit", "limit=": "limit", "limit=1&limit=2": "limit",
		"after=x": "after", "after=-1": "after", "after=9223372036854775808": "after", "before=1e3": "before",
		"severity=loud": "severity", "severity=": "severity", "severity=error,": "severity", "severity=" + strings.Repeat("warn,", 16) + "warn": "severity",
		"type=a,,b": "type", "type=,": "type", "type=" + strings.Repeat("a,", 16) + "a": "type",
		"guild=x": "guild", "user=-1": "user", "shard=-1": "shard", "shard=x": "shard",
		"sort=asc": "sort", "Type=x": "Type",
	} {
		status, body, _ := s.request("GET", "/api/events?"+query)
		var answer struct {
			Error struct{ Code, Message, Field string }
		}
		if err := json.Unmarshal([]byte(body), &answer); err != nil {
			t.Fatalf("%s: %s", query, body)
		}
		if status != http.StatusBadRequest || answer.Error.Field != want || answer.Error.Code == "" || answer.Error.Message == "" {
			t.Errorf("%s: got %d %s", query, status, body)
		}
	}
}

func TestThePageIsServedWithItsGuards(t *testing.T) {
	s := open(t, setup{})
	status, body, header := s.request("GET", "/")
	if status != http.StatusOK || !strings.Contains(body, "<title>Aurora</title>") || header.Get("Cache-Control") != "no-cache" {
		t.Errorf("got %d %s, %v", status, body, header)
	}
	policy := header.Get("Content-Security-Policy")
	if !strings.Contains(policy, "default-src 'none'") || !strings.Contains(policy, "frame-ancestors 'none'") || strings.Contains(policy, "unsafe") {
		t.Errorf("got the policy %q", policy)
	}
	if header.Get("X-Content-Type-Options") != "nosniff" || header.Get("Referrer-Policy") != "no-referrer" ||
		header.Get("Cross-Origin-Opener-Policy") != "same-origin" || header.Get("Strict-Transport-Security") != "" {
		t.Errorf("got %v", header)
	}
	if _, _, header := s.request("GET", "/assets/app-1.js"); !strings.Contains(header.Get("Cache-Control"), "immutable") {
		t.Errorf("an asset is not kept: %v", header)
	}
	for request, want := range map[string]int{
		"GET /api/nothing": 404, "GET /nothing": 404, "POST /": 405, "POST /api/stats": 405, "GET /healthz": 200, "GET /readyz": 200, "GET /ws": 426, "GET /sim/state": 404,
	} {
		method, path, _ := strings.Cut(request, " ")
		if status, body, _ := s.request(method, path); status != want {
			t.Errorf("%s: got %d %s, want %d", request, status, body, want)
		}
	}
}

func TestEveryPageOfTheDashboardHasAnAddress(t *testing.T) {
	s := open(t, setup{})
	browser := "Accept: text/html,application/xhtml+xml,*/*;q=0.8"
	for _, path := range []string{"/events", "/commands/daily", "/economy/100/200?event=12", "/nothing"} {
		status, body, header := s.request("GET", path, browser)
		if status != http.StatusOK || !strings.Contains(body, "<title>Aurora</title>") || header.Get("Cache-Control") != "no-cache" {
			t.Errorf("%s: got %d %s, %v", path, status, body, header)
		}
	}
	for _, path := range []string{"/assets/app-0.js", "/missing.js", "/../etc/passwd.txt", "/api/nothing"} {
		if status, body, _ := s.request("GET", path, browser); status != http.StatusNotFound {
			t.Errorf("%s: got %d %s, want 404", path, status, body)
		}
	}
	if status, _, _ := s.request("GET", "/events", "Accept: application/json"); status != http.StatusNotFound {
		t.Errorf("a program that asks for no page got %d, want 404", status)
	}
}

func TestAProgramThatEndsIsNotReady(t *testing.T) {
	s := open(t, setup{})
	close(s.stopping)
	if status, body, _ := s.request("GET", "/readyz"); status != http.StatusServiceUnavailable || !strings.Contains(body, `"program":"stopping"`) {
		t.Errorf("got %d %s", status, body)
	}
}

func TestAFullDiskIsListedAndLeavesTheServerReady(t *testing.T) {
	s := open(t, setup{disk: func() string { return "it is full: make room" }})
	if status, body, _ := s.request("GET", "/readyz"); status != http.StatusOK || !strings.Contains(body, `"disk":"it is full: make room"`) {
		t.Errorf("got %d %s", status, body)
	}
}

func TestReadinessListsItsPartsAndEndsWithTheDatabase(t *testing.T) {
	s := open(t, setup{})
	if _, body, _ := s.request("GET", "/readyz"); body != `{"parts":{"database":"ok","gateway":"unknown","program":"running"},"ready":true}`+"\n" {
		t.Errorf("got %s", body)
	}
	if err := s.db.Close(); err != nil {
		t.Fatal(err)
	}
	if status, body, _ := s.request("GET", "/readyz"); status != http.StatusServiceUnavailable || !strings.Contains(body, `"ready":false`) {
		t.Errorf("got %d %s", status, body)
	}
	status, body, _ := s.request("GET", "/api/events")
	if status != http.StatusInternalServerError || strings.Contains(body, "sql") {
		t.Errorf("got %d %s, want an error that keeps its cause to the log", status, body)
	}
	if status, _, _ := s.request("GET", "/healthz"); status != http.StatusOK {
		t.Errorf("the process lives, but healthz says %d", status)
	}
}
