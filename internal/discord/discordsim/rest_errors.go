package discordsim

import (
	"fmt"
	"net/http"
	"strings"
)

// apiError is an error of Discord's REST API.
// https://docs.discord.com/developers/reference#error-messages
type apiError struct {
	Status  int            `json:"-"`
	Rule    string         `json:"-"` // the violation's slug; "" where the bot is not to blame
	Code    int            `json:"code"`
	Message string         `json:"message"`
	Errors  map[string]any `json:"errors,omitempty"`
}

func (e *apiError) Error() string { return fmt.Sprintf("%d %s (code %d)", e.Status, e.Message, e.Code) }

// Discord's JSON error codes.
// https://docs.discord.com/developers/topics/opcodes-and-status-codes#json
func errUnauthorized(rule string) error {
	return &apiError{http.StatusUnauthorized, rule, 0, "401: Unauthorized", nil}
}

func errNoUserAgent() error {
	return &apiError{http.StatusForbidden, "user_agent", 40333, "internal network error", nil}
}

func errNotFound() error {
	return &apiError{http.StatusNotFound, "unknown_route", 0, "404: Not Found", nil}
}

func errInternal() error {
	return &apiError{http.StatusInternalServerError, "", 0, "500: Internal Server Error", nil}
}

func errTooLargeEntity() error {
	return &apiError{http.StatusRequestEntityTooLarge, "body_too_large", 40005, "Request entity too large", nil}
}

func errContentType() error {
	return &apiError{http.StatusBadRequest, "content_type", 50035, `Expected "Content-Type" header to be one of {'application/json', 'multipart/form-data'}.`, nil}
}

func errInvalidJSON() error {
	return &apiError{http.StatusBadRequest, "invalid_json", 50109, "The request body contains invalid JSON.", nil}
}

func errMissingAccess() error {
	return &apiError{http.StatusForbidden, "missing_access", 50001, "Missing Access", nil}
}

func errUnknown(code int, what string) error {
	rule := "unknown_" + strings.ReplaceAll(strings.ToLower(what), " ", "_")
	return &apiError{http.StatusNotFound, rule, code, "Unknown " + what, nil}
}

func errEmptyMessage() error {
	return &apiError{http.StatusBadRequest, "empty_message", 50006, "Cannot send an empty message", nil}
}

// form collects what is wrong in a request's body, as a tree that follows the body's own.
// https://docs.discord.com/developers/reference#error-messages
type form struct{ root map[string]any }

func newForm() *form { return &form{root: make(map[string]any)} }

// add files a complaint about the field at path, such as "options.0.name".
func (f *form) add(path, code, format string, args ...any) {
	node := f.root
	if path != "" {
		for key := range strings.SplitSeq(path, ".") {
			child, ok := node[key].(map[string]any)
			if !ok {
				child = make(map[string]any)
				node[key] = child
			}
			node = child
		}
	}
	list, _ := node["_errors"].([]any)
	node["_errors"] = append(list, map[string]any{"code": code, "message": fmt.Sprintf(format, args...)})
}

// required complains about a field that is missing.
func (f *form) required(path string) { f.add(path, "BASE_TYPE_REQUIRED", "This field is required") }

// length complains unless low <= n <= high.
func (f *form) length(path string, n, low, high int) {
	switch {
	case n > high && low == 0:
		f.add(path, "BASE_TYPE_MAX_LENGTH", "Must be %d or fewer in length.", high)
	case n < low || n > high:
		f.add(path, "BASE_TYPE_BAD_LENGTH", "Must be between %d and %d in length.", low, high)
	}
}

// choice complains about a value that is not in a list.
func (f *form) choice(path, allowed string) {
	f.add(path, "BASE_TYPE_CHOICES", "Value must be one of {%s}.", allowed)
}

// err is nil when there is nothing to complain about.
func (f *form) err() error {
	if len(f.root) == 0 {
		return nil
	}
	return &apiError{http.StatusBadRequest, "invalid_form", 50035, "Invalid Form Body", f.root}
}

// at extends a path. The root's path is "".
func at(path string, key any) string {
	if path == "" {
		return fmt.Sprint(key)
	}
	return fmt.Sprintf("%s.%v", path, key)
}
