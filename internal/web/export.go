package web

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/journal"
)

const (
	maxExports     = 4                // at once; each keeps a reader of the database busy while its client is quick
	exportPatience = 30 * time.Second // for a client to take exportWrite bytes
	exportWrite    = 16 << 10
)

// exportFormat is a way to write events down.
type exportFormat struct {
	mediaType string
	head      string
	append    func(text []byte, e event.Event) []byte // adds one
}

// exportFormats are those by the name in a request, which also ends the file's name.
var exportFormats = map[string]exportFormat{
	"csv":    {"text/csv; charset=utf-8; header=present", csvHead, appendCSV},
	"ndjson": {"application/x-ndjson; charset=utf-8", "", appendNDJSON},
}

// export answers GET /api/events/export: all events that a filter finds, as a file. It
// reads a page, writes it, and reads the next, so that a slow client holds nothing of
// the database. A file that is not whole ends with the connection and not before it.
func (s *Server) export(w http.ResponseWriter, r *http.Request) {
	select {
	case s.exports <- struct{}{}:
		defer func() { <-s.exports }()
	default:
		refusal := unavailable("too_many_exports", fmt.Sprintf("%d exports are running, and no more at once; come again when one has ended", maxExports))
		refusal.retryAfter = exportPatience
		fail(w, r, s.cfg.Logger, refusal)
		return
	}
	name, filter, err := s.parseExport(r)
	if err != nil {
		fail(w, r, s.cfg.Logger, err)
		return
	}
	first, err := s.cfg.Journal.Select(r.Context(), filter)
	if err != nil {
		fail(w, r, s.cfg.Logger, err)
		return
	}
	format := exportFormats[name]
	w.Header().Set("Content-Type", format.mediaType)
	w.Header().Set("Content-Disposition", fmt.Sprintf(`attachment; filename="aurora-events-%s.%s"`, time.Now().UTC().Format("20060102-150405"), name))
	w.Header().Set("Cache-Control", "no-store")
	if r.Method == http.MethodHead {
		return
	}
	if err := s.writeExport(r.Context(), format, filter, first, patientWriter{w}); err != nil {
		if r.Context().Err() == nil {
			s.cfg.Logger.Warn("an export was broken off", "error", err)
		}
		panic(http.ErrAbortHandler)
	}
}

// parseExport reads the query of an export, which is a format and a filter without a
// limit. What comes after the last event of now is not exported: else an export with
// after might never end.
func (s *Server) parseExport(r *http.Request) (format string, filter journal.Filter, err error) {
	query := r.URL.Query()
	format = query.Get("format")
	if _, known := exportFormats[format]; !known || len(query["format"]) > 1 {
		return "", filter, badParameter("format", "must be csv or ndjson, once")
	}
	if query.Has("limit") {
		return "", filter, badParameter("limit", "is not for an export, which has all events that are found")
	}
	query.Del("format")
	if filter, err = parseFilter(query); err != nil {
		return "", filter, err
	}
	filter.Limit = maxLimit
	if filter.Before == nil {
		_, last, err := s.cfg.Journal.Bounds(r.Context())
		if err != nil {
			return "", filter, err
		}
		filter.Before = new(last + 1)
	}
	return format, filter, nil
}

// writeExport writes page after page, the first of which was read.
func (s *Server) writeExport(ctx context.Context, format exportFormat, filter journal.Filter, page journal.Page, w io.Writer) (err error) {
	out := bufio.NewWriterSize(w, exportWrite)
	if _, err := out.WriteString(format.head); err != nil {
		return err
	}
	var text []byte
	for {
		for _, e := range page.Events {
			text = format.append(text[:0], e)
			if _, err := out.Write(text); err != nil {
				return err
			}
		}
		if page.Next == nil {
			return out.Flush()
		}
		if filter.After != nil {
			filter.After = page.Next
		} else {
			filter.Before = page.Next
		}
		if page, err = s.cfg.Journal.Select(ctx, filter); err != nil {
			return err
		}
	}
}

// patientWriter gives a client time for each piece of an answer, however long all of it
// takes.
type patientWriter struct {
	http.ResponseWriter
}

// Write writes a piece that the client takes in time.
func (w patientWriter) Write(piece []byte) (int, error) {
	if err := http.NewResponseController(w.ResponseWriter).SetWriteDeadline(time.Now().Add(exportPatience)); err != nil {
		return 0, err
	}
	return w.ResponseWriter.Write(piece)
}
