package web

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"time"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/journal"
)

// The header that names a request, so that the same again is answered alike for 24
// hours and records nothing.
// https://www.ietf.org/archive/id/draft-ietf-httpapi-idempotency-key-header-07.html
const (
	idempotencyKey    = "Idempotency-Key"
	maxIdempotencyKey = 255
)

// maxIngestEvents bounds how many events one request may bring: they share a
// transaction, and others wait for it.
const maxIngestEvents = 1000

// ingested answers POST /api/events.
type ingested struct {
	Epoch string   `json:"epoch"`
	Seq   []uint64 `json:"seq"`
}

// ingest answers POST /api/events: it records what another program tells, one event
// or an array, and answers when it is committed.
func (s *Server) ingest(r *http.Request) (any, error) {
	body, err := readBody(r, s.cfg.Limits.IngestBodyBytes)
	if err != nil {
		return nil, err
	}
	c, err := s.door.still(r)
	if err != nil {
		return nil, err
	}
	events, err := parseEvents(body, c.source())
	if err != nil {
		return nil, err
	}
	if err := s.ingestRate.take(c, len(events), time.Now()); err != nil {
		return nil, err
	}
	seqs, err := s.record(r, body, events)
	switch {
	case errors.Is(err, journal.ErrOutcomeUnknown):
		return nil, &apiError{
			status: http.StatusServiceUnavailable, code: "outcome_unknown",
			message: "whether it was recorded is not known; the same request with the same " + idempotencyKey + " tells",
		}
	case errors.Is(err, journal.ErrNoSpace):
		return nil, &apiError{status: http.StatusInsufficientStorage, code: "disk_full", message: "nothing was recorded: there is no room on the disk"}
	case err != nil:
		return nil, err
	}
	return created{ingested{Epoch: s.cfg.Journal.Epoch(), Seq: seqs}}, nil
}

// record writes events, once only where the request has a key.
func (s *Server) record(r *http.Request, body []byte, events []event.Event) ([]uint64, error) {
	keys, named := r.Header[idempotencyKey]
	if !named && len(events) == 1 {
		seq, err := s.cfg.Journal.Record(r.Context(), events[0])
		return []uint64{seq}, err
	}
	request := journal.Request{Owner: callerOf(r).account(), Content: body}
	if named {
		if request.Key = keys[0]; len(keys) > 1 || request.Key == "" || len(request.Key) > maxIdempotencyKey {
			return nil, &apiError{
				status: http.StatusBadRequest, code: outOfRange, field: idempotencyKey,
				message: fmt.Sprintf("one %s of 1 to %d characters is understood", idempotencyKey, maxIdempotencyKey),
			}
		}
	}
	seqs, err := s.cfg.Journal.RecordOnce(r.Context(), request, events)
	if errors.Is(err, journal.ErrKeyReused) {
		return nil, &apiError{
			status: http.StatusConflict, code: "key_reused", field: idempotencyKey,
			message: "another body was sent with this key: a new request needs a new one",
		}
	}
	return seqs, err
}

// readBody reads a body of JSON, of limit bytes at most; 0 = any number.
func readBody(r *http.Request, limit int) ([]byte, error) {
	if !isJSON(r.Header.Get("Content-Type")) {
		return nil, &apiError{status: http.StatusUnsupportedMediaType, code: "unsupported_media_type", message: "send Content-Type: application/json"}
	}
	body, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, int64(orAny(limit))))
	if _, large := errors.AsType[*http.MaxBytesError](err); large {
		return nil, &apiError{status: http.StatusRequestEntityTooLarge, code: "too_large", message: fmt.Sprintf("the body has more than %d bytes: send several requests", limit)}
	}
	if err != nil {
		return nil, &apiError{status: http.StatusBadRequest, code: badJSON, message: "the body did not come to its end"}
	}
	return body, nil
}

func isJSON(contentType string) bool {
	if contentType == "application/json" { // as nearly all write it
		return true
	}
	kind, _, err := mime.ParseMediaType(contentType)
	return err == nil && kind == "application/json"
}

// refusal is p as an answer over HTTP.
func (p *problem) refusal(field string) error {
	return &apiError{status: http.StatusBadRequest, code: p.code, message: p.message, field: field}
}
