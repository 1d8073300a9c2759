package web

import "net/http"

// pagePolicy lets a page of ours load our own files and talk to us, and nothing else: no
// script or style that stands in the markup, no frame around it, no other host.
const pagePolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; " +
	"base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// unusedFeatures are those of a browser's that a page could ask its user for.
const unusedFeatures = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"

// secured adds the headers that keep a page of ours, and what we answer, from being made
// to do what it should not.
func secured(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", pagePolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Permissions-Policy", unusedFeatures)
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		if r.TLS != nil && !loopback(r.Host) { // browsers apply it to all ports of a name, so never to localhost
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		next.ServeHTTP(w, r)
	})
}
