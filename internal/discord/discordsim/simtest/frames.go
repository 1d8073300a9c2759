package simtest

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// frameTypes is a JSON Schema of the gateway's frames, made by scripts/gateway-schema from discord-api-types:
// MIT, its license beside it.
//
//go:embed testdata/discord-gateway.schema.json
var frameTypes []byte

const frameTypesURL = "memory:///discord-gateway.schema.json"

// frames validates frames by the name of their event or opcode.
type frames struct {
	mu       sync.Mutex
	compiler *jsonschema.Compiler
	compiled map[string]*jsonschema.Schema
}

// readFrames reads the schema, once for all tests of a binary.
var readFrames = sync.OnceValues(func() (*frames, error) {
	parsed, err := jsonschema.UnmarshalJSON(bytes.NewReader(frameTypes))
	if err != nil {
		return nil, fmt.Errorf("read the schema of the gateway's frames: %w", err)
	}
	f := &frames{compiler: jsonschema.NewCompiler(), compiled: make(map[string]*jsonschema.Schema)}
	return f, f.compiler.AddResource(frameTypesURL, parsed)
})

// checkFrame holds a frame against its type.
func (d documents) checkFrame(frame []byte) error {
	if err := d.frames.check(frame); err != nil {
		return fmt.Errorf("the frame %.300s is not as Discord's types have it: %w", frame, err)
	}
	return nil
}

// check holds one frame against its type.
func (f *frames) check(frame []byte) error {
	name, err := frameName(frame)
	if err != nil {
		return err
	}
	schema, err := f.schema(name)
	if err != nil {
		return err
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(frame))
	if err != nil {
		return err
	}
	return schema.Validate(value)
}

func (f *frames) schema(name string) (*jsonschema.Schema, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if schema := f.compiled[name]; schema != nil {
		return schema, nil
	}
	schema, err := f.compiler.Compile(frameTypesURL + "#/definitions/Frames/properties/" + name)
	if err != nil {
		return nil, fmt.Errorf("there is no type of %s: if Discord sends it, add it to scripts/gateway-schema: %w", name, err)
	}
	f.compiled[name] = schema
	return schema, nil
}

// frameName is the event's, or that of the opcode of any other frame.
func frameName(frame []byte) (string, error) {
	var head struct {
		Op   *int    `json:"op"`
		Type *string `json:"t"`
		Data struct {
			Type json.RawMessage `json:"type"`
		} `json:"d"`
	}
	err := json.Unmarshal(frame, &head)
	if _, mistyped := errors.AsType[*json.UnmarshalTypeError](err); err != nil && !mistyped { // d is whatever it is
		return "", err
	}
	switch {
	case head.Op == nil:
		return "", fmt.Errorf("it has no opcode")
	case *head.Op == 0 && head.Type != nil && *head.Type == "INTERACTION_CREATE":
		return fmt.Sprintf("%s_%s", *head.Type, head.Data.Type), nil // each kind has a schema of its own
	case *head.Op == 0 && head.Type != nil:
		return *head.Type, nil
	}
	name := map[int]string{1: "HEARTBEAT", 7: "RECONNECT", 9: "INVALID_SESSION", 10: "HELLO", 11: "HEARTBEAT_ACK"}[*head.Op]
	if name == "" {
		return "", fmt.Errorf("a server does not send opcode %d", *head.Op)
	}
	return name, nil
}
