package web

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// gate decides which requests are local: from this machine, by a page of ours or
// by no page at all. It is the one rule for all that is open without a login.
type gate struct {
	scheme  string   // of our own address: http or https
	port    string   // and its port
	origins []string // further ones, exact
}

// ParseOrigins reads a list of origins: scheme://host or scheme://host:port, with
// nothing behind it and no wildcard (RFC 6454, section 6.2).
func ParseOrigins(list []string) ([]string, error) {
	origins := make([]string, 0, len(list))
	for _, text := range list {
		origin := strings.TrimSpace(text)
		if origin == "" {
			continue
		}
		u, err := url.Parse(origin)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || origin != u.Scheme+"://"+u.Host || strings.Contains(origin, "*") {
			return nil, fmt.Errorf("%q is not an origin: write scheme://host:port, such as https://aurora.example.org", origin)
		}
		if err := asBrowsersSend(u); err != nil {
			return nil, err
		}
		origins = append(origins, strings.ToLower(origin))
	}
	return origins, nil
}

// asBrowsersSend refuses an origin that no browser would send in that form, so that it
// would only look as if it were allowed.
func asBrowsersSend(origin *url.URL) error {
	if port := origin.Port(); port != "" && port == usualPort[origin.Scheme] || strings.HasSuffix(origin.Host, ":") {
		return fmt.Errorf("%q: browsers leave the usual port out: write %s://%s", origin, origin.Scheme, strings.TrimSuffix(origin.Host, ":"+port))
	}
	if strings.ContainsFunc(origin.Host, func(c rune) bool { return c <= ' ' || c >= 0x7f || c == '%' }) {
		return fmt.Errorf("%q: browsers write such a name in ASCII, xn--…: copy it from there", origin)
	}
	return nil
}

// refusal is why a request is not local, or nil.
func (g gate) refusal(r *http.Request) *apiError {
	if refusal := g.placeRefusal(r); refusal != nil {
		return refusal
	}
	return g.originRefusal(r)
}

// placeRefusal is why a request does not come from this machine, or nil.
func (g gate) placeRefusal(r *http.Request) *apiError {
	if !loopback(r.RemoteAddr) || !loopback(r.Host) {
		return forbidden("not_local", fmt.Sprintf("only requests from this machine to a loopback address are served; this one came to %.100q", r.Host))
	}
	if sign := proxySign(r); sign != "" {
		return forbidden("not_local", "the request came through a proxy ("+sign+"), so it is not known to be from this machine")
	}
	return nil
}

// proxySign is what shows that r has come through a proxy; "" where nothing does. Browsers
// have not spoken HTTP/1.0 for long, and nginx does where it is not told otherwise.
func proxySign(r *http.Request) string {
	if !r.ProtoAtLeast(1, 1) {
		return r.Proto
	}
	for name := range r.Header {
		if slices.Contains(proxyHeaders, name) || slices.ContainsFunc(proxyPrefixes, func(p string) bool { return strings.HasPrefix(name, p) }) {
			return name
		}
	}
	return ""
}

// What proxies and tunnels add to tell for whom they ask.
var (
	proxyHeaders = []string{
		"Forwarded", "Via", "X-Real-Ip", "X-Client-Ip", "X-Cluster-Client-Ip", "True-Client-Ip", "Fastly-Client-Ip", "Fly-Client-Ip",
		"X-Envoy-External-Address", "X-Proxyuser-Ip", "Cdn-Loop",
	}
	proxyPrefixes = []string{"X-Forwarded", "X-Original-", "Cf-", "Tailscale-"}
)

// originRefusal is why the page that makes a request may not, or nil: a request
// without an origin is no page's.
func (g gate) originRefusal(r *http.Request) *apiError {
	if origins := r.Header.Values("Origin"); len(origins) > 1 || len(origins) == 1 && !g.allows(origins[0], r) {
		return forbidden("origin_not_allowed", fmt.Sprintf("pages of the origin %.100q may not use this; if it is the dashboard's own address, set AURORA_PUBLIC_URL to it, and else add it to AURORA_ALLOWED_ORIGINS", origins[0]))
	}
	return nil
}

func forbidden(code, message string) *apiError {
	return &apiError{status: http.StatusForbidden, code: code, message: message}
}

// allows reports whether pages of an origin may make r. Our own names on a browser's
// machine are ours only if it is this machine.
func (g gate) allows(origin string, r *http.Request) bool {
	if slices.Contains(g.origins, origin) {
		return true
	}
	if g.placeRefusal(r) != nil {
		return false
	}
	for _, host := range []string{"localhost", "127.0.0.1", "[::1]"} {
		if own := g.scheme + "://" + host; origin == own+":"+g.port || g.port == usualPort[g.scheme] && origin == own {
			return true
		}
	}
	return false
}

// usualPort is left out of an origin.
var usualPort = map[string]string{"http": "80", "https": "443"}

// local lets only local requests through to next.
func (g gate) local(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if refusal := g.refusal(r); refusal != nil {
			writeError(w, refusal)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// LocalOnly lets only local requests through to next, which is served at address;
// origins are allowed beside its own.
func LocalOnly(address net.Addr, origins []string, next http.Handler) http.Handler {
	return newGate(address, origins).local(next)
}

func newGate(address net.Addr, origins []string) gate {
	g := gate{scheme: "http", origins: origins}
	if tcp, ok := address.(*net.TCPAddr); ok {
		g.port = strconv.Itoa(tcp.Port)
	}
	return g
}

// namesAnother reports whether an origin names another machine than this one.
func namesAnother(origin string) bool {
	u, err := url.Parse(origin)
	if err != nil || loopback(u.Host) {
		return false
	}
	ip, err := netip.ParseAddr(u.Hostname())
	return err != nil || !ip.IsUnspecified()
}

// loopback reports whether address, with or without a port, names this machine.
func loopback(address string) bool {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		host = address
		if bare, opened := strings.CutPrefix(address, "["); opened {
			var closed bool
			if host, closed = strings.CutSuffix(bare, "]"); !closed {
				return false
			}
		}
	}
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}

// LoopbackOnly reports whether only this machine can reach an address to listen on.
func LoopbackOnly(address string) (bool, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return false, fmt.Errorf("%q is not an address: write host:port, such as 127.0.0.1:8080", address)
	}
	return loopback(host), nil
}
