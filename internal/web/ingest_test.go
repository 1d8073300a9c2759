package web_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/aurorabot/aurora/internal/access"
	"github.com/aurorabot/aurora/internal/event"
)

// posts sends a body to POST /api/events.
func (s *site) posts(body string, headers ...string) (status int, answer string) {
	s.t.Helper()
	status, answer, _ = s.sends("POST", "/api/events", body, append([]string{"Content-Type: application/json"}, headers...)...)
	return status, answer
}

// authorized makes a key and the header that shows it.
func (s *site) authorized(name string, scope access.Scope) string {
	s.t.Helper()
	secret, _, err := s.access.CreateKey(s.t.Context(), access.Actor{Name: "test"}, access.NewKey{Name: name, Scope: scope})
	if err != nil {
		s.t.Fatal(err)
	}
	return "Authorization: Bearer " + secret
}

func (s *site) stored() []event.Event {
	s.t.Helper()
	events, err := s.journal.After(s.t.Context(), 0, 500)
	if err != nil {
		s.t.Fatal(err)
	}
	return events
}

const told = `{"type":"backup.finished","severity":"notice","title":"Backup finished","message":"12 GB","guild":{"id":"18446744073709551615","name":"Town"},
	"user":{"id":"2001","name":"mira"},"command":"backup","traceId":"t-1","durationMs":12.5,"data":{"b":[1,2.50],"a":null}}`

