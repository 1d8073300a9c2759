package web

import (
	"io/fs"
	"net/http"
	"strings"
)

// page serves the front end: its files, and index.html at every address that the
// front end may give to one of its pages. Names under assets/ carry a hash of their
// content.
func page(files fs.FS) http.Handler {
	server := http.FileServerFS(files)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			writeError(w, &apiError{status: http.StatusMethodNotAllowed, code: "method_not_allowed", message: "the page can only be read"})
			return
		}
		if isAddress(r) {
			r = r.Clone(r.Context())
			r.URL.Path = "/"
		}
		w.Header().Set("Cache-Control", "no-cache")
		if strings.HasPrefix(r.URL.Path, "/assets/") {
			w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		}
		server.ServeHTTP(w, r)
	})
}

// isAddress reports whether a request is a browser's for a page. No page has a dot in
// its address and every file has one in its name, so a missing file stays missing.
func isAddress(r *http.Request) bool {
	return !strings.Contains(r.URL.Path, ".") && strings.Contains(r.Header.Get("Accept"), "text/html")
}
