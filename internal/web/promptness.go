package web

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/aurorabot/aurora/internal/journal"
)

// answerBegins is how long an answer may take to begin.
const answerBegins = 5 * time.Second

// errUnanswered ends what is asked of a database that does not answer.
var errUnanswered = errors.New("the database has not answered in time")

// prompt ends the context of a request whose answer has not begun in time: where the
// database stands still, what waits for it would only become more. An answer that has
// begun may take as long as its reader. A request that brings something may also take its
// time to send it; where that has no limit, so has this.
func prompt(body time.Duration, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithCancelCause(r.Context())
		defer cancel(nil)
		patience := answerBegins
		switch brings := r.Method != http.MethodGet && r.Method != http.MethodHead; {
		case brings && body == 0:
			patience = never
		case brings:
			patience += body
		}
		begins := time.AfterFunc(patience, func() { cancel(errUnanswered) })
		defer begins.Stop()
		next.ServeHTTP(&beginning{ResponseWriter: w, begins: begins}, r.WithContext(ctx))
	})
}

// away reports whether a request failed because the database is away or stands still.
func away(r *http.Request, err error) bool {
	return errors.Is(context.Cause(r.Context()), errUnanswered) || errors.Is(err, context.DeadlineExceeded) || journal.Unavailable(err)
}

// beginning notices when an answer begins.
type beginning struct {
	http.ResponseWriter
	begins *time.Timer
}

// WriteHeader implements [http.ResponseWriter].
func (b *beginning) WriteHeader(status int) {
	b.begins.Stop()
	b.ResponseWriter.WriteHeader(status)
}

// Write implements [http.ResponseWriter].
func (b *beginning) Write(bytes []byte) (int, error) {
	b.begins.Stop()
	return b.ResponseWriter.Write(bytes)
}

// Unwrap is for [http.ResponseController], by which a socket gets its connection.
func (b *beginning) Unwrap() http.ResponseWriter { return b.ResponseWriter }
