package discordsim

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"slices"
)

const maxControlBody = 64 << 10

// object is a JSON object whose fields are taken one by one; what nobody took is unknown. Names are
// exact and none comes twice.
type object struct {
	path   string // "" or "options."
	fields map[string]json.RawMessage
}

// readObject reads the body of a control request.
func readObject(r *http.Request) (*object, error) {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		return nil, refuse(http.StatusUnsupportedMediaType, "unsupported_media_type", "", "Content-Type must be application/json")
	}
	body, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, maxControlBody))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return nil, refuse(http.StatusRequestEntityTooLarge, "too_large", "", "the body may have %d bytes", maxControlBody)
	case err != nil:
		return nil, refuse(http.StatusBadRequest, "bad_json", "", "the body could not be read")
	}
	return parseObject("", body)
}

func parseObject(path string, text []byte) (*object, error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	if open, err := decoder.Token(); err != nil || open != json.Delim('{') {
		return nil, refuse(http.StatusBadRequest, "bad_json", "", "%sa JSON object is needed", path)
	}
	o := &object{path: path, fields: make(map[string]json.RawMessage)}
	for decoder.More() {
		token, err := decoder.Token()
		name, _ := token.(string)
		var value json.RawMessage
		if err == nil {
			err = decoder.Decode(&value)
		}
		if err != nil {
			return nil, refuse(http.StatusBadRequest, "bad_json", "", "not JSON: %v", err)
		}
		if _, twice := o.fields[name]; twice {
			return nil, refuse(http.StatusBadRequest, "duplicate_field", path+name, "the field comes twice")
		}
		o.fields[name] = value
	}
	if _, err := decoder.Token(); err != nil {
		return nil, refuse(http.StatusBadRequest, "bad_json", "", "not JSON: %v", err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, refuse(http.StatusBadRequest, "bad_json", "", "there is more behind the object")
	}
	return o, nil
}

func (o *object) has(name string) bool {
	_, ok := o.fields[name]
	return ok
}

// take moves a field into its variable; a missing one leaves it as it is.
func (o *object) take(name string, into any, kind string) error {
	raw, ok := o.fields[name]
	if !ok {
		return nil
	}
	delete(o.fields, name)
	if string(raw) == "null" || json.Unmarshal(raw, into) != nil {
		return refuse(http.StatusBadRequest, "wrong_type", o.path+name, "must be %s", kind)
	}
	return nil
}

func (o *object) string(name string, into *string) error { return o.take(name, into, "a string") }

func (o *object) number(name string, into *float64, low, high float64) error {
	if err := o.take(name, into, "a number"); err != nil {
		return err
	}
	if *into < low || *into > high {
		return refuse(http.StatusBadRequest, "out_of_range", o.path+name, "must be from %v to %v", low, high)
	}
	return nil
}

// object takes a field that is an object; a missing one is empty.
func (o *object) object(name string) (*object, error) {
	raw := json.RawMessage("{}")
	if err := o.take(name, &raw, "an object"); err != nil {
		return nil, err
	}
	if len(raw) == 0 || raw[0] != '{' {
		return nil, refuse(http.StatusBadRequest, "wrong_type", o.path+name, "must be an object")
	}
	return parseObject(o.path+name+".", raw)
}

// rest refuses the fields that are left.
func (o *object) rest() error {
	if len(o.fields) == 0 {
		return nil
	}
	var names []string
	for name := range o.fields {
		names = append(names, name)
	}
	first := slices.Min(names)
	return refuse(http.StatusBadRequest, "unknown_field", o.path+first, "the field is not known")
}
