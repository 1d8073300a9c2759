package discordsim

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
)

const (
	maxJSONBody = 1 << 20  // enough for a hundred commands
	maxFiles    = 10 << 20 // Discord's limit for an interaction's attachments without a boost
)

// upload is a file that came with a message. Its content is counted, not kept.
type upload struct {
	filename    string
	contentType string
	size        int64
}

// decode reads a JSON body.
func (r *request) decode(into any) error {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		return errContentType()
	}
	body, err := r.readAll()
	if err != nil {
		return err
	}
	return r.decodeJSON(body, into)
}

// decodeMessage reads a body that may bring files: JSON alone, or multipart with the JSON in
// payload_json. The JSON is decoded unless into is nil.
// https://docs.discord.com/developers/reference#uploading-files
func (r *request) decodeMessage(into any) (payload []byte, files []upload, err error) {
	kind, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch {
	case err == nil && kind == "application/json":
		payload, err = r.readAll()
	case err == nil && kind == "multipart/form-data":
		payload, files, err = r.readParts(params["boundary"])
	default:
		err = errContentType()
	}
	if err == nil && into != nil {
		err = r.decodeJSON(payload, into)
	}
	return payload, files, err
}

func (r *request) readAll() ([]byte, error) {
	body, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, maxJSONBody))
	if err != nil {
		return nil, bodyError(err)
	}
	return body, nil
}

func (r *request) readParts(boundary string) (payload []byte, files []upload, err error) {
	parts := multipart.NewReader(http.MaxBytesReader(nil, r.Body, maxJSONBody+maxFiles), boundary)
	for {
		part, err := parts.NextPart()
		switch {
		case errors.Is(err, io.EOF):
			return payload, files, nil
		case err != nil:
			return nil, nil, bodyError(err)
		}
		if part.FormName() == "payload_json" {
			payload, err = io.ReadAll(part)
		} else {
			file := upload{filename: part.FileName(), contentType: part.Header.Get("Content-Type")}
			file.size, err = io.Copy(io.Discard, part)
			files = append(files, file)
		}
		if err != nil {
			return nil, nil, bodyError(err)
		}
	}
}

func bodyError(err error) error {
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return errTooLargeEntity()
	}
	return errInvalidJSON()
}

// decodeJSON notes a field that Discord does not know and ignores it, as Discord does.
func (r *request) decodeJSON(body []byte, into any) error {
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.DisallowUnknownFields()
	err := decoder.Decode(into)
	if name, found := unknownField(err); found {
		r.notes.note("unknown_field", "%s has a field %q", r.route.pattern, name)
		err = json.Unmarshal(body, into)
	}
	if mistyped, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		f := newForm()
		f.add(mistyped.Field, "BASE_TYPE_BAD_TYPE", "Could not interpret %s as %s.", mistyped.Value, mistyped.Type.Kind())
		return f.err()
	}
	if err != nil {
		return errInvalidJSON()
	}
	return nil
}
