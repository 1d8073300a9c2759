package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// problem is what is wrong with what a client has sent, with a stable code.
type problem struct {
	code    string
	message string
}

// The codes of problems, on the socket and in HTTP bodies alike.
const (
	badJSON      = "bad_json"
	unknownType  = "unknown_type"
	unknownField = "unknown_field"
	wrongType    = "wrong_type"
	outOfRange   = "out_of_range"
	tooFast      = "too_fast"
)

// message is what a client may say.
type message struct {
	ping      bool
	subscribe bool
	batch     bool // with subscribe
}

// parseMessage reads a client's message by exact names and JSON types. A field it
// does not know is refused rather than passed over: the client meant something.
func parseMessage(text []byte) (message, *problem) {
	fields, p := parseObject(text)
	if p != nil {
		return message{}, p
	}
	kind, ok := fields["type"].(string)
	if !ok {
		return message{}, &problem{wrongType, "type must be a string: PING or SUBSCRIBE"}
	}
	switch kind {
	case "PING":
		return message{ping: true}, onlyFields(fields, "type")
	case "SUBSCRIBE":
		if p := onlyFields(fields, "type", "data"); p != nil {
			return message{}, p
		}
		data, ok := fields["data"].(map[string]any)
		if !ok {
			return message{}, &problem{wrongType, "data must be an object"}
		}
		batch, ok := data["batch"].(bool)
		if !ok {
			return message{}, &problem{wrongType, "data.batch must be true or false"}
		}
		return message{subscribe: true, batch: batch}, onlyFields(data, "batch")
	}
	return message{}, &problem{unknownType, fmt.Sprintf("type %.32q is not known: PING or SUBSCRIBE", kind)}
}

// onlyFields finds a field of object that is not one of names.
func onlyFields(object map[string]any, names ...string) *problem {
	allowed := make(map[string]bool, len(names))
	for _, name := range names {
		allowed[name] = true
	}
	for name := range object {
		if !allowed[name] {
			return &problem{unknownField, fmt.Sprintf("field %.32q is not known here", name)}
		}
	}
	return nil
}

// maxNesting bounds how deep a client's JSON may go.
const maxNesting = 8

// parseObject reads one JSON object and nothing behind it.
func parseObject(text []byte) (map[string]any, *problem) {
	value, p := parseJSON(text)
	if p != nil {
		return nil, p
	}
	object, ok := value.(map[string]any)
	if !ok {
		return nil, &problem{code: wrongType, message: "a message must be an object"}
	}
	return object, nil
}

// parseJSON reads one JSON value and nothing behind it. Numbers stay as they were
// written. Unlike the standard decoder it refuses a name that comes twice.
func parseJSON(text []byte) (any, *problem) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	value, err := parseValue(decoder, 0)
	if err != nil {
		return nil, &problem{code: badJSON, message: err.Error()}
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, &problem{code: badJSON, message: "there is something behind it"}
	}
	return value, nil
}

func parseValue(decoder *json.Decoder, depth int) (any, error) {
	token, err := decoder.Token()
	if err != nil {
		return nil, fmt.Errorf("not JSON: %w", err)
	}
	delimiter, ok := token.(json.Delim)
	if !ok {
		return token, nil
	}
	if depth == maxNesting {
		return nil, fmt.Errorf("nested deeper than %d", maxNesting)
	}
	if delimiter == '[' {
		return parseArray(decoder, depth+1)
	}
	return parseFields(decoder, depth+1)
}

func parseArray(decoder *json.Decoder, depth int) (any, error) {
	array := []any{}
	for decoder.More() {
		element, err := parseValue(decoder, depth)
		if err != nil {
			return nil, err
		}
		array = append(array, element)
	}
	return array, closing(decoder)
}

func parseFields(decoder *json.Decoder, depth int) (any, error) {
	object := map[string]any{}
	for decoder.More() {
		name, err := decoder.Token()
		if err != nil {
			return nil, fmt.Errorf("not JSON: %w", err)
		}
		key, ok := name.(string)
		if !ok {
			return nil, errors.New("not JSON: a name is not a string")
		}
		if _, twice := object[key]; twice {
			return nil, fmt.Errorf("the name %.32q comes twice", key)
		}
		if object[key], err = parseValue(decoder, depth); err != nil {
			return nil, err
		}
	}
	return object, closing(decoder)
}

// closing reads the bracket that ends an array or an object.
func closing(decoder *json.Decoder) error {
	if _, err := decoder.Token(); err != nil {
		return fmt.Errorf("not JSON: %w", err)
	}
	return nil
}
