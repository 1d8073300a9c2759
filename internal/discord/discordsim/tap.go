package discordsim

import (
	"bytes"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// RESTCall is a request to Discord's REST API and the answer to it.
type RESTCall struct {
	Method      string `json:"method"`
	URL         string `json:"url"` // the path and the query
	ContentType string `json:"contentType,omitempty"`
	Body        []byte `json:"body,omitempty"`
	Status      int    `json:"status"`
	Answer      []byte `json:"answer,omitempty"`
}

// tapped tells each call to discord's REST API. Whatever else it serves passes untouched.
func tapped(discord http.Handler, tell func(RESTCall)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasPrefix(r.URL.Path, "/api/") {
			discord.ServeHTTP(w, r)
			return
		}
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return // the client has gone
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		written := &copied{ResponseWriter: w, status: http.StatusOK}
		discord.ServeHTTP(written, r)
		tell(RESTCall{
			Method: r.Method, URL: plainly(r.URL), ContentType: r.Header.Get("Content-Type"),
			Body: body, Status: written.status, Answer: written.body.Bytes(),
		})
	})
}

// plainly is a path and its query in which no more is escaped than must be: some clients write %40original.
func plainly(u *url.URL) string {
	return (&url.URL{Path: u.Path, RawQuery: u.RawQuery}).RequestURI()
}

// copied keeps a copy of an answer.
type copied struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
}

// WriteHeader implements [http.ResponseWriter].
func (c *copied) WriteHeader(status int) {
	c.status = status
	c.ResponseWriter.WriteHeader(status)
}

// Write implements [http.ResponseWriter].
func (c *copied) Write(b []byte) (int, error) {
	c.body.Write(b)
	return c.ResponseWriter.Write(b)
}
