package web_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/aurorabot/aurora/internal/access"
	"github.com/aurorabot/aurora/internal/storage/storagetest"
)

// badBodies make no sense to any route that takes a body.
var badBodies = []string{
	"", " ", "\x00", "\xff", "\ufeff{}", "{", "}", "[", "{]", "{}", "[]", "[[]]", "[{}]", "null", "true", "0", "-", "1e999", `""`, `"\ud800"`, "{}{}", "{},",
	`{"":""}`, `{"a"}`, `{"a":}`, `{"a":1,}`, `{'a':1}`, `{a:1}`, `{"__proto__":{}}`, `{"name":null,"scope":null}`, `{"id":{},"role":[]}`,
	`{"name":{"name":"n"},"scope":["read"]}`, `{"Name":"n","Scope":"read"}`, `{"name":"n","scope":"READ"}`, `{"name":"\u0000","scope":"read"}`,
	`{"name":" ","scope":"read "}`, `{"name":"n","scope":"read","expiresInSec":1e400}`, `{"id":"8","role":"Admin"}`, `{"id":"8","role":"admin\u0000"}`,
	`{"id":" 8","role":"viewer"}`, `{"id":"+8","role":"viewer"}`, `{"id":"0x8","role":"viewer"}`, `{"id":"8","role":"viewer","role":"admin"}`,
	"<xml/>", "name=n&scope=read", strings.Repeat("[", 10_000), strings.Repeat(`{"a":`, 10_000), `{"name":"` + strings.Repeat("n", 2<<20) + `"}`,
}

// TestBadBodiesAreRefusedWithACode is requirement T2 for those routes that change who may
// do what.
func TestBadBodiesAreRefusedWithACode(t *testing.T) {
	s := openOutside(t, setup{})
	admin := remote(s.signedIn(7, access.RoleAdmin))
	before := len(s.stored())
	for _, path := range []string{"/api/keys", "/api/access", "/api/events"} {
		for _, body := range badBodies {
			if path == "/api/events" && body == "[]" {
				continue // no events are no mistake
			}
			s.refuses("POST", path, body, append(admin, "Content-Type: application/json")...)
		}
		for _, kind := range []string{"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json; charset=latin1", "/", ""} {
			s.refuses("POST", path, `{"name":"n"}`, append(admin, "Content-Type: "+kind)...)
		}
	}
	if after := len(s.stored()); after != before {
		t.Errorf("%d events tell of changes", after-before)
	}
}

// TestBadIDsAreRefusedWithACode deletes what there cannot be.
func TestBadIDsAreRefusedWithACode(t *testing.T) {
	s := openOutside(t, setup{})
	admin := remote(s.signedIn(7, access.RoleAdmin))
	ids := append(storagetest.Injections(), "\x00", "\xff", "\u202e", "0", "-1", "18446744073709551616", strings.Repeat("9", 4096), "{}", "%")
	for _, path := range []string{"/api/keys/", "/api/access/", "/api/sessions/"} {
		for _, id := range ids {
			s.refuses("DELETE", path+url.PathEscape(id), "", admin...)
		}
	}
	s.wants(http.StatusOK, "GET", "/api/sessions", "", admin...)
}

// refuses wants an answer of 4xx with a code and words to it.
func (s *site) refuses(method, path, body string, headers ...string) {
	s.t.Helper()
	status, text, _ := s.sends(method, path, body, headers...)
	var answer struct {
		Error struct{ Code, Message string }
	}
	if err := json.Unmarshal([]byte(text), &answer); err != nil || status/100 != 4 || answer.Error.Code == "" || answer.Error.Message == "" {
		s.t.Errorf("%s %.80s %.80q: got %d %.200s", method, path, body, status, text)
	}
}
