package simtest

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/aurorabot/aurora/internal/discord/discordsim"
)

func TestWhatDiscordsDocumentDoesNotAllowIsReported(t *testing.T) {
	const (
		commands = "/api/v10/applications/1/commands"
		callback = "/api/v10/interactions/1/token/callback"
		command  = `{"id":"1","application_id":"1","version":"1","type":1,"name":"x","name_localizations":null,"description":"x",
			"description_localizations":null,"default_member_permissions":null,"nsfw":false}`
	)
	for _, test := range []struct {
		name, method, path, sent string
		status                   int
		answer                   string
		reported                 string // a part of the report; "" = nothing is wrong
	}{
		{"a good exchange", "PUT", commands, `[{"name":"x","description":"x"}]`, 200, "[" + command + "]", ""},
		{"permissions as a string", "PUT", commands, `[{"name":"x","description":"x","default_member_permissions":"32"}]`, 200, "[]", ""},
		{"a form error", "PUT", commands, `[{}]`, 400, `{"code":50035,"message":"x","errors":{"0":{"name":{"_errors":[{"code":"BASE_TYPE_REQUIRED","message":"x"}]}}}}`, ""},
		{"a request without a name that is accepted", "PUT", commands, `[{"description":"x"}]`, 200, "[]", "the request"},
		{"a text that is too long and is accepted", "POST", callback, `{"type":4,"data":{"content":"` + strings.Repeat("x", 2001) + `"}}`, 204, "", "the request"},
		{"an id that is none and is accepted", "GET", "/api/v10/guilds/x", "", 404, `{"code":10004,"message":"x"}`, "the request"},
		{"a body that is no JSON and is accepted", "PUT", commands, `[`, 200, "[]", "not JSON"},
		{"an answer without a field", "PUT", commands, "[]", 200, `[{"id":"1"}]`, "the answer"},
		{"an answer with a number for an id", "PUT", commands, "[]", 200, "[" + strings.Replace(command, `"id":"1"`, `"id":1`, 1) + "]", "the answer"},
		{"an answer that is empty", "PUT", commands, "[]", 200, "", "not JSON"},
		{"an answer that should be empty", "POST", callback, `{"type":6}`, 204, `{}`, "has a body"},
		{"a status that is not the operation's", "PUT", commands, "[]", 201, "[]", "status"},
		{"an error without a message", "GET", commands, "", 404, `{"code":10004}`, "the answer"},
		{"a 429 without retry_after", "GET", commands, "", 429, `{"message":"x","global":false,"code":0}`, "the answer"},
		{"a route that Discord does not have", "GET", "/api/v10/nonsense", "", 200, "{}", "no matching"},
		{"the same, refused", "GET", "/api/v10/nonsense", "", 404, `{"code":0,"message":"x"}`, ""},
		{"a failure", "GET", commands, "", 502, "error", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			rules, err := readRules()
			if err != nil {
				t.Fatal(err)
			}
			err = rules.check(discordsim.RESTCall{
				Method: test.method, URL: test.path, ContentType: "application/json",
				Body: []byte(test.sent), Status: test.status, Answer: []byte(test.answer),
			})
			switch {
			case test.reported == "" && err != nil:
				t.Errorf("got %v, want nothing reported", err)
			case test.reported != "" && (err == nil || !strings.Contains(err.Error(), test.reported)):
				t.Errorf("got %v, want a report of %q", err, test.reported)
			}
		})
	}
}

func TestOnlyTheJSONOfAFormWithFilesIsHeldAgainstTheDocument(t *testing.T) {
	body := "--b\r\nContent-Disposition: form-data; name=\"payload_json\"\r\n\r\n{\"type\":4}\r\n" +
		"--b\r\nContent-Disposition: form-data; name=\"files[0]\"; filename=\"x\"\r\n\r\nx\r\n--b--\r\n"
	r := httptest.NewRequest(http.MethodPost, "/", nil)
	r.Header.Set("Content-Type", "multipart/form-data; boundary=b")
	if got := string(jsonOf(r, []byte(body))); got != `{"type":4}` {
		t.Errorf("got %q", got)
	}
}
