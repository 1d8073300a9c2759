package web

import (
	"encoding/json"
	"errors"
	"log/slog"
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/aurorabot/aurora/internal/access"
)

// codeNotFound is for what is not there.
const codeNotFound = "not_found"

// apiError is an error that a client may read.
type apiError struct {
	status  int
	code    string
	message string
	field   string

	retryAfter time.Duration // when it may be tried again; 0 = nothing is said
}

func (e *apiError) Error() string { return e.code + ": " + e.message }

// handler answers a request with a value that becomes JSON.
type handler struct {
	logger *slog.Logger
	answer func(*http.Request) (any, error)
}

// created is an answer that tells what was made.
type created struct{ value any }

// noContent is an answer that says only that it was done.
type noContent struct{}

// ServeHTTP answers a request.
func (h handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	value, err := h.answer(r)
	if err != nil {
		fail(w, r, h.logger, err)
		return
	}
	switch value := value.(type) {
	case created:
		writeJSON(w, http.StatusCreated, value.value)
	case noContent:
		w.Header().Set("Cache-Control", "no-store")
		w.WriteHeader(http.StatusNoContent)
	default:
		writeJSON(w, http.StatusOK, value)
	}
}

// fail is the one edge of the API: errors that are not for clients are logged here,
// once.
func fail(w http.ResponseWriter, r *http.Request, logger *slog.Logger, err error) {
	refusal, ok := errors.AsType[*apiError](err)
	switch {
	case ok:
	case errors.Is(err, access.ErrNoRights):
		refusal = unauthorized("session_expired", "the session or the key has ended meanwhile: nothing was changed")
	case errors.Is(err, access.ErrLastAdmin):
		refusal = &apiError{
			status: http.StatusConflict, code: "last_admin",
			message: "nobody who may sign in would be an admin: make somebody else one first, or run 'aurora access' where the program runs",
		}
	case away(r, err):
		logger.Warn("the database does not answer", "method", r.Method, "path", r.URL.Path, "error", err)
		refusal = &apiError{status: http.StatusServiceUnavailable, code: "database_unavailable", message: "the database does not answer; try again in a moment", retryAfter: time.Second}
	default:
		if r.Context().Err() == nil {
			logger.Error("request failed", "method", r.Method, "path", r.URL.Path, "error", err)
		}
		refusal = &apiError{status: http.StatusInternalServerError, code: "internal", message: "the request failed; the log says why"}
	}
	if refusal.status == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", "Bearer") // RFC 9110, section 15.5.2
	}
	writeError(w, refusal)
}

func writeError(w http.ResponseWriter, e *apiError) {
	type body struct {
		Code    string `json:"code"`
		Message string `json:"message"`
		Field   string `json:"field,omitzero"`
	}
	setRetryAfter(w, e)
	writeJSON(w, e.status, map[string]body{"error": {e.code, e.message, e.field}})
}

func setRetryAfter(w http.ResponseWriter, e *apiError) {
	if e.retryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(e.retryAfter.Seconds()))))
	}
}

// writeJSON answers with value, which is one of our own types and can be written.
// Where the client has gone there is nobody to tell.
func writeJSON(w http.ResponseWriter, status int, value any) {
	body, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(append(body, '\n'))
}
