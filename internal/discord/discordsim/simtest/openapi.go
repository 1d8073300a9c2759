package simtest

import (
	"bytes"
	"context"
	_ "embed"
	"fmt"
	"mime"
	"mime/multipart"
	"net/http"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"

	"github.com/aurorabot/aurora/internal/discord/discordsim"
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

// readRules reads the document. That takes a second, so all tests of a binary share it.
var readRules = sync.OnceValues(func() (rules, error) {
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

// checkCall holds a REST request and its answer against Discord's OpenAPI document. A request that was
// refused for its form is the simulator's to judge.
func (d documents) checkCall(call discordsim.RESTCall) error {
	if !strings.HasPrefix(call.URL, apiPrefix+"/") {
		return nil // OAuth2's own routes are not in the document
	}
	if err := d.calls.check(call); err != nil {
		return fmt.Errorf("%s %s is not as Discord's document has it: %w", call.Method, call.URL, err)
	}
	return nil
}

func (s rules) check(call discordsim.RESTCall) error {
	if call.Status >= http.StatusInternalServerError {
		return nil // the document does not describe how Discord fails
	}
	r, err := http.NewRequestWithContext(context.Background(), call.Method, call.URL, bytes.NewReader(call.Body))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", call.ContentType)
	route, params, err := s.router.FindRoute(r)
	if err != nil {
		return checkUnknown(call, err)
	}
	if !refusedForItsForm(call.Status) {
		if err := s.checkRequest(r, call.Body, route, params); err != nil {
			return fmt.Errorf("the request %s: %w", call.Body, err)
		}
	}
	if err := s.bodies.answer(route, call.Status, call.Answer); err != nil {
		return fmt.Errorf("the answer %d %s: %w", call.Status, call.Answer, err)
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
func checkUnknown(call discordsim.RESTCall, err error) error {
	if call.Status == http.StatusNotFound || undocumented(call.URL) {
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
