package web

import "fmt"

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

// parseObject reads one JSON object and nothing behind it.
func parseObject(text []byte) (map[string]any, *problem) {
	d := newDocument(text)
	value := d.value()
	if p := d.end(); p != nil {
		return nil, p
	}
	object, ok := value.(map[string]any)
	if !ok {
		return nil, &problem{code: wrongType, message: "a message must be an object"}
	}
	return object, nil
}

// value takes any value and makes of it what a message needs: maps, strings and
// booleans. All else is nil.
func (d *document) value() any {
	switch d.next() {
	case '{':
		object := map[string]any{}
		d.object(func(name []byte) { object[string(name)] = d.value() })
		return object
	case '"':
		return string(d.string())
	case 't', 'f':
		return d.word() == "true"
	}
	d.skip()
	return nil
}
