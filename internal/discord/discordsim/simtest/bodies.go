package simtest

import (
	"bytes"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/routers"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// bodies validates JSON bodies against the schemas of the document. kin-openapi would compile a schema anew
// for every body, which takes milliseconds; here each is compiled once.
type bodies struct {
	mu       sync.Mutex
	compiler *jsonschema.Compiler
	compiled map[string]*jsonschema.Schema // by where it is in the document
}

// The documents have addresses that do not depend on the directory a test is in.
const documentURL = "memory:///discord-openapi.json"

func newBodies(doc *openapi3.T) (*bodies, error) {
	encoded, err := doc.MarshalJSON()
	if err != nil {
		return nil, err
	}
	parsed, err := jsonschema.UnmarshalJSON(bytes.NewReader(encoded))
	if err != nil {
		return nil, err
	}
	b := &bodies{compiler: jsonschema.NewCompiler(), compiled: make(map[string]*jsonschema.Schema)}
	b.compiler.DefaultDraft(jsonschema.Draft2020)
	return b, b.compiler.AddResource(documentURL, parsed)
}

// request checks what was sent to an operation.
func (b *bodies) request(route *routers.Route, body []byte) error {
	declared := route.Operation.RequestBody
	if declared == nil || declared.Value.Content["application/json"] == nil {
		if len(body) > 0 {
			return fmt.Errorf("it has a body")
		}
		return nil
	}
	if len(body) == 0 && !declared.Value.Required {
		return nil
	}
	return b.validate(body, "paths", route.Path, strings.ToLower(route.Method), "requestBody", "content", "application/json", "schema")
}

// answer checks what an operation answered with a status.
func (b *bodies) answer(route *routers.Route, status int, body []byte) error {
	at := []string{"paths", route.Path, strings.ToLower(route.Method), "responses"}
	declared, key := route.Operation.Responses.Status(status), strconv.Itoa(status)
	if declared == nil && status >= http.StatusBadRequest {
		key = "4XX"
		declared = route.Operation.Responses.Value(key)
	}
	if declared == nil {
		return fmt.Errorf("the status is none of the operation's")
	}
	if at = append(at, key); declared.Ref != "" {
		at = strings.Split(strings.TrimPrefix(declared.Ref, "#/"), "/")
	}
	if declared.Value.Content["application/json"] == nil {
		if len(body) > 0 {
			return fmt.Errorf("it has a body")
		}
		return nil
	}
	return b.validate(body, append(at, "content", "application/json", "schema")...)
}

func (b *bodies) validate(body []byte, at ...string) error {
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("it is not JSON: %w", err)
	}
	schema, err := b.schema(at)
	if err != nil {
		return err
	}
	return schema.Validate(value)
}

// schema finds the schema at a place in the document.
func (b *bodies) schema(at []string) (*jsonschema.Schema, error) {
	escape := strings.NewReplacer("~", "~0", "/", "~1", "%", "%25", "{", "%7B", "}", "%7D")
	var path strings.Builder
	for _, step := range at {
		path.WriteString("/" + escape.Replace(step))
	}
	pointer := documentURL + "#" + path.String()
	b.mu.Lock()
	defer b.mu.Unlock()
	if schema := b.compiled[pointer]; schema != nil {
		return schema, nil
	}
	schema, err := b.compiler.Compile(pointer)
	if err == nil {
		b.compiled[pointer] = schema
	}
	return schema, err
}
