package simtest

import (
	"bytes"
	"context"
	_ "embed"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
)

// document is Discord's own description of its REST API: MIT, from github.com/discord/discord-api-spec,
// its license beside it.
//
//go:embed testdata/discord-openapi.json
var document []byte

// apiPrefix is where the document's paths begin.
const apiPrefix = "/api/v10"

// rules is the document made ready for checks.
type rules struct {
	router routers.Router
	bodies *bodies
}

// read reads the document. That takes a second, so all tests of a binary share it.
var read = sync.OnceValues(func() (rules, error) {
	doc, err := openapi3.NewLoader().LoadFromData(document)
	if err != nil {
		return rules{}, fmt.Errorf("read Discord's OpenAPI document: %w", err)
	}
	amend(doc)
	doc.Servers = openapi3.Servers{{URL: apiPrefix}}
	var r rules
	if r.router, err = gorillamux.NewRouter(doc); err != nil {
		return rules{}, fmt.Errorf("find routes in Discord's OpenAPI document: %w", err)
	}
	if r.bodies, err = newBodies(doc); err != nil {
		return rules{}, fmt.Errorf("find schemas in Discord's OpenAPI document: %w", err)
	}
	return r, nil
})

// Checked holds each REST request to discord, and each answer, against Discord's OpenAPI document; what
// does not fit fails the test. A request that was refused for its form is the simulator's to judge. Sockets
// and what is not REST pass.
func Checked(t testing.TB, discord http.Handler) http.Handler {
	t.Helper()
	rules, err := read()
	if err != nil {
		t.Fatal(err)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasPrefix(r.URL.Path, apiPrefix+"/") {
			discord.ServeHTTP(w, r)
			return
		}
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return // the client has gone
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		written := &recording{ResponseWriter: w, status: http.StatusOK}
		discord.ServeHTTP(written, r)
		if err := rules.check(r, body, written); err != nil {
			t.Errorf("%s %s is not as Discord's document has it: %v", r.Method, r.URL.Path, err)
		}
	})
}

// recording keeps a copy of an answer.
type recording struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
}

func (r *recording) WriteHeader(status int) {
	r.status = status
	r.ResponseWriter.WriteHeader(status)
}

func (r *recording) Write(b []byte) (int, error) {
	r.body.Write(b)
	return r.ResponseWriter.Write(b)
}

func (s rules) check(r *http.Request, body []byte, answer *recording) error {
	if answer.status >= http.StatusInternalServerError {
		return nil // the document does not describe how Discord fails
	}
	route, params, err := s.router.FindRoute(r)
	if err != nil {
		return checkUnknown(r, answer, err)
	}
	if !refusedForItsForm(answer.status) {
		if err := s.checkRequest(r, body, route, params); err != nil {
			return fmt.Errorf("the request %s: %w", body, err)
		}
	}
	if err := s.bodies.answer(route, answer.status, answer.body.Bytes()); err != nil {
		return fmt.Errorf("the answer %d %s: %w", answer.status, answer.body.Bytes(), err)
	}
	return nil
}

func (s rules) checkRequest(r *http.Request, body []byte, route *routers.Route, params map[string]string) error {
	err := openapi3filter.ValidateRequest(context.Background(), &openapi3filter.RequestValidationInput{
		Request: r, PathParams: params, Route: route,
		Options: &openapi3filter.Options{
			ExcludeRequestBody: true, SkipSettingDefaults: true,
			AuthenticationFunc: openapi3filter.NoopAuthenticationFunc, // the simulator's own business
		},
	})
	if err != nil {
		return err
	}
	return s.bodies.request(route, jsonOf(r, body))
}

func refusedForItsForm(status int) bool {
	return status == http.StatusBadRequest || status == http.StatusRequestEntityTooLarge
}

// checkUnknown: what the document does not have must not be there either, the exceptions apart.
func checkUnknown(r *http.Request, answer *recording, err error) error {
	if answer.status == http.StatusNotFound || undocumented(r.URL.Path) {
		return nil
	}
	return err
}

// jsonOf is the JSON of a body: of a form with files, that part alone.
func jsonOf(r *http.Request, body []byte) []byte {
	kind, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/form-data" {
		return body
	}
	form, err := multipart.NewReader(bytes.NewReader(body), params["boundary"]).ReadForm(int64(len(body)))
	if err != nil || len(form.Value["payload_json"]) == 0 {
		return nil
	}
	return []byte(form.Value["payload_json"][0])
}