func TestAnEventOfAnotherProgramIsRecordedUnderTheNameOfItsKey(t *testing.T) {
	s := open(t, setup{})
	status, answer := s.posts(told, s.authorized("nightly", access.Ingest))
	if want := fmt.Sprintf(`{"epoch":%q,"seq":[2]}`+"\n", s.journal.Epoch()); status != http.StatusCreated || answer != want {
		t.Fatalf("got %d %s, want 201 %s", status, answer, want)
	}
	got := s.stored()[1] // behind the key's
	got.Time = got.Time.UTC()
	want := event.Event{
		Seq: 2, Epoch: s.journal.Epoch(), Time: got.Time, Type: "backup.finished", Severity: event.Notice, Source: "nightly",
		Title: "Backup finished", Message: "12 GB", Guild: event.Ref{ID: 1<<64 - 1, Name: "Town"}, User: event.Ref{ID: 2001, Name: "mira"},
		Command: "backup", TraceID: "t-1", DurationMs: 12.5, Data: json.RawMessage(`{"b":[1,2.50],"a":null}`),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestWhoMaySendEvents(t *testing.T) {
	s := open(t, setup{})
	reading, ingesting, admin := s.authorized("r", access.Read), s.authorized("i", access.Ingest), s.authorized("a", access.Admin)
	port := s.address[strings.LastIndex(s.address, ":"):]
	for name, c := range map[string]struct {
		method, path string
		headers      []string
		want         int
		code         string
	}{
		"this machine":                      {"POST", "/api/events", nil, http.StatusCreated, ""},
		"our page":                          {"POST", "/api/events", []string{"Origin: http://127.0.0.1" + port}, http.StatusCreated, ""},
		"another page":                      {"POST", "/api/events", []string{"Origin: http://evil.example"}, http.StatusForbidden, "origin_not_allowed"},
		"through a proxy":                   {"POST", "/api/events", []string{"X-Forwarded-For: 127.0.0.1"}, http.StatusForbidden, "not_local"},
		"through a proxy, with a key":       {"POST", "/api/events", []string{"X-Forwarded-For: 10.0.0.1", ingesting}, http.StatusCreated, ""},
		"another page, with a key":          {"POST", "/api/events", []string{"Origin: http://evil.example", ingesting}, http.StatusForbidden, "origin_not_allowed"},
		"a key for ingesting":               {"POST", "/api/events", []string{ingesting}, http.StatusCreated, ""},
		"a key for everything":              {"POST", "/api/events", []string{admin}, http.StatusCreated, ""},
		"a key for reading":                 {"POST", "/api/events", []string{reading}, http.StatusForbidden, "scope_missing"},
		"a key for reading, reading":        {"GET", "/api/events", []string{reading}, http.StatusOK, ""},
		"a key for ingesting, reading":      {"GET", "/api/events", []string{ingesting}, http.StatusForbidden, "scope_missing"},
		"a key for ingesting, stats":        {"GET", "/api/stats", []string{ingesting}, http.StatusForbidden, "scope_missing"},
		"a key for reading, a socket":       {"GET", "/ws", []string{reading}, http.StatusUpgradeRequired, "upgrade_required"},
		"no key at all":                     {"POST", "/api/events", []string{"Authorization: Bearer "}, http.StatusUnauthorized, "unauthorized"},
		"a key that nobody made":            {"POST", "/api/events", []string{"Authorization: Bearer aur_" + strings.Repeat("a", 59)}, http.StatusUnauthorized, "unauthorized"},
		"a password":                        {"POST", "/api/events", []string{"Authorization: Basic YTpi"}, http.StatusUnauthorized, "unauthorized"},
		"a key in the address":              {"POST", "/api/events?key=" + ingesting[len("Authorization: Bearer "):], nil, http.StatusBadRequest, "key_in_url"},
		"a key in the address, in disguise": {"GET", "/api/events?q=%61ur%5Fabc", nil, http.StatusBadRequest, "key_in_url"},
	} {
		t.Run(name, func(t *testing.T) {
			status, answer, _ := s.sends(c.method, c.path, told, append([]string{"Content-Type: application/json"}, c.headers...)...)
			if status != c.want || c.code != "" && !strings.Contains(answer, `"code":"`+c.code+`"`) {
				t.Errorf("got %d %s, want %d %s", status, answer, c.want, c.code)
			}
			if strings.Contains(answer, "aur_") && !strings.Contains(answer, "aur_…") {
				t.Errorf("%s repeats the key", answer)
			}
		})
	}
}

func TestManyEventsComeTogetherOrNotAtAll(t *testing.T) {
	s := open(t, setup{})
	status, answer := s.posts("[" + told + "," + told + "," + told + "]")
	if status != http.StatusCreated || !strings.Contains(answer, `"seq":[1,2,3]`) {
		t.Errorf("got %d %s", status, answer)
	}
	status, answer = s.posts("[" + told + `,{"type":"a.b","severity":"loud","title":"x"}]`)
	if status != http.StatusBadRequest || !strings.Contains(answer, `"field":"[1].severity"`) {
		t.Errorf("got %d %s", status, answer)
	}
	if n := len(s.stored()); n != 3 {
		t.Errorf("%d events are stored, want 3", n)
	}
}

func TestTheSameRequestIsRecordedOnceAndAnsweredAlike(t *testing.T) {
	s := open(t, setup{})
	mine, other := s.authorized("mine", access.Ingest), s.authorized("other", access.Ingest)
	two := "[" + told + "," + told + "]"
	status, first := s.posts(two, mine, "Idempotency-Key: k1")
	if status != http.StatusCreated || !strings.Contains(first, `"seq":[3,4]`) {
		t.Fatalf("got %d %s", status, first)
	}
	if status, again := s.posts(two, mine, "Idempotency-Key: k1"); status != http.StatusCreated || again != first {
		t.Errorf("the same: got %d %s, want %s", status, again, first)
	}
	if status, answer := s.posts(told, mine, "Idempotency-Key: k1"); status != http.StatusConflict || !strings.Contains(answer, "key_reused") {
		t.Errorf("another body: got %d %s", status, answer)
	}
	if status, answer := s.posts(told, other, "Idempotency-Key: k1"); status != http.StatusCreated || !strings.Contains(answer, `"seq":[5]`) {
		t.Errorf("another's key of that name: got %d %s", status, answer)
	}
	if status, answer := s.posts(told, mine, "Idempotency-Key: "+strings.Repeat("k", 256)); status != http.StatusBadRequest {
		t.Errorf("a long key: got %d %s", status, answer)
	}
	if n := len(s.stored()); n != 5 {
		t.Errorf("%d events are stored, want 5, those of the keys among them", n)
	}
}

func TestWhatIsNoEventIsRefusedWithItsField(t *testing.T) {
	s := open(t, setup{})
	with := func(field string) string { return `{"type":"a.b","severity":"info","title":"x",` + field + `}` }
	for body, want := range map[string]string{
		``:                                 "bad_json",
		`{`:                                "bad_json",
		`{} {}`:                            "bad_json",
		`"text"`:                           "wrong_type",
		`[]`:                               "out_of_range",
		`[1]`:                              "wrong_type [0]",
		`{"type":1}`:                       "wrong_type type",
		`{"severity":"info","title":"x"}`:  "wrong_type type",
		`{"type":"a.b","title":"x"}`:       "wrong_type severity",
		`{"type":"a.b","severity":"info"}`: "wrong_type title",
		`{"type":"a.b","severity":"info","title":""}`:              "out_of_range title",
		`{"Type":"a.b","severity":"info","title":"x"}`:             "unknown_field Type",
		`{"type":"A.b","severity":"info","title":"x"}`:             "out_of_range type",
		`{"type":"a..b","severity":"info","title":"x"}`:            "out_of_range type",
		`{"type":"a b","severity":"info","title":"x"}`:             "out_of_range type",
		`{"type":"economy.grant","severity":"info","title":"x"}`:   "reserved_type type",
		`{"type":"system","severity":"info","title":"x"}`:          "reserved_type type",
		`{"type":"panic.recovered","severity":"info","title":"x"}`: "reserved_type type",
		`{"type":"a.b","severity":"Info","title":"x"}`:             "out_of_range severity",
		with(`"title":"y"`):                   "bad_json",
		with(`"seq":1`):                       "unknown_field seq",
		with(`"epoch":"e"`):                   "unknown_field epoch",
		with(`"time":"2026-11-21T00:00:00Z"`): "unknown_field time",
		with(`"shard":0`):                     "unknown_field shard",
		with(`"message":1`):                   "wrong_type message",
		with(`"message":"` + strings.Repeat("é", 281) + `"`): "out_of_range message",
		with(`"command":"` + strings.Repeat("c", 33) + `"`):  "out_of_range command",
		with(`"guild":"1"`):                                         "wrong_type guild",
		with(`"guild":{"id":1}`):                                    "wrong_type guild.id",
		with(`"guild":{"id":"0"}`):                                  "out_of_range guild.id",
		with(`"guild":{"id":"-1"}`):                                 "out_of_range guild.id",
		with(`"guild":{"id":"18446744073709551616"}`):               "out_of_range guild.id",
		with(`"guild":{"name":"x"}`):                                "wrong_type guild.id",
		with(`"user":{"id":"1","nick":"x"}`):                        "unknown_field user.nick",
		with(`"durationMs":"1"`):                                    "wrong_type durationMs",
		with(`"durationMs":-1`):                                     "out_of_range durationMs",
		with(`"durationMs":1e400`):                                  "out_of_range durationMs",
		with(`"data":[]`):                                           "wrong_type data",
		with(`"data":{"a":"` + strings.Repeat("x", 4096) + `"}`):    "out_of_range data",
		with(`"data":{"a":{"b":{"c":{"d":{"e":{"f":{"g":{}}}}}}}}`): "bad_json",
		with(`"data":{"a":1,"a":2}`):                                "bad_json",
		with(`"data":{"a":{"b":1,"\u0062":2}}`):                     "bad_json",
		with(`"message":"` + "\xff" + `"`):                          "bad_json",
		`{"type":1,`:                                                "bad_json",
		`[{"type":1}`:                                               "bad_json",
		`[1,{"a":]`:                                                 "bad_json",
	} {
		code, field, _ := strings.Cut(want, " ")
		status, answer := s.posts(body)
		if status != http.StatusBadRequest || !strings.Contains(answer, `"code":"`+code+`"`) || field != "" && !strings.Contains(answer, `"field":"`+field+`"`) {
			t.Errorf("%.80s: got %d %s, want 400 %s", body, status, answer, want)
		}
	}
	if n := len(s.stored()); n != 0 {
		t.Errorf("%d events are stored, want none", n)
	}
}

func TestAKeyThatSendsTooMuchIsAskedToWait(t *testing.T) {
	s := open(t, setup{ingest: 1})
	first, second := s.authorized("first", access.Ingest), s.authorized("second", access.Ingest)
	thousand := "[" + strings.Repeat(`{"type":"a.b","severity":"info","title":"x"},`, 999) + told + "]"
	if status, answer := s.posts(thousand, first); status != http.StatusCreated {
		t.Fatalf("got %d %s", status, answer)
	}
	status, answer, header := s.sends("POST", "/api/events", thousand, "Content-Type: application/json", first)
	if status != http.StatusTooManyRequests || header.Get("Retry-After") == "" || !strings.Contains(answer, "AURORA_MAX_INGEST_PER_SECOND") {
		t.Errorf("got %d %s, retry after %q", status, answer, header.Get("Retry-After"))
	}
	for name, who := range map[string]string{"another key": second, "this machine": "X-Nothing: 1"} {
		if status, answer := s.posts(thousand, who); status != http.StatusCreated {
			t.Errorf("%s: got %d %s", name, status, answer)
		}
	}
}

func TestABodyOfTheWrongSizeOrTypeIsRefused(t *testing.T) {
	s := open(t, setup{})
	if status, answer, _ := s.sends("POST", "/api/events", told, "Content-Type: text/plain"); status != http.StatusUnsupportedMediaType {
		t.Errorf("text: got %d %s", status, answer)
	}
	if status, answer, _ := s.sends("POST", "/api/events", told); status != http.StatusUnsupportedMediaType {
		t.Errorf("no type: got %d %s", status, answer)
	}
	if status, answer := s.posts(strings.Repeat(" ", 1<<20) + told); status != http.StatusRequestEntityTooLarge {
		t.Errorf("over 1 MiB: got %d %s", status, answer)
	}
	if status, answer := s.posts(strings.Repeat(" ", 1<<20-len(told)) + told); status != http.StatusCreated {
		t.Errorf("1 MiB: got %d %s", status, answer)
	}
	if status, answer := s.posts("[" + strings.Repeat(`{"type":"a.b","severity":"info","title":"x"},`, 1000) + told + "]"); status != http.StatusBadRequest {
		t.Errorf("1001 events: got %d %s", status, answer)
	}
}
